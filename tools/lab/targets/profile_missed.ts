import { interrupted } from "../../proc/interrupt.ts";
import { renderTable } from "../../term/table.ts";
import type { Progress } from "../../term/progress.ts";
import { renderNs } from "../speed/render_cells.ts";
import type { Programs } from "./find_players.ts";
import { judgeTargets } from "./judge_targets.ts";
import { type Profile, profilePlayer } from "./profile.ts";
import { nameRow } from "./render_targets.ts";
import type { TargetResults } from "./results.ts";
import type { Measure, Player, Row } from "./rows.ts";

/** A player of a missed target, and what a unit costs it; or why nobody knows. */
export interface Profiled {
  readonly row: Row;
  readonly measure: Measure;
  readonly player: Player;
  readonly profile: Profile | { readonly failure: string };
}

/** Profiles both sides of every target that was missed, each of them once. */
export async function profileMissed(
  results: TargetResults,
  { present }: Programs,
  progress: Progress,
): Promise<Profiled[]> {
  const wanted = listMissed(results);
  const profiled: Profiled[] = [];
  for (const [index, one] of wanted.entries()) {
    if (interrupted.aborted) break;
    progress(index, wanted.length, `${one.row.lesson} ${one.player.id}`);
    const program = present.get(one.player.by);
    if (program === undefined) continue;
    profiled.push({ ...one, profile: await profilePlayer(program, one.player, one.measure) });
  }
  progress(wanted.length, wanted.length, "");
  return profiled;
}

function listMissed(results: TargetResults): Omit<Profiled, "profile">[] {
  const missed = judgeTargets(results).filter(({ verdict }) => verdict === "missed");
  const found = new Map<string, Omit<Profiled, "profile">>();
  for (const { row, target } of missed) {
    const measure = row.measures.find(({ id }) => id === target.measure);
    for (const id of [target.ours, target.theirs]) {
      const player = row.players.find((one) => one.id === id);
      if (measure === undefined || player === undefined) continue;
      found.set(`${row.lesson} ${measure.id} ${id}`, { row, measure, player });
    }
  }
  return [...found.values()];
}

/** Renders a table for each lesson: what a unit costs its players, in time and in system calls. */
export function renderProfiles(profiled: readonly Profiled[]): string {
  if (profiled.length === 0) return "";
  const tables = [...Map.groupBy(profiled, ({ row }) => row)].map(([row, group]) =>
    `${nameRow(row)}\n\n${renderTable([HEAD, ...group.map(renderRow)])}`
  );
  return ["What a unit costs, of what was missed:", ...tables, NOTE].join("\n\n");
}

const HEAD = ["", "", "takes", "own code", "kernel", "system calls"];
const NOTE =
  "takes: time that goes by. own code, kernel: processor time of all processes together; who takes longer than both sleeps." +
  "\nSystem calls: counted by strace(1), which slows each of them down.";
/** More of them tell nothing. */
const SHOWN_CALLS = 6;

function renderRow({ measure, player, profile }: Profiled): string[] {
  if ("failure" in profile) return [measure.name, player.id, "", "", "", profile.failure];
  const { elapsedNs, userNs, systemNs, calls } = profile;
  const shown = calls.slice(0, SHOWN_CALLS).map(([name, count]) =>
    `${count.toPrecision(2)} ${name}`
  );
  const times = [elapsedNs, userNs, systemNs].map(renderNs);
  return [measure.name, player.id, ...times, shown.join(", ")];
}
