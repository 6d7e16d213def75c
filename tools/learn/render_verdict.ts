import { type Lesson, lessonFile } from "../course/lesson.ts";
import {
  firstFailure,
  type TestResult,
  type Verdict,
  type VerdictStatus,
} from "../course/verdict.ts";
import type { Styles } from "../term/style.ts";

const HEADLINES: Record<VerdictStatus, string> = {
  pass: "PASSED",
  fail: "FAILED",
  error: "CANNOT BE LOADED",
  timeout: "TIMED OUT",
  crash: "CRASHED",
  output: "TOO MUCH OUTPUT",
  memory: "OUT OF MEMORY",
  leak: "LEFT SOMETHING BEHIND",
  skipped: "SKIPPED",
  tampered: "TAMPERED WITH",
  infra: "COULD NOT RUN (not your fault)",
};

/** Renders a verdict: the first failure in full, the others as one line each. */
export function renderVerdict(verdict: Verdict, styles: Styles, root: string): string {
  const red = verdict.tests.filter((test) => test.status !== "pass" && test.status !== "skipped");
  const first = firstFailure(verdict);
  const blocks = [renderHeadline(verdict, red.length, styles)];
  if (first === undefined || first.isUnrun) {
    if (verdict.cause !== "") blocks.push(`  ${tidy(verdict.cause, root)}`);
  } else {
    blocks.push(renderFirst(first, verdict, { styles, root }));
  }
  const others = red.filter((test) => test !== first && !test.isUnrun);
  if (others.length > 0) blocks.push(renderOthers(others, styles));
  const unrun = red.filter((test) => test.isUnrun).length;
  if (unrun > 0) blocks.push(`  ${unrun} more did not get their turn.`);
  const skipped = verdict.tests.filter((test) => test.status === "skipped");
  if (skipped.length > 0) {
    blocks.push(skipped.map((test) => `  skipped: ${test.id} ${test.reason}`).join("\n"));
  }
  return blocks.join("\n\n");
}

function renderHeadline(verdict: Verdict, redCount: number, styles: Styles): string {
  const headline = HEADLINES[verdict.status];
  const seconds = `${(verdict.ms / 1000).toFixed(1)} s`;
  const slow = verdict.factor > 1
    ? `, this machine is slow now: deadlines x ${verdict.factor}`
    : "";
  const total = verdict.tests.length;
  const skipped = verdict.tests.filter((test) => test.status === "skipped").length;
  const count = verdict.status === "pass"
    ? `${total - skipped} of ${total} tests${skipped === 0 ? "" : `, ${skipped} skipped`}`
    : `${redCount} of ${total} tests are red`;
  const paint = verdict.status === "pass" ? styles.good : styles.bad;
  return `${paint(styles.bold(headline))}  ${count} (${seconds}${slow})`;
}

function renderFirst(
  test: TestResult,
  verdict: Verdict,
  options: { styles: Styles; root: string },
): string {
  const lines = [options.styles.bold(`  ${test.name}`)];
  const facts = test.facts;
  if (facts !== undefined) {
    const rows: [string, string][] = [
      ["called", facts.called],
      ["expected", facts.expected],
      ["got", facts.got],
      ["idea", facts.idea],
    ];
    if (facts.at !== undefined) rows.push(["at", facts.at]);
    for (const [label, text] of rows) {
      const body = tidy(text, options.root).split("\n").join("\n" + " ".repeat(14));
      lines.push(`    ${options.styles.dim(label.padEnd(10))}${body}`);
    }
  }
  if (verdict.status === "output") lines.push(`    ${verdict.cause}`);
  return lines.join("\n");
}

function renderOthers(tests: readonly TestResult[], styles: Styles): string {
  const lines = tests.map((test) => `    ${test.status.padEnd(8)}${test.name}`);
  return [styles.dim("  also red"), ...lines].join("\n");
}

/** Paths inside the course are shown relative to it. */
function tidy(text: string, root: string): string {
  return text.replaceAll(`${root}/`, "");
}

/** Where to go on editing: the failing line of the learner's file, else its first TODO. */
export async function editPlace(lesson: Lesson, verdict: Verdict, root: string): Promise<string> {
  const file = lessonFile(lesson);
  const at = firstFailure(verdict)?.facts?.at;
  if (at?.startsWith(`${root}/${file}:`)) return at.slice(root.length + 1).replace(/:\d+$/, "");
  const text = await Deno.readTextFile(`${root}/${file}`).catch(() => "");
  const line = text.split("\n").findIndex((one) => one.includes("TODO"));
  return line < 0 ? file : `${file}:${line + 1}`;
}
