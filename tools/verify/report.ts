import type { Lesson } from "../course/lesson.ts";
import { displayLesson } from "../course/lesson.ts";
import { shortName } from "../course/verdict.ts";
import { renderTable } from "../term/table.ts";
import { type CheckResult, type Gate, GATES, isPassed } from "./check_result.ts";

const LESSON_GATES = GATES.filter((gate) => gate !== "repo");

/** Renders lesson × gate: `ok`, `7/7`, or `FAILED`, with the seconds that stub and solution took. */
export function renderGates(lessons: readonly Lesson[], results: readonly CheckResult[]): string {
  const rows = [["lesson", ...LESSON_GATES, "stub s", "solution s"]];
  for (const lesson of lessons) {
    const own = results.filter((result) => result.slug === lesson.slug);
    const cells = LESSON_GATES.map((gate) =>
      renderCell(own.filter((result) => result.gate === gate))
    );
    rows.push([displayLesson(lesson), ...cells, seconds(own, "stub"), seconds(own, "solution")]);
  }
  const repo = results.filter((result) => result.slug === undefined);
  return `${renderTable(rows)}\n\nthe repository as a whole: ${renderCell(repo)}`;
}

/** Renders which test kills which wrong variant: `#` named in its header and red, `+` red as well. */
export function renderMatrix(
  lesson: Lesson,
  variants: readonly { name: string; tests: readonly string[] }[],
  results: readonly CheckResult[],
): string {
  const own = results.filter((result) => result.slug === lesson.slug && result.gate === "wrong");
  const stub = results.find((result) => result.slug === lesson.slug && result.gate === "stub");
  const ids = stub?.red ?? [];
  const rows = [["", ...ids.map(shortName)]];
  for (const variant of variants) {
    const red = own.find((result) => result.name === `wrong/${variant.name}`)?.red ?? [];
    const cells = ids.map((id) => !red.includes(id) ? "." : variant.tests.includes(id) ? "#" : "+");
    rows.push([variant.name, ...cells]);
  }
  return `${displayLesson(lesson)}\n${renderTable(rows)}`;
}

/** Renders every failed check with its problems. */
export function renderProblems(results: readonly CheckResult[]): string {
  const failed = results.filter((result) => !isPassed(result));
  return failed
    .map((result) => {
      const who = result.slug === undefined ? result.name : `${result.slug}: ${result.name}`;
      return [`FAILED ${who}`, ...result.problems.map(indent)].join("\n");
    })
    .join("\n");
}

/** Renders the closing lines: what was skipped and why, then the count. */
export function renderCount(results: readonly CheckResult[]): string {
  const skips = [...new Set(results.flatMap((result) => result.skips))];
  const failed = results.filter((result) => !isPassed(result)).length;
  const count = `${results.length - failed} passed, ${failed} failed`;
  return [...skips.map((skip) => `skipped: ${skip}`), count].join("\n");
}

/** Renders how many wrong variants `learn` would name when it sees them fail; "" where no looks are kept. */
export function renderLooks(results: readonly CheckResult[]): string {
  const counts = results.flatMap((result) => result.recognised ?? []);
  if (counts.length === 0) return "";
  const own = counts.reduce((sum, count) => sum + count.own, 0);
  const silent = counts.reduce((sum, count) => sum + count.silent, 0);
  const wrong = counts.flatMap((count) => count.wrong);
  const lines = [
    `wrong variants recognised by how they fail: ${own} of ${own + silent + wrong.length}, ` +
    `${silent} silent, ${wrong.length} taken for another`,
    ...wrong.map((one) => `  ${one}`),
  ];
  return lines.join("\n");
}

function renderCell(results: readonly CheckResult[]): string {
  if (results.length === 0) return "-";
  const passed = results.filter(isPassed).length;
  if (passed === results.length) {
    const summary = results.find((result) => result.isSummary);
    return summary?.note ?? (passed === 1 ? "ok" : `${passed}/${passed}`);
  }
  return `FAILED ${passed}/${results.length}`;
}

function seconds(results: readonly CheckResult[], gate: Gate): string {
  const result = results.find((one) => one.gate === gate);
  return result === undefined ? "-" : (result.ms / 1000).toFixed(1);
}

function indent(text: string): string {
  return text.split("\n").map((line) => `    ${line}`).join("\n");
}
