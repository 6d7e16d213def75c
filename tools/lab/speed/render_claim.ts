import { wrapLine } from "../../term/wrap.ts";
import { spreadOf } from "../statistics.ts";
import { type Finding, judgeClaim } from "./claim.ts";
import { NAMES, renderNs } from "./render_cells.ts";
import type { Results } from "./results.ts";

/** Renders the tutorial's claim next to what was measured; empty when only one family was. */
export function renderClaim(results: Results, columns: number): string {
  const { by, findings } = judgeClaim(results);
  if (findings.length === 0) return "";
  const lines = [
    "The tutorial says: shared memory is fastest, pipes and signals are fast, queues medium, sockets slower.",
    `Here, in ${NAMES[by]}, the best of each kind ("=": they cannot be told apart):`,
    "",
    ...findings.flatMap(renderFinding),
  ];
  return lines.flatMap((line) => line === "" ? [""] : wrapLine(line, columns)).join("\n").trimEnd();
}

function renderFinding({ measure, ranks, verdict, why }: Finding): string[] {
  const groups = ranks.map((group) =>
    group.map(({ family, ns }) => `${family} ${renderNs(spreadOf(ns).median)}`).join(" = ")
  );
  return [
    `${measure}:  ${groups.join(" < ")}`,
    `  ${verdict.charAt(0).toUpperCase()}${verdict.slice(1)}. ${why}`,
    "",
  ];
}
