import { renderTable } from "../../term/table.ts";
import { renderMachine } from "../machine.ts";
import { renderNs, renderTimes } from "../speed/render_cells.ts";
import { type Finding, judgeTargets } from "./judge_targets.ts";
import type { TargetResults } from "./results.ts";
import type { ContestantId, Row } from "./rows.ts";

/** Renders a table for each lesson, hints for what is missed, what is absent, and the machine. */
export function renderTargets(results: TargetResults): string {
  const findings = judgeTargets(results);
  const groups = Map.groupBy(findings, ({ row }) => row);
  const tables = [...groups].map(([row, group]) =>
    `${nameRow(row)}\n\n${renderTable([HEAD, ...group.map(renderFinding)])}`
  );
  const parts = [
    ...tables,
    renderCount(findings),
    renderHints(findings),
    renderAbsences(results),
    renderMachine(results),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** What stands above the cells of {@linkcode renderFinding}. */
export const HEAD: readonly string[] = [
  "",
  "ours",
  "",
  "against",
  "",
  "times as fast",
  "middle half",
  "target",
  "",
];

/** Renders a target and what was measured as the cells of a row. */
export function renderFinding(finding: Finding): string[] {
  const { target, ratio, ours, theirs, verdict } = finding;
  return [
    nameMeasure(finding),
    target.ours,
    renderNs(ours),
    target.theirs,
    theirs === undefined ? "" : renderNs(theirs),
    ratio === undefined ? "" : renderTimes(ratio.median),
    ratio === undefined ? "" : `${renderTimes(ratio.low)} to ${renderTimes(ratio.high)}`,
    `${target.atLeast}x`,
    verdict,
  ];
}

/** Names what a target is measured by, as in `64 KiB`. */
export function nameMeasure({ row, target }: Pick<Finding, "row" | "target">): string {
  return row.measures.find(({ id }) => id === target.measure)?.name ?? target.measure;
}

/** Names a row, as in `04 length_frames: frames over a Unix socket`. */
export function nameRow({ lesson, name }: Row): string {
  return `${nameLesson(lesson)}: ${name}`;
}

/** Renders how many targets are met, missed, and neither. */
export function renderCount(findings: readonly Finding[]): string {
  const count = (wanted: string) => findings.filter(({ verdict }) => verdict === wanted).length;
  if (findings.length === 0) return "No target could be judged.";
  const isComplete = count("not measured") === 0;
  const verdicts = ["met", "missed", "cannot say", ...(isComplete ? [] : ["not measured"])];
  const counts = verdicts.map((verdict) => `${count(verdict)} ${verdict}`);
  return [
    `${findings.length} ${findings.length === 1 ? "target" : "targets"}: ${counts.join(", ")}.`,
    "middle half: half of the rounds lie there. cannot say: the target lies there as well, or there are fewer than 3 rounds.",
  ].join("\n");
}

/** Renders where to look for what is missed; empty when nothing is. */
export function renderHints(findings: readonly Finding[]): string {
  const rows = new Set(
    findings.filter(({ verdict }) => verdict === "missed").map(({ row }) => row),
  );
  if (rows.size === 0) return "";
  const hints = [...rows].flatMap(({ lesson, look, mechanism }) => [
    `  ${nameLesson(lesson)}: ${look}`,
    ...(mechanism === undefined ? [] : [`    deno task lab explain ${mechanism}`]),
  ]);
  return ["Missed. Where to look:", ...hints].join("\n");
}

/** Renders who is absent, and what could not be measured; empty when that is nobody and nothing. */
export function renderAbsences({ absent, failures }: TargetResults): string {
  return [
    ...absent.map(({ id, reason }) => `Without ${NAMES[id]}: ${reason}`),
    ...failures.map(({ lesson, player, reason }) =>
      `Not measured, or not in all rounds: ${nameLesson(lesson)}, ${player}: ${reason}`
    ),
  ].join("\n");
}

const NAMES: Readonly<Record<ContestantId, string>> = {
  course: "the course",
  python: "Python",
  c: "C",
  sh: "/bin/sh",
  redis: "Redis",
};

function nameLesson(lesson: string): string {
  return lesson.replace("_", " ");
}
