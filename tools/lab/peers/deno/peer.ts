// Deno's ways: what the course teaches, and the fastest honest one. What a peer takes and prints: ../../README.md.
import type { End, Kind } from "./channel.ts";
import { lead, serve } from "./drive.ts";
import { loadKind } from "./kinds.ts";

const [style = "", mechanism = "", dir = "", budgetMs, measures = "", there = "", back = ""] =
  Deno.args;
const FOLLOW = "IPC_LAB_FOLLOW";
const address = Deno.env.get(FOLLOW);
let child: Deno.ChildProcess | undefined;

const end: End = {
  dir,
  there,
  back,
  address: address ?? "",
  spawn: (address = "") =>
    child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        "--no-check",
        "--quiet",
        "--no-lock",
        import.meta.filename ?? "",
        ...Deno.args,
      ],
      env: { [FOLLOW]: address },
      stdin: "piped",
      stdout: "piped",
    }).spawn(),
};

const isLeader = address === undefined;
await run(await loadKind(style, mechanism));

async function run<M>(kind: Kind<M>): Promise<void> {
  const channel = await (isLeader ? kind.lead(end) : kind.serve(end));
  for (const name of measures.split(",")) {
    await (isLeader ? lead(channel, name, Number(budgetMs)) : serve(channel, name));
  }
  await channel.close?.();
  if (child !== undefined) await child.status;
}
