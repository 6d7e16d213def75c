import { type Lesson, lessonFile } from "../course/lesson.ts";
import {
  firstFailure,
  type Likeness,
  type TestResult,
  type Verdict,
  type VerdictStatus,
} from "../course/verdict.ts";
import type { Styles } from "../term/style.ts";
import { renderFailure } from "./render_failure.ts";

const HEADLINES: Record<VerdictStatus, string> = {
  pass: "PASSED",
  fail: "FAILED",
  error: "CANNOT BE LOADED",
  timeout: "TIMED OUT",
  crash: "CRASHED",
  output: "TOO MUCH OUTPUT",
  memory: "OUT OF MEMORY",
  processes: "TOO MANY PROCESSES",
  leak: "LEFT SOMETHING BEHIND",
  skipped: "SKIPPED",
  tampered: "TAMPERED WITH",
  infra: "COULD NOT RUN (not your fault)",
};

/** Renders a verdict: one failure in full, the others as one line each, the mistake that it looks like. */
export function renderVerdict(verdict: Verdict, styles: Styles, root: string): string {
  const red = verdict.tests.filter((test) => test.status !== "pass" && test.status !== "skipped");
  const shown = chooseFailure(verdict);
  const blocks = [renderHeadline(verdict, red.length, styles)];
  if (shown === undefined || shown.isUnrun) {
    if (verdict.cause !== "") blocks.push(`  ${verdict.cause}`);
  } else {
    blocks.push(renderFailure(shown, verdict, styles));
  }
  // what keeps the module from being used is the same for all tests: said once
  const isUnusable = shown?.facts?.problem !== undefined;
  const others = red.filter((test) => test !== shown && !test.isUnrun && !isUnusable);
  if (verdict.looksLike !== undefined) blocks.push(renderLikeness(verdict.looksLike, styles));
  if (others.length > 0) blocks.push(renderOthers(others, styles));
  const unrun = red.filter((test) => test.isUnrun && test !== shown).length;
  if (unrun > 0 && !isUnusable) blocks.push(`  ${unrun} more did not get their turn.`);
  const skipped = verdict.tests.filter((test) => test.status === "skipped");
  if (skipped.length > 0) {
    blocks.push(skipped.map((test) => `  skipped: ${test.id} ${test.reason}`).join("\n"));
  }
  return tidy(blocks.join("\n\n"), root);
}

/** The failure to show: the one during which the run was ended from outside, else the first. */
function chooseFailure(verdict: Verdict): TestResult | undefined {
  const isCutOff = verdict.status === "output" || verdict.status === "crash";
  const cutOff = verdict.tests.findLast((test) => test.status === "crash" && !test.isUnrun);
  return (isCutOff ? cutOff : undefined) ?? firstFailure(verdict);
}

function renderHeadline(verdict: Verdict, redCount: number, styles: Styles): string {
  const problem = firstFailure(verdict)?.facts?.problem;
  const headline = problem === "syntax" ? "CANNOT BE COMPILED" : HEADLINES[verdict.status];
  const seconds = `${(verdict.ms / 1000).toFixed(1)} s`;
  const slow = verdict.factor > 1
    ? `, this machine is slow now: deadlines x ${verdict.factor}`
    : "";
  const total = verdict.tests.length;
  const skipped = verdict.tests.filter((test) => test.status === "skipped").length;
  const count = verdict.status === "pass"
    ? `${total - skipped} of ${total} tests${skipped === 0 ? "" : `, ${skipped} skipped`}`
    : problem !== undefined && redCount === total - skipped
    ? `none of ${total} tests could run`
    : `${redCount} of ${total} tests ${redCount === 1 ? "is" : "are"} red`;
  const paint = verdict.status === "pass" ? styles.good : styles.bad;
  return `${paint(styles.bold(headline))}  ${count} (${seconds}${slow})`;
}

function renderLikeness({ variant, mistake }: Likeness, styles: Styles): string {
  return `  ${styles.note("this looks like:")} ${mistake} (variant ${variant})`;
}

function renderOthers(tests: readonly TestResult[], styles: Styles): string {
  const unusable = tests.filter((test) => test.facts?.problem !== undefined);
  const lines = tests
    .filter((test) => !unusable.includes(test))
    .map((test) => `    ${test.status.padEnd(8)}${test.name}`);
  if (unusable.length > 0) {
    lines.push(`    ${unusable.length} more need your file, which was not loaded`);
  }
  return [styles.dim("  also red"), ...lines].join("\n");
}

/** Paths inside the course are shown relative to it. */
function tidy(text: string, root: string): string {
  return text.replaceAll(`file://${root}/`, "").replaceAll(`${root}/`, "");
}

/** Where to go on editing: the failing line of the learner's file, else its first TODO. */
export async function editPlace(
  lesson: Lesson,
  verdict: Verdict | undefined,
  root: string,
): Promise<string> {
  const file = lessonFile(lesson);
  const at = verdict === undefined ? undefined : firstFailure(verdict)?.facts?.at;
  if (at?.startsWith(`${root}/${file}:`)) return at.slice(root.length + 1).replace(/:\d+$/, "");
  const text = await Deno.readTextFile(`${root}/${file}`).catch(() => "");
  const line = text.split("\n").findIndex((one) => one.includes("TODO"));
  return line < 0 ? file : `${file}:${line + 1}`;
}
