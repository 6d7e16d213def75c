import type { Problem } from "../../course/problem.ts";
import { isKind, parseBlocks } from "../../sheets/parse_blocks.ts";
import { splitSections } from "../../sheets/split_sections.ts";
import { findRedBlock } from "./check_readme.ts";
import type { Page } from "./page.ts";

/** What the stub's first failing test says in a real run. */
export interface RedFacts {
  /** As in `T1 filter() returns what the child makes of its stdin`. */
  readonly name: string;
  readonly called: string;
  readonly expected: string;
  readonly got: string;
  readonly idea: string;
  /** The tier, 1 to 3. */
  readonly hint: number;
}

/**
 * Checks that the output under Red is still what a learner gets; blanks and line breaks do not count. With the test file,
 * also where it says that the test begins.
 */
export function checkRedBlock({ path, text }: Page, facts: RedFacts, tests?: Page): Problem[] {
  const block = findRedBlock(splitSections(parseBlocks(text)));
  if (block === undefined || !isKind(block.token, "code")) return []; // checkReadme() says it
  const pasted = squeeze(block.token.text);
  const { name, called, expected, got, idea, hint } = facts;
  const begins = tests === undefined ? "" : findBegin(tests, name);
  return Object.entries({ name, called, expected, got, idea, hint: `--tier ${hint}`, begins })
    .filter(([, value]) => !pasted.includes(squeeze(value)))
    .map(([row, value]) => {
      const problem =
        `the pasted output is no longer true: "${row}" is now "${value}"; paste a new run`;
      return { place: `${path}:${block.line}`, problem };
    });
}

/** Where a test begins, as Deno writes it before the column; empty when its name is written in another way. */
function findBegin({ path, text }: Page, name: string): string {
  const at = text.indexOf(name);
  if (at < 0) return "";
  const line = text.slice(0, text.lastIndexOf("Deno.test(", at)).split("\n").length;
  return `./${path}:${line}:`;
}

function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, "");
}
