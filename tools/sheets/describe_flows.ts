import type { Flow, FlowNode } from "./parse_flow.ts";

/** Says in words what a picture shows, for whoever cannot see it. */
export function describeFlows(flows: readonly Flow[]): string {
  return flows.flatMap(({ nodes, arrows }) =>
    arrows.map(({ label, isTwoWay }, index) => {
      const ends = [describeBox(nodes[index]), describeBox(nodes[index + 1])];
      const by = label === "" ? "" : `: ${label}`;
      return isTwoWay ? `between ${ends.join(" and ")}${by}` : `from ${ends.join(" to ")}${by}`;
    })
  ).join("; ");
}

function describeBox(node: FlowNode | undefined): string {
  const [name = "", ...notes] = node?.lines ?? [];
  return notes.length === 0 ? name : `${name} (${notes.join(", ")})`;
}
