import { rank, spreadOf } from "../statistics.ts";
import type { ContestantId } from "./contestants.ts";
import type { Results, Series } from "./results.ts";
import { type Family, findScenario, type Measure, nameMeasure } from "./scenarios.ts";

/** What the tutorial says, from the fastest on. */
export const CLAIM: readonly (readonly Family[])[] = [
  ["shared memory"],
  ["pipes", "signals"],
  ["queues"],
  ["sockets"],
];

/** The claim beside one measure. */
export interface Finding {
  readonly measure: string;
  /** The best of each family, ranked; what cannot be told apart is in one group. */
  readonly ranks: readonly (readonly Best[])[];
  readonly verdict: string;
  readonly why: string;
}

/** The best mechanism of a family. */
export interface Best {
  readonly family: Family;
  readonly ns: readonly number[];
}

/** Judges the claim by each measure, by one contestant: what its language costs is in none of the differences. */
export function judgeClaim(results: Results): { by: ContestantId; findings: Finding[] } {
  const by = chooseJudge(results.series);
  const own = results.series.filter((one) => one.contestant === by && one.measure.byteCount > 0);
  const findings: Finding[] = [];
  for (const [measure, series] of Map.groupBy(own, (one) => nameMeasure(one.measure))) {
    const best = findBest(series);
    const [first] = series;
    if (first === undefined || best.length < 2) continue;
    const ranks = rank(best, ({ ns }) => ns);
    const families = ranks.map((group) => group.map(({ family }) => family));
    findings.push({ measure, ranks, verdict: judge(families), why: explain(first.measure) });
  }
  return { by, findings };
}

/** Judges whether families in this order contradict the claim. */
export function judge(ranks: readonly (readonly Family[])[]): string {
  const placeIn = (order: readonly (readonly Family[])[], family: Family) =>
    order.findIndex((group) => group.includes(family));
  const all = CLAIM.flat().filter((family) => placeIn(ranks, family) >= 0);
  const pairs = all.flatMap((fast) =>
    all.filter((slow) => placeIn(CLAIM, fast) < placeIn(CLAIM, slow)).map((slow) => ({
      pair: `${slow} before ${fast}`,
      distance: placeIn(ranks, slow) - placeIn(ranks, fast),
    }))
  );
  if (pairs.length === 0) return "the tutorial does not rank these";
  const wrong = pairs.filter(({ distance }) => distance < 0);
  if (wrong.length > 0) return `not so here: ${wrong.map(({ pair }) => pair).join(", ")}`;
  if (ranks.length === 1) return "too noisy to rank";
  if (pairs.every(({ distance }) => distance > 0)) return "as claimed";
  return "as claimed, as far as they can be told apart";
}

/** C where it was measured: the mechanism and nothing else. */
function chooseJudge(series: readonly Series[]): ContestantId {
  return series.some(({ contestant }) => contestant === "c") ? "c" : "deno";
}

function findBest(series: readonly Series[]): Best[] {
  const best = new Map<Family, Best>();
  for (const { scenario, ns } of series) {
    const family = findScenario(scenario)?.family;
    if (family === undefined) continue;
    const known = best.get(family);
    const isBetter = known === undefined || spreadOf(ns).median < spreadOf(known.ns).median;
    if (isBetter) best.set(family, { family, ns });
  }
  return [...best.values()];
}

function explain({ kind, byteCount }: Measure): string {
  if (kind === "rtt") {
    return "Hardly a byte is copied: the time goes into waking the other process, there and back, which all of them need.";
  }
  if (byteCount < 1024) {
    return "Each message costs a call of the kernel, and a socket's does most in it; a ring in shared memory needs none.";
  }
  return "The kernel copies each byte into its buffer and out of it again; in shared memory nobody is in between.";
}
