// What one message, call or job of a player costs: processor time, and system calls. Two runs of different length are
// compared, so that the start and the end of its programs do not count.
import { readText } from "../../../tests/harness/processes.ts";
import { runPair } from "../speed/run_pair.ts";
import type { Program } from "./find_players.ts";
import type { Measure, Player } from "./rows.ts";

/** What a player costs for each unit of a measure. */
export interface Profile {
  /** Time that goes by, in nanoseconds. */
  readonly elapsedNs: number;
  /** Time of all its processes in their own code and in the kernel, in nanoseconds. */
  readonly userNs: number;
  readonly systemNs: number;
  /** System calls by name, the most frequent first; counted by strace(1), which slows each of them down. */
  readonly calls: readonly (readonly [name: string, perUnit: number])[];
}

/** Two lengths of a run, in ms; what lies between them is looked at. */
const LENGTHS_MS = [100, 600] as const;
const DEADLINE_MS = 60_000;
/** What happens less often than once for so many units comes from elsewhere. */
const RARE = 100;

/** Measures it, with nothing beside it; or says why that cannot be done. */
export async function profilePlayer(
  program: Program,
  player: Player,
  measure: Measure,
  [shortMs, longMs]: readonly [shortMs: number, longMs: number] = LENGTHS_MS,
): Promise<Profile | { readonly failure: string }> {
  const dir = await Deno.makeTempDir({ prefix: "ipc-lab-" });
  try {
    const traced = `${dir}/calls`;
    const strace = ["strace", "-f", "-qq", "-c", "-U", "calls,name", "-o", traced];
    const spent = async (budgetMs: number, prefix: readonly string[]): Promise<Spent> => {
      const before = readChildTimes();
      const result = await runPair({
        contestant: program,
        scenario: { id: player.mechanism },
        measures: [measure],
      }, { budgetMs, deadlineMs: DEADLINE_MS, prefix });
      if ("failure" in result) throw new ProfileError(result.failure);
      const after = readChildTimes();
      return {
        count: result.counts.get(measure.id) ?? 0,
        elapsedNs: result.ns.get(measure.id) ?? 0,
        userNs: after.userNs - before.userNs,
        systemNs: after.systemNs - before.systemNs,
        calls: prefix.length === 0 ? new Map() : parseCalls(await Deno.readTextFile(traced)),
      };
    };
    const plain = [await spent(shortMs, []), await spent(longMs, [])] as const;
    const counted = [await spent(shortMs, strace), await spent(longMs, strace)] as const;
    return { ...perUnit(...plain), calls: perUnit(...counted).calls };
  } catch (error) {
    if (error instanceof ProfileError) return { failure: error.message };
    throw error;
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

class ProfileError extends Error {}

/** What a whole run has used. */
export interface Spent {
  /** Units that were counted. As many came before them, as warm-up. */
  readonly count: number;
  /** For each of them. */
  readonly elapsedNs: number;
  readonly userNs: number;
  readonly systemNs: number;
  readonly calls: ReadonlyMap<string, number>;
}

/** What a longer run has used more than a shorter one, for each unit that it has done more. */
export function perUnit(short: Spent, long: Spent): Profile {
  const units = 2 * (long.count - short.count); // the warm-up is as long as what is counted
  if (units <= 0) throw new ProfileError("its speed changes too much from run to run");
  const each = (more: number) => Math.max(0, more) / units;
  const calls = [...long.calls].map(([name, count]) =>
    [name, each(count - (short.calls.get(name) ?? 0))] as const
  );
  return {
    elapsedNs: long.elapsedNs,
    userNs: each(long.userNs - short.userNs),
    systemNs: each(long.systemNs - short.systemNs),
    calls: calls.filter(([, count]) => count >= 1 / RARE).sort(([, a], [, b]) => b - a),
  };
}

/** Parses the summary of `strace -c -U calls,name`: a line `  123 write` for each system call. */
export function parseCalls(text: string): Map<string, number> {
  const lines = text.split("\n").map((line) => /^ *(\d+) +(\w+)$/.exec(line));
  const calls = lines.flatMap((found) => found === null ? [] : [[found[2] ?? "", found[1]]]);
  return new Map(
    calls.filter(([name]) => name !== "total").map(([name = "", count]) => [name, Number(count)]),
  );
}

/** The kernel counts in hundredths of a second (USER_HZ, time(7)). */
const TICK_NS = 1e7;

/** Processor time of all children that have ended and were waited for, with theirs: cutime, cstime of proc(5). */
function readChildTimes(): { userNs: number; systemNs: number } {
  const stat = readText("/proc/self/stat");
  if (stat === undefined) throw new ProfileError("there is no /proc here to read times from");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [user = 0, system = 0] = fields.slice(13, 15).map(Number);
  return { userNs: user * TICK_NS, systemNs: system * TICK_NS };
}
