import { rank } from "../statistics.ts";
import { NAMES } from "./render_cells.ts";
import { findSeries, type Results, type Series } from "./results.ts";
import { findScenario, nameMeasure } from "./scenarios.ts";

/** How far two runs agree on which mechanism is faster, within what one contestant was asked. */
export interface RankComparison {
  /** Pairs of mechanisms that each of the two runs can tell apart. */
  readonly toldApart: number;
  /** Pairs that at least one of the runs cannot tell apart. */
  readonly unclear: number;
  /** Pairs whose order is turned round, each named. */
  readonly turned: readonly string[];
}

/** Compares the order of all mechanisms in two runs, pair by pair. */
export function compareRanks(earlier: Results, now: Results): RankComparison {
  const pairs = listPairs(now.series).flatMap(([a, b]) => {
    const [oldA, oldB] = [a, b].map((one) => findSeries(earlier.series, one));
    if (oldA === undefined || oldB === undefined) return [];
    return [{ a, b, before: order(oldA, oldB), after: order(a, b) }];
  });
  const clear = pairs.filter(({ before, after }) => before !== 0 && after !== 0);
  const turned = clear.filter(({ before, after }) => before !== after);
  return {
    toldApart: clear.length,
    unclear: pairs.length - clear.length,
    turned: turned.map(({ a, b }) =>
      `${nameMeasure(a.measure)}, ${NAMES[a.contestant]}: ${nameOf(a)} and ${nameOf(b)}`
    ),
  };
}

/** Renders it in words; empty when the runs have nothing in common. */
export function renderRanks({ toldApart, unclear, turned }: RankComparison): string {
  if (toldApart + unclear === 0) return "";
  const same = `${
    toldApart - turned.length
  } of ${toldApart} pairs of mechanisms are in the same order`;
  return [
    `Ranks: ${same} in both runs; ${unclear} more cannot be told apart in one of them.`,
    ...turned.map((name) => `  turned round: ${name}`),
  ].join("\n");
}

/** Each pair of mechanisms of one contestant that were asked for the same. */
function listPairs(series: readonly Series[]): [Series, Series][] {
  const groups = Map.groupBy(series, (one) => `${one.contestant} ${nameMeasure(one.measure)}`);
  return [...groups.values()].flatMap((group) =>
    group.flatMap((a, index) => group.slice(index + 1).map((b): [Series, Series] => [a, b]))
  );
}

/** Below 0 when `a` is the faster one, above when `b` is, 0 when they cannot be told apart. */
function order(a: Series, b: Series): number {
  const [first, second] = rank([a, b], ({ ns }) => ns);
  return second === undefined ? 0 : first?.[0] === a ? -1 : 1;
}

function nameOf({ scenario }: Series): string {
  return findScenario(scenario)?.name ?? scenario;
}
