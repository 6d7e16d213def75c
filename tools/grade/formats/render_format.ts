import type { Report } from "../report.ts";
import { renderClassroom50 } from "./classroom50.ts";
import { renderCsv } from "./csv.ts";
import { renderExercism } from "./exercism.ts";
import { renderGithubClassroom } from "./github_classroom.ts";
import { renderGradescope } from "./gradescope.ts";
import { renderHtml } from "./html.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import { readClassroomFacts } from "./read_classroom_facts.ts";
import type { Audience } from "./shown_checks.ts";
import { renderTap } from "./tap.ts";

/** Formats that describe one submission: the other end has a place for no more. */
export const SINGLE_FORMATS = [
  "gradescope",
  "exercism",
  "classroom50",
  "github-classroom",
] as const;
/** Formats that describe any number of submissions. */
export const MANY_FORMATS = ["junit", "tap", "csv", "markdown", "html"] as const;

export type SingleFormat = typeof SINGLE_FORMATS[number];
export type ManyFormat = typeof MANY_FORMATS[number];

/** Whether a name is that of a format for one submission. */
export function isSingleFormat(name: string): name is SingleFormat {
  return SINGLE_FORMATS.some((one) => one === name);
}

/** Whether a name is that of a format for any number of submissions. */
export function isManyFormat(name: string): name is ManyFormat {
  return MANY_FORMATS.some((one) => one === name);
}

export interface SingleOptions {
  readonly audience: Audience;
  /** Where Classroom 50's runner says what it alone knows. */
  readonly readEnv: (name: string) => string | undefined;
}

/** Renders one report, or says what the environment lacks. */
export function renderSingle(
  format: SingleFormat,
  report: Report,
  { audience, readEnv }: SingleOptions,
): { readonly text: string } | { readonly problem: string } {
  switch (format) {
    case "gradescope":
      return { text: renderGradescope(report, audience) };
    case "exercism":
      return { text: renderExercism(report, audience) };
    case "classroom50": {
      const read = readClassroomFacts(readEnv, report.started);
      return "problem" in read ? read : { text: renderClassroom50(report, read.facts, audience) };
    }
    case "github-classroom":
      return { text: renderGithubClassroom(report, audience) };
  }
}

/** Renders reports together. */
export function renderMany(
  format: ManyFormat,
  reports: readonly Report[],
  audience: Audience,
): string {
  switch (format) {
    case "junit":
      return renderJunit(reports, audience);
    case "tap":
      return renderTap(reports, audience);
    case "csv":
      return renderCsv(reports);
    case "markdown":
      return renderMarkdown(reports, audience);
    case "html":
      return renderHtml(reports, audience);
  }
}
