import { copyCourse } from "../../course/copy_course.ts";
import { fromFileUrl } from "../../../tests/harness/paths.ts";

/** One way to be told, after a save, whether the tests pass. */
export interface Contestant {
  readonly name: string;
  readonly command: string;
  readonly cwd: string;
  /** The file that is saved. */
  readonly path: string;
  readonly green: { readonly text: string; readonly shows: RegExp };
  readonly red: { readonly text: string; readonly shows: RegExp };
  /** Shown when nothing that follows the verdict runs any more. */
  readonly quiet: RegExp;
}

/** The lesson that is saved: ten of its tests only compute, three start programs. */
const FOLDER = "03_line_framing";
/** A wrong variant with one red test. */
const MISTAKE = "trims_lines";

/** Puts the lesson into `dir` for each contestant. `vitest` is a folder in which vitest is installed, if it is. */
export async function makeContestants(
  root: string,
  dir: string,
  vitest: string | undefined,
): Promise<Contestant[]> {
  const green = await Deno.readTextFile(`${root}/solutions/${FOLDER}/mod.ts`);
  const red = await Deno.readTextFile(`${root}/tests/wrong/${FOLDER}/${MISTAKE}.ts`);
  const both = (greenShows: RegExp, redShows: RegExp) => ({
    green: { text: green, shows: greenShows },
    red: { text: red, shows: redShows },
  });
  const deno = Deno.execPath();
  const contestants: Contestant[] = [];
  await copyCourse(root, `${dir}/learn`, [FOLDER]);
  const path = `${dir}/learn/lessons/${FOLDER}/mod.ts`;
  await Deno.writeTextFile(path, green);
  contestants.push({
    name: "learn (all 13 tests)",
    command: `${deno} run -A --no-lock tools/learn/main.ts run line-framing`,
    cwd: `${dir}/learn`,
    path,
    ...both(/PASSED/, /FAILED/),
    quiet: /types: /,
  });
  await writePort(`${dir}/deno`, green);
  await Deno.writeTextFile(`${dir}/deno/deno.json`, DENO_JSON);
  await Deno.writeTextFile(`${dir}/deno/adapter.ts`, ADAPTER);
  for (const flags of ["--no-check ", ""]) {
    contestants.push({
      name: `deno test ${flags}--watch`,
      command: `${deno} test -A --no-lock ${flags}--watch line_framing.test.ts`,
      cwd: `${dir}/deno`,
      path: `${dir}/deno/mod.ts`,
      ...both(/ok \| 10 passed/, /FAILED \| /),
      quiet: /Restarting on file change/,
    });
  }
  if (vitest !== undefined) {
    await writePort(vitest, green);
    contestants.push({
      name: "vitest --watch",
      command: "node_modules/.bin/vitest --watch",
      cwd: vitest,
      path: `${vitest}/mod.ts`,
      ...both(/Tests +10 passed/, /Tests +1 failed/),
      quiet: /for file changes/, // a save before that is lost
    });
  }
  return contestants;
}

/** `deno test --watch` runs a test again when a file changes that it imports by name: the course's tests do not. */
const DENO_JSON = `{ "imports": { "vitest": "./adapter.ts" } }\n`;
const ADAPTER = `export const test = Deno.test;
export { expect } from "npm:deno-std@1.3.0/expect/mod.js";
`;

/** Writes the assertions of the ten tests that only compute, and the module that they test. */
async function writePort(dir: string, green: string): Promise<void> {
  await Deno.mkdir(dir, { recursive: true });
  const port = fromFileUrl(new URL("./line_framing.vitest.txt", import.meta.url));
  await Deno.copyFile(port, `${dir}/line_framing.test.ts`);
  await Deno.writeTextFile(`${dir}/mod.ts`, green);
}
