import { renderTable } from "../../term/table.ts";
import { renderTimes } from "../speed/render_cells.ts";
import { judgeTargets } from "./judge_targets.ts";
import { nameMeasure } from "./render_targets.ts";
import type { TargetResults } from "./results.ts";

/** Renders the ratios of an earlier run beside those of this one, for all targets that both have measured. */
export function renderComparison(earlier: TargetResults, now: TargetResults): string {
  const old = judgeTargets(earlier);
  const rows = judgeTargets(now).flatMap((finding) => {
    const before = old.find(({ target }) => target === finding.target);
    if (before?.ratio === undefined || finding.ratio === undefined) return [];
    const [was, is] = [before.ratio, finding.ratio];
    const isClear = was.low > is.high || was.high < is.low;
    return [[
      finding.row.lesson.slice(0, 2),
      nameMeasure(finding),
      finding.target.ours,
      finding.target.theirs,
      renderTimes(was.median),
      `${renderTimes(is.median)}${isClear ? "" : " ?"}`,
      before.verdict,
      finding.verdict,
    ]];
  });
  const date = earlier.date.slice(0, 10);
  if (rows.length === 0) return `Nothing of this run was measured on ${date}`;
  const head = ["", "", "", "against", date, "now", date, "now"];
  return [
    renderTable([head, ...rows]),
    "",
    "?: the middle halves of the two runs overlap, so that it may be chance",
  ].join("\n");
}
