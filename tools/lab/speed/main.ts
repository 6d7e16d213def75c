// `deno task lab`: the mechanisms of the course between two real processes, and how long each takes.
import { parseArgs } from "@std/cli/parse-args";
import { endGroupsOnInterrupt, interrupted, INTERRUPTED_CODE } from "../../proc/interrupt.ts";
import type { Io } from "../../term/io.ts";
import { makeProgress } from "../../term/progress.ts";
import { findContestants } from "./contestants.ts";
import { measureSpeed } from "./measure_speed.ts";
import { renderResults } from "./render_results.ts";
import { FULL_SIZES, QUICK_SIZES, type Scenario, SCENARIOS } from "./scenarios.ts";

const HELP = `Measures the mechanisms of the course between two real processes, on this machine.

usage: deno task lab [options]
       deno task lab saves       from a save to the verdict

  --full          all sizes and more rounds: a quarter of an hour instead of a minute
  --only A,B      only these: ${SCENARIOS.map(({ id }) => id).join(" ")}
  --rounds N      how often each number is measured
  --one-core      both processes of a pair on one processor (needs taskset)
  --json          prints the results as JSON
  --help

exit codes: 0 measured, 2 wrong usage, 130 interrupted`;

const QUICK = { sizes: QUICK_SIZES, rounds: 5, budgetMs: 20 };
const FULL = { sizes: FULL_SIZES, rounds: 15, budgetMs: 100 };

/** Runs the command; returns its exit code. */
export async function main(args: string[], io: Io): Promise<number> {
  let unknown: string | undefined;
  const flags = parseArgs(args, {
    boolean: ["help", "full", "json", "one-core"],
    string: ["only", "rounds"],
    unknown: (arg) => (unknown ??= arg, false),
  });
  if (flags.help) return io.out(HELP), 0;
  const mode = flags.full ? FULL : QUICK;
  const rounds = Number(flags.rounds ?? mode.rounds);
  const scenarios = chooseScenarios(flags.only);
  if (!Number.isSafeInteger(rounds) || rounds < 1) unknown ??= `--rounds ${flags.rounds}`;
  if (typeof scenarios === "string") unknown ??= `--only ${scenarios}`;
  if (unknown !== undefined || typeof scenarios === "string") {
    return io.err(`Cannot read ${unknown}; see deno task lab --help`), 2;
  }
  endGroupsOnInterrupt();
  const dir = await Deno.makeTempDir({ prefix: "ipc-lab-" });
  try {
    const contestants = await findContestants(dir);
    const plan = {
      ...mode,
      rounds,
      scenarios,
      oneCore: flags["one-core"],
      progress: makeProgress(io),
    };
    const results = await measureSpeed(contestants, plan);
    if (interrupted.aborted) return io.err("Interrupted: nothing is left behind"), INTERRUPTED_CODE;
    io.out(flags.json ? JSON.stringify(results, undefined, 1) : renderResults(results));
    return 0;
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** The scenarios of `--only`; all without it. A name that is none is returned as it is. */
function chooseScenarios(only: string | undefined): readonly Scenario[] | string {
  if (only === undefined) return SCENARIOS;
  const ids = only.split(",");
  return ids.find((id) => !SCENARIOS.some((scenario) => scenario.id === id)) ??
    SCENARIOS.filter(({ id }) => ids.includes(id));
}
