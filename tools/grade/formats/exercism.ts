// results.json of an Exercism test runner, version 3 (building/tooling/test-runners/interface.md). The report holds no
// source of tests, so `test_code` and `task_id` are left out: both are optional for practice exercises.
import { cleanLine, cutText } from "../../page/clean_text.ts";
import type { Report } from "../report.ts";
import { fitBytes } from "./fit_bytes.ts";
import {
  type Audience,
  isRed,
  listLessons,
  showCause,
  showChecks,
  type ShownCheck,
} from "./shown_checks.ts";
import { isJudged, STATUS_WORDS } from "./status_words.ts";

/** A larger results file is refused. */
const MAX_BYTES = 500_000;
/** What a test printed; the sentence is the interface's own. */
const OUTPUT_CHARS = 500;
const OUTPUT_NOTE = "\nOutput was truncated. Please limit to 500 chars";
const MESSAGE_CHARS = 65_535;

/** How much of each test is told; the last always fits: what passed is left out first. */
const STEPS = [
  { name: 200, message: 10_000, tests: Infinity },
  { name: 200, message: 1_000, tests: Infinity },
  { name: 100, message: 100, tests: 500 },
] as const;

interface ExercismTest {
  readonly name: string;
  readonly status: "pass" | "fail" | "error";
  readonly message?: string;
  readonly output?: string;
}

/** Renders a report as Exercism's results.json; `error` only when no test ran at all. */
export function renderExercism(report: Report, audience: Audience): string {
  const lessons = listLessons(report);
  const ran = lessons.flatMap((one) => one.checks).filter(({ status }) =>
    isJudged(status) && status !== "error"
  );
  if (ran.length === 0) {
    const causes = lessons.map((one) => `${cleanLine(one.id)}: ${showCause(one, audience)}`);
    const message = ["No test ran.", ...causes].join("\n");
    const result = {
      version: 3,
      status: "error",
      message: cutText(message, MESSAGE_CHARS),
      tests: [],
    };
    return JSON.stringify(result) + "\n";
  }
  const checks = lessons.flatMap((one) => showChecks(one, audience)).filter((one) =>
    one.status !== "skipped"
  );
  const status = checks.some((one) => isRed(one.status)) ? "fail" : "pass";
  return fitBytes(STEPS, (step) => {
    const ordered = checks.length <= step.tests ? checks : putRedFirst(checks).slice(0, step.tests);
    const tests = ordered.map((one) => renderTest(one, step));
    return JSON.stringify({ version: 3, status, message: null, tests }) + "\n";
  }, MAX_BYTES);
}

function renderTest(
  check: ShownCheck,
  limits: { readonly name: number; readonly message: number },
): ExercismTest {
  const { outcome, sentence } = STATUS_WORDS[check.status];
  const hidden = `${sentence} What this check says is not shown.`;
  const message = check.isHidden ? hidden : check.message === "" ? sentence : check.message;
  return {
    name: cutText(check.name, limits.name, " …"),
    status: outcome === "skipped" ? "error" : outcome,
    ...(outcome === "pass" ? {} : { message: cutText(message, limits.message) }),
    ...(check.output === "" ? {} : { output: cutText(check.output, OUTPUT_CHARS, OUTPUT_NOTE) }),
  };
}

function putRedFirst(checks: readonly ShownCheck[]): ShownCheck[] {
  const red = checks.filter((one) => isRed(one.status));
  return [...red, ...checks.filter((one) => !isRed(one.status))];
}
