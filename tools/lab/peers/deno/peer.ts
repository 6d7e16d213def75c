// Deno's ways: what the course teaches, and the fastest honest one. What a peer takes and prints: ../../README.md.
import { leadAct, type MakeAct, rivalAct } from "./acts.ts";
import type { End, Kind } from "./channel.ts";
import { lead, serve } from "./drive.ts";
import { loadAct, loadKind, loadPlay } from "./kinds.ts";
import { leadTurns, type Play } from "./turns.ts";

const [style = "", mechanism = "", dir = "", budgetMs, measures = "", there = "", back = ""] =
  Deno.args;
const FOLLOW = "IPC_LAB_FOLLOW";
const address = Deno.env.get(FOLLOW);
const isLeader = address === undefined;
const names = measures.split(",");
let child: Deno.ChildProcess | undefined;

const end: End = { dir, there, back, address: address ?? "", spawn };
const makeAct = await loadAct(style, mechanism);
const play = await loadPlay(style, mechanism);
if (makeAct !== undefined) await runAct(makeAct);
else if (play !== undefined) await runPlay(play);
else await runChannel(await loadKind(style, mechanism));

function spawn(address = ""): Deno.ChildProcess {
  const flags = ["run", "-A", "--no-check", "--quiet", "--no-lock"];
  return child = new Deno.Command(Deno.execPath(), {
    args: [...flags, import.meta.filename ?? "", ...Deno.args],
    env: { [FOLLOW]: address },
    stdin: "piped",
    stdout: "piped",
  }).spawn();
}

async function runChannel<M>(kind: Kind<M>): Promise<void> {
  const channel = await (isLeader ? kind.lead(end) : kind.serve(end));
  for (const name of names) {
    await (isLeader ? lead(channel, name, Number(budgetMs)) : serve(channel, name));
  }
  await channel.close?.();
  if (child !== undefined) await child.status;
}

async function runAct(makeAct: MakeAct): Promise<void> {
  const act = makeAct(end);
  if (!isLeader) return await rivalAct(act);
  for (const name of names) await leadAct(end, act, { name, budgetMs: Number(budgetMs) });
}

async function runPlay(play: Play): Promise<void> {
  if (!isLeader) return await play.serve?.(end);
  for (const name of names) await leadTurns(end, play, { name, budgetMs: Number(budgetMs) });
}
