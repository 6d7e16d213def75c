import { type GroupResult, runGroup } from "../../proc/run_group.ts";
import type { Contestant } from "./contestants.ts";
import { makeChannel } from "./make_channel.ts";
import type { Measure, Scenario } from "./scenarios.ts";

/** Nanoseconds for each message (or act) and how many there were, by measure; or why there are none. */
export type PairResult =
  | { readonly ns: ReadonlyMap<string, number>; readonly counts: ReadonlyMap<string, number> }
  | { readonly failure: string };

export interface PairOptions {
  /** How long each measure takes, warm-up not included. */
  readonly budgetMs: number;
  /** After this long the pair has stalled. */
  readonly deadlineMs: number;
  /** A program that runs the pair, as in `taskset -c 0`. @default none */
  readonly prefix?: readonly string[];
}

/** Runs the two processes of a contestant through the measures of a scenario, and leaves nothing of them behind. */
export async function runPair(
  pair: {
    contestant: Pick<Contestant, "argv">;
    scenario: Pick<Scenario, "id">;
    measures: readonly Pick<Measure, "id">[];
  },
  { budgetMs, deadlineMs, prefix = [] }: PairOptions,
): Promise<PairResult> {
  const { contestant: { argv }, scenario, measures } = pair;
  const made = makeChannel(scenario.id);
  if ("failure" in made) return made;
  using channel = made;
  const wanted = measures.map(({ id }) => id).join(",");
  const args = [scenario.id, channel.dir, String(budgetMs), wanted, channel.there, channel.back];
  const [program, ...rest] = [...prefix, ...argv, ...args];
  if (program === undefined) return { failure: "has no program" };
  const result = await runGroup([program, ...rest], {
    cwd: channel.dir,
    env: { TMPDIR: channel.dir }, // what a library leaves there when it is killed goes with the rest
    wallMs: () => deadlineMs,
  }).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  });
  if (result === undefined) return { failure: `there is no ${program} on this machine` };
  return judgeRun(result, { measures, deadlineMs });
}

function judgeRun(
  { code, signal, stdout, stderr, killed, leftovers }: GroupResult,
  { measures, deadlineMs }: { measures: readonly Pick<Measure, "id">[]; deadlineMs: number },
): PairResult {
  switch (killed) {
    case "wall":
    case "stopped":
      return { failure: `stalled: ended after ${deadlineMs / 1000} s` };
    case "aborted":
      return { failure: "interrupted" };
    case "output":
      return { failure: "printed without end" };
    case undefined:
      if (leftovers.length > 0) return { failure: `left a process behind: ${leftovers[0]}` };
      if (code === 0) return parseReport(stdout, measures);
      return { failure: `${signal ?? `exit code ${code}`}: ${findReason(stderr)}` };
  }
}

/** Parses what a peer prints: a line `<measure> <count> <nanoseconds>` for each measure. */
export function parseReport(
  text: string,
  measures: readonly Pick<Measure, "id">[],
): PairResult {
  const [ns, counts] = [new Map<string, number>(), new Map<string, number>()];
  for (const line of text.split("\n")) {
    const [, id, count, total] = /^(\S+) (\d+) (\d+)$/.exec(line) ?? [];
    if (id === undefined || Number(count) === 0) continue;
    ns.set(id, Number(total) / Number(count));
    counts.set(id, Number(count));
  }
  const missing = measures.find(({ id }) => !ns.has(id));
  return missing === undefined
    ? { ns, counts }
    : { failure: `printed nothing about ${missing.id}` };
}

/** The line that names the error: the last one of a Python traceback, the first one elsewhere. */
function findReason(stderr: string): string {
  const lines = stderr.trim().split("\n");
  return (lines[0]?.startsWith("Traceback") ? lines.at(-1) : lines[0])?.trim() ?? "";
}
