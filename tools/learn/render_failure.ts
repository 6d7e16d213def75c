import type { FailureFacts } from "../../tests/harness/events.ts";
import type { TestResult, Verdict } from "../course/verdict.ts";
import type { Styles } from "../term/style.ts";
import { diffLines, findPlace } from "./diff_texts.ts";

const LABEL_WIDTH = 10;
const PRINTED_FIRST = 5;
const PRINTED_LAST = 15;
const PRINTED_COLUMNS = 160;

/** Renders one failure in full: the call, expected and got, the idea, the hint, the place, what the code printed. */
export function renderFailure(test: TestResult, verdict: Verdict, styles: Styles): string {
  const facts = test.facts;
  const lines = facts?.problem === undefined ? [styles.bold(`  ${test.name}`)] : [];
  if (facts?.problem !== undefined) lines.push(indent(facts.got, 2), ...renderPlace(facts, styles));
  else if (facts !== undefined) lines.push(...renderFacts(facts, verdict, { test, styles }));
  if (test.printed !== undefined) lines.push("", ...renderPrinted(test.printed, styles));
  return lines.join("\n");
}

/** Renders what the code printed: the first and the last lines, and how many were left out. */
export function renderPrinted(text: string, styles: Styles): string[] {
  const lines = text.split("\n").map(tidyLine);
  const left = lines.length - PRINTED_FIRST - PRINTED_LAST;
  const shown = left <= 0 ? lines : [
    ...lines.slice(0, PRINTED_FIRST),
    `… ${left} ${left === 1 ? "line" : "lines"} left out …`,
    ...lines.slice(-PRINTED_LAST),
  ];
  return [styles.dim("    your code printed"), ...shown.map((line) => `      | ${line}`.trimEnd())];
}

// deno-lint-ignore no-control-regex -- control characters are what is looked for
const CONTROLS = /\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f]/g;

/** What a program prints may move the cursor or ring the bell: only its letters are shown. */
function tidyLine(line: string): string {
  const text = line.replace(CONTROLS, "");
  return text.length > PRINTED_COLUMNS ? `${text.slice(0, PRINTED_COLUMNS)}…` : text;
}

function renderFacts(
  facts: FailureFacts,
  verdict: Verdict,
  { test, styles }: { test: TestResult; styles: Styles },
): string[] {
  // whoever is cut off cannot say why: the one who looked from outside can
  const isCutOff = verdict.status === "output" || verdict.status === "crash";
  const got = isCutOff && test.status === "crash" ? verdict.cause : facts.got;
  const row = (label: string, text: string) => renderRow(label, text, styles);
  const hint = `deno task learn hint ${verdict.job.lesson.slug} --tier ${facts.hint}`;
  return [
    ...row("called", facts.called),
    ...renderDifference(facts.expected, got, styles),
    ...row("idea", facts.idea),
    ...row("hint", hint),
    ...renderPlace(facts, styles),
  ];
}

function renderDifference(expected: string, got: string, styles: Styles): string[] {
  const diff = diffLines(expected, got);
  if (diff !== undefined) {
    const marks = { "-": "- expected", "+": "+ got", " ": "" };
    const paints = { "-": styles.good, "+": styles.bad, " ": styles.dim };
    return diff.map(({ sign, text }) =>
      paints[sign](`    ${marks[sign].padEnd(LABEL_WIDTH + 2)}${text}`.trimEnd())
    );
  }
  const rows = [
    ...renderRow("expected", expected, styles),
    ...renderRow("got", got, styles),
  ];
  const place = findPlace(expected, got);
  if (place === undefined) return rows;
  return [
    ...rows,
    ...renderRow(
      "differs",
      [
        `from character ${place.index + 1} on:`,
        `- expected  ${place.expected}`,
        `+ got       ${place.got}`,
        " ".repeat(12 + place.column) + "^",
      ].join("\n"),
      styles,
    ),
  ];
}

/** The learner's own lines, the innermost first. */
function renderPlace(facts: FailureFacts, styles: Styles): string[] {
  const frames = facts.stack ?? (facts.at === undefined ? [] : [{ name: "", at: facts.at }]);
  const lines = frames.map(({ name, at }, index) =>
    `${index === 0 ? "" : "called at "}${at}${name === "" ? "" : ` in ${name}`}`
  );
  return lines.length === 0 ? [] : renderRow("at", lines.join("\n"), styles);
}

function renderRow(label: string, text: string, styles: Styles): string[] {
  const body = indent(text, 4 + LABEL_WIDTH).trimStart();
  return [`    ${styles.dim(label.padEnd(LABEL_WIDTH))}${body}`];
}

function indent(text: string, width: number): string {
  return text.split("\n").map((line) => `${" ".repeat(width)}${line}`.trimEnd()).join("\n");
}
