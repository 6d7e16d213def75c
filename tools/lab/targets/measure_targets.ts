import { missingCapability } from "../../../tests/harness/capabilities.ts";
import { interrupted } from "../../proc/interrupt.ts";
import type { Progress } from "../../term/progress.ts";
import { type Entry, interleave } from "../interleave.ts";
import { describeMachine, readLoad } from "../machine.ts";
import { runPair } from "../speed/run_pair.ts";
import type { Program, Programs } from "./find_players.ts";
import type { TargetFailure, TargetResults, TargetSeries } from "./results.ts";
import type { ContestantId, Measure, Player, Row } from "./rows.ts";

export interface TargetPlan {
  readonly rows: readonly Row[];
  readonly rounds: number;
  /** How long each measure takes in each round, warm-up not included. */
  readonly budgetMs: number;
  /** How long a player may take in a round. @default 30 s and 20 times what it should take */
  readonly deadlineMs?: number;
  readonly progress?: Progress;
}

/**
 * Measures all players of the rows, interleaved. One that fails or stalls once is not started again. Ends early when
 * Ctrl-C comes.
 */
export async function measureTargets(
  { present, absent }: Programs,
  plan: TargetPlan,
): Promise<TargetResults> {
  const loadBefore = readLoad();
  const entries = plan.rows.flatMap((row) =>
    row.players.flatMap((player) => openEntry(row, player, present.get(player.by)))
  );
  await interleave(entries, { ...plan, run: (entry) => runEntry(entry, plan) });
  const versions = [...present.values()].map(({ version }) => version);
  return {
    format: "targets 1",
    date: new Date().toISOString(),
    machine: describeMachine(versions, loadBefore),
    rounds: plan.rounds,
    budgetMs: plan.budgetMs,
    absent: [...absent].map(([id, reason]: [ContestantId, string]) => ({ id, reason })),
    series: entries.flatMap(listSeries),
    failures: entries.flatMap(listFailures),
  };
}

/** A player in a row, and what is known of it so far. */
interface PlayerEntry extends Entry {
  readonly row: Row;
  readonly player: Player;
  readonly program: Program;
  readonly ns: ReadonlyMap<string, number[]>;
}

function openEntry(row: Row, player: Player, program: Program | undefined): PlayerEntry[] {
  if (program === undefined) return [];
  const name = `${row.lesson} ${player.id}`;
  const failure = missingCapability(row.needs ?? []);
  const ns = new Map(row.measures.map((measure) => [measure.id, []]));
  return [{ name, row, player, program, ns, failure }];
}

async function runEntry(entry: PlayerEntry, plan: TargetPlan): Promise<void> {
  const { player, program, row: { measures } } = entry;
  const { budgetMs, deadlineMs } = plan;
  const result = await runPair({
    contestant: program,
    scenario: { id: player.mechanism },
    measures,
  }, { budgetMs, deadlineMs: deadlineMs ?? 30_000 + 20 * budgetMs * measures.length });
  if (interrupted.aborted) return;
  if ("failure" in result) {
    entry.failure = result.failure;
    return;
  }
  for (const [id, ns] of result.ns) entry.ns.get(id)?.push(ns);
}

function listSeries({ row: { lesson, measures }, player, ns }: PlayerEntry): TargetSeries[] {
  return measures.map((measure: Measure) => (
    { lesson, player: player.id, measure: measure.id, ns: ns.get(measure.id) ?? [] }
  )).filter((series) => series.ns.length > 0);
}

function listFailures({ row: { lesson }, player, failure }: PlayerEntry): TargetFailure[] {
  return failure === undefined ? [] : [{ lesson, player: player.id, reason: failure }];
}
