import { interrupted } from "../../proc/interrupt.ts";
import type { Progress } from "../../term/progress.ts";
import { type Entry as Turn, interleave } from "../interleave.ts";
import { describeMachine, readLoad } from "../machine.ts";
import { type Absent, type Contestant, whyNot } from "./contestants.ts";
import type { Failure, Results, Series } from "./results.ts";
import { runPair } from "./run_pair.ts";
import { type Measure, planMeasures, type Scenario, type Sizes } from "./scenarios.ts";

export interface SpeedPlan {
  readonly scenarios: readonly Scenario[];
  readonly sizes: Sizes;
  readonly rounds: number;
  /** How long each measure takes in each round. */
  readonly budgetMs: number;
  /** How long a pair may take. @default 10 s and 20 times what it should take */
  readonly deadlineMs?: number;
  /** Puts both processes of a pair on one processor. @default false */
  readonly oneCore?: boolean;
  readonly progress?: Progress;
}

/**
 * Measures all contestants in all scenarios, interleaved. A pair that fails or stalls once is not started again. Ends
 * early when Ctrl-C comes.
 */
export async function measureSpeed(
  { present, absent }: { present: readonly Contestant[]; absent: readonly Absent[] },
  plan: SpeedPlan,
): Promise<Results> {
  const loadBefore = readLoad();
  const entries = plan.scenarios.flatMap((scenario) =>
    present.filter(({ ways }) => ways[scenario.id] !== undefined)
      .map((contestant) => openEntry(scenario, contestant, plan.sizes))
      .filter(({ measures }) => measures.length > 0)
  );
  await interleave(entries, { ...plan, run: (entry) => runEntry(entry, plan) });
  return {
    format: 1,
    date: new Date().toISOString(),
    machine: describeMachine(present.map(({ version }) => version), loadBefore),
    rounds: plan.rounds,
    budgetMs: plan.budgetMs,
    absent,
    series: entries.flatMap(listSeries),
    failures: entries.flatMap(listFailures),
  };
}

/** A contestant in a scenario, and what is known of it so far. */
interface Entry extends Turn {
  readonly scenario: Scenario;
  readonly contestant: Contestant;
  readonly measures: readonly Measure[];
  readonly ns: Map<string, number[]>;
}

function openEntry(scenario: Scenario, contestant: Contestant, sizes: Sizes): Entry {
  const measures = planMeasures(scenario, sizes, contestant.ways[scenario.id]?.maxBytes);
  const ns = new Map(measures.map(({ id }) => [id, []]));
  const name = `${scenario.name}: ${contestant.name}`;
  return { name, scenario, contestant, measures, ns, failure: whyNot(contestant, scenario) };
}

async function runEntry(entry: Entry, plan: SpeedPlan): Promise<void> {
  const { budgetMs, deadlineMs, oneCore = false } = plan;
  const result = await runPair(entry, {
    budgetMs,
    prefix: oneCore ? ["taskset", "-c", "0"] : [],
    deadlineMs: deadlineMs ?? 10_000 + 20 * budgetMs * entry.measures.length,
  });
  if (interrupted.aborted) return;
  if ("failure" in result) {
    entry.failure = result.failure;
    return;
  }
  for (const [id, ns] of result.ns) entry.ns.get(id)?.push(ns);
}

function listSeries({ scenario, contestant, measures, ns }: Entry): Series[] {
  return measures.map((measure) => ({
    scenario: scenario.id,
    measure,
    contestant: contestant.id,
    what: contestant.ways[scenario.id]?.what ?? "",
    ns: ns.get(measure.id) ?? [],
  })).filter((series) => series.ns.length > 0);
}

function listFailures({ scenario, contestant, failure }: Entry): Failure[] {
  if (failure === undefined) return [];
  return [{ scenario: scenario.id, contestant: contestant.id, reason: failure }];
}
