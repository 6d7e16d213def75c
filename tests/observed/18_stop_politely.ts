import type { ObservedCase, Place } from "../harness/observed.ts";
import type { Random } from "../harness/random.ts";
import { waitUntil } from "../harness/wait_until.ts";
import type * as Stub from "../stubs/18_stop_politely.ts";

/** What leader and others do on SIGTERM; their names, the leader's first; and how they are to be stopped. */
type Input = {
  leader: "dies" | "waits" | "ignores";
  others: "save" | "ignore";
  names: string[];
  group: boolean;
  graceMs: number;
};
/** How stop() said that the leader ended: to the first call, and to the second. */
type Seen = { ends: string[]; graceMs: number };
/** What they wrote to the FIFO, and whether it ended: it does when the last of them has ended. */
type Outside = { text: string; hasEnded: boolean };

const OTHER = `case $2 in save) trap 'echo "$1 saves" >&4; exit' TERM;; ignore) trap "" TERM;; esac
cat <&3 >/dev/null & echo "$1 is ready" >&4; wait; echo "$1 was forgotten" >&4`;
const LEADER = `exec 3<&0 4>"$1"; others=$3 first=$4
case $2 in waits) trap : TERM;; ignores) trap "" TERM;; esac; shift 4
for name; do sh -c "$OTHER" sh "$name" "$others" & done
echo "$first is ready" >&4; wait; wait; exit 5`;

export function cases(random: Random): ObservedCase<Input>[] {
  const make = (
    name: string,
    leader: Input["leader"],
    others: Input["others"],
    group: boolean,
  ): ObservedCase<Input> => {
    const count = 2 + random.below(4);
    const names = Array.from({ length: count }, (_, at) => `${at}-${random.below(1e9)}`);
    const graceMs = 1000 + random.below(9000);
    return { name, input: { leader, others, names, group, graceMs } };
  };
  return [
    make("a group that obeys", "waits", "save", true),
    make("a leader that obeys alone", "dies", "ignore", true),
    make("a group that ignores SIGTERM", "ignores", "ignore", true),
    make("a leader without its group", "dies", "ignore", false),
  ];
}

export async function observe(module: typeof Stub, input: Input, place: Place): Promise<Seen> {
  const fifo = `${place.dir}/fifo`;
  const isThere = (path: string) => Deno.stat(path).then(() => true, () => false);
  await waitUntil("the FIFO is there", () => isThere(fifo), place.signal);
  const { leader, others, names, group, graceMs } = input;
  const child = module.spawnGroup(["sh", "-c", LEADER, "sh", fifo, leader, others, ...names], {
    env: { OTHER },
    stdin: "piped",
  });
  try {
    await waitUntil("all are ready", () => isThere(`${place.dir}/go`), place.signal);
    let askedMs = 0;
    const delay = (ms: number, signal: AbortSignal): Promise<void> => {
      askedMs = ms;
      if (leader === "ignores") return Promise.resolve();
      return new Promise((_, reject) => signal.onabort = () => reject(signal.reason));
    };
    if (leader === "waits") child.kill("SIGSTOP");
    const calls = [1, 2].map(() => module.stop(child, { graceMs, group, delay }));
    const results = await Promise.all(calls);
    const ends = results.map(({ status: { code, signal }, escalated }) =>
      [code, signal, escalated].join(" ")
    );
    return { ends, graceMs: askedMs };
  } finally {
    await child.stdin.close().catch(() => {}); // who is left reads end-of-file, says so and ends
  }
}

export async function attend({ names }: Input, { dir, signal }: Place): Promise<Outside> {
  await new Deno.Command("mkfifo", { args: [`${dir}/fifo`] }).output();
  const reader = new Deno.Command("cat", { args: [`${dir}/fifo`], stdout: "piped", signal });
  const cat = reader.spawn();
  let text = "";
  for await (const chunk of cat.stdout.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.split("is ready\n").length > names.length) await Deno.writeTextFile(`${dir}/go`, "");
  }
  return { text, hasEnded: (await cat.status).signal === null };
}

export function judge(input: Input, seen: Seen, outside?: Outside): string | undefined {
  const { leader, others, names, group, graceMs } = input;
  const due = { waits: "5  false", dies: "143 SIGTERM false", ignores: "137 SIGKILL true" }[leader];
  for (const end of seen.ends) {
    if (end !== due) return `code, signal and escalated are ${end}, not ${due}`;
  }
  if (seen.graceMs !== graceMs) return `the grace is ${seen.graceMs} ms, not ${graceMs}`;
  if (outside?.hasEnded !== true) return "somebody of the group is still there";
  const last = others === "save" ? "saves" : group ? undefined : "was forgotten";
  const lines = names.map((name) => `${name} is ready`);
  if (last !== undefined) lines.push(...names.slice(1).map((name) => `${name} ${last}`));
  const said = outside.text.split("\n").filter((line) => line !== "");
  const same = said.sort().join("; ") === lines.sort().join("; ");
  return same ? undefined : `they say: ${said.join("; ")}; they should say: ${lines.join("; ")}`;
}
