import type { Token } from "./marked.ts";
import type { Problem } from "../course/problem.ts";
import type { Flow } from "./parse_flow.ts";
import type { FrontKey, FrontMatter } from "./parse_front_matter.ts";

/** A bullet or a table cell, for an output to render. */
export interface Prose {
  /** The Markdown as written. */
  readonly text: string;
  /** The same, parsed: text, escape, codespan, strong, em, link. */
  readonly tokens: readonly Token[];
  readonly line: number;
}

/** The table of section Calls; each row has as many cells as the header. */
export interface CallsTable {
  readonly header: readonly Prose[];
  readonly rows: readonly (readonly Prose[])[];
}

/** The program of section Pattern. */
export interface Pattern {
  readonly code: string;
  /** The line of the file that the code starts on. */
  readonly line: number;
}

/** A parsed cheat sheet; a part that is missing is empty, and then there is a problem that says so. */
export interface Sheet {
  /** Relative to the course, as in `lessons/05_pipeline/cheatsheet.md`. */
  readonly path: string;
  readonly front: FrontMatter;
  /** The line of each key of the front matter. */
  readonly frontLines: Readonly<Record<FrontKey, number>>;
  /** The Markdown after the front matter. */
  readonly body: string;
  /** The line of the file that the body starts on. */
  readonly bodyLine: number;
  /** In one minute. */
  readonly bullets: readonly Prose[];
  /** Picture. */
  readonly flows: readonly Flow[];
  /** Calls. */
  readonly calls: CallsTable;
  readonly pattern: Pattern;
  readonly traps: readonly Prose[];
  /** See also. */
  readonly links: readonly Prose[];
  /** What is wrong with the format; an output may rely on the parts when this is empty. */
  readonly problems: readonly Problem[];
}
