// JUnit XML as CI systems read it: a suite for each submission and lesson, a case for each check. Our own writer: that of
// `deno test` knows no system-out and no timestamp, and leaves out what fails outside of a test.
import { cleanLine, cutText } from "../../page/clean_text.ts";
import { type Markup, markup } from "../../page/markup.ts";
import type { LessonReport, Report } from "../report.ts";
import { fitBytes } from "./fit_bytes.ts";
import { type Audience, listLessons, showChecks, type ShownCheck } from "./shown_checks.ts";
import { type Outcome, STATUS_WORDS } from "./status_words.ts";

/** GitLab reads at most 30 MB. */
const MAX_BYTES = 20_000_000;
const TEXT_LIMITS = [10_000, 1_000, 100];

/** Renders reports as one JUnit file. */
export function renderJunit(reports: readonly Report[], audience: Audience): string {
  return fitBytes(TEXT_LIMITS, (limit) => {
    const suites = reports.flatMap((report) =>
      listLessons(report).map((lesson) => ({
        report,
        lesson,
        checks: showChecks(lesson, audience),
      }))
    );
    const all = suites.flatMap((one) => one.checks);
    const wallMs = reports.reduce((sum, one) => sum + one.wallMs, 0);
    const rendered = suites.map((suite) => renderSuite(suite, limit));
    return markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="grade" ${renderCounts(all)} time="${seconds(wallMs)}">
${rendered}</testsuites>
`.text;
  }, MAX_BYTES);
}

interface Suite {
  readonly report: Report;
  readonly lesson: LessonReport;
  readonly checks: readonly ShownCheck[];
}

function renderSuite({ report, lesson, checks }: Suite, limit: number): Markup {
  const name = `${cleanLine(report.submission.id)}/${cleanLine(lesson.id)}`;
  const timestamp = new Date(report.started).toISOString().replace(/\.\d+Z$/, "");
  const cases = checks.map((check) => renderCase(check, name, limit));
  return markup`  <testsuite name="${name}" ${renderCounts(checks)} time="${
    seconds(lesson.wallMs)
  }" timestamp="${timestamp}">
    <properties>
      <property name="isolation" value="${report.isolation.level}"/>
      <property name="score" value="${lesson.score}"/>
      <property name="maxScore" value="${lesson.maxScore}"/>
    </properties>
${cases}  </testsuite>
`;
}

function renderCase(check: ShownCheck, suite: string, limit: number): Markup {
  const printed = check.output === ""
    ? undefined
    : markup`      <system-out>${cutText(check.output, limit)}</system-out>\n`;
  return markup`    <testcase name="${cutText(check.name, 300, " …")}" classname="${suite}" time="${
    seconds(check.ms)
  }">
${renderOutcome(check, limit)}${printed}    </testcase>
`;
}

function renderOutcome(
  { status, message, isHidden }: ShownCheck,
  limit: number,
): Markup | undefined {
  const { outcome, word, sentence } = STATUS_WORDS[status];
  const text = message !== ""
    ? message
    : isHidden
    ? `${sentence} What it says is not shown.`
    : sentence;
  const first = cutText(cleanLine(text.split("\n", 1).join("")), 200, " …");
  switch (outcome) {
    case "pass":
      return undefined;
    case "skipped":
      return markup`      <skipped message="${first}"/>\n`;
    case "fail":
      return markup`      <failure message="${first}" type="${word}">${
        cutText(text, limit)
      }</failure>\n`;
    case "error":
      return markup`      <error message="${first}" type="${word}">${
        cutText(text, limit)
      }</error>\n`;
  }
}

function renderCounts(checks: readonly ShownCheck[]): Markup {
  const count = (outcome: Outcome) =>
    checks.filter((one) => STATUS_WORDS[one.status].outcome === outcome).length;
  return markup`tests="${checks.length}" failures="${count("fail")}" errors="${
    count("error")
  }" skipped="${count("skipped")}"`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
