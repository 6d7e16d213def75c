// `deno task lab`: the mechanisms of the course between two real processes, and how long each takes.
import { parseArgs } from "@std/cli/parse-args";
import { interrupted, INTERRUPTED_CODE } from "../../proc/interrupt.ts";
import type { Io } from "../../term/io.ts";
import { makeProgress } from "../../term/progress.ts";
import { loadResults } from "../saved_results.ts";
import { writePage } from "../write_page.ts";
import { findContestants } from "./contestants.ts";
import { EXPLANATIONS } from "./explain.ts";
import { measureSpeed, type SpeedPlan } from "./measure_speed.ts";
import { renderClaim } from "./render_claim.ts";
import { renderComparison } from "./render_comparison.ts";
import { renderResults } from "./render_results.ts";
import { isResults, type Results } from "./results.ts";
import { findScenario, FULL_SIZES, QUICK_SIZES, SCENARIOS } from "./scenarios.ts";

const IDS = SCENARIOS.map(({ id }) => id);

const HELP = `Measures the mechanisms of the course between two real processes, on this machine.

usage: deno task lab [options]
       deno task lab explain A   which system calls and copies make the time of a mechanism
       deno task lab saves       from a save to the verdict
       deno task lab targets     the solutions against Python and C, and what they should reach

  --full          all sizes and more rounds: a quarter of an hour instead of a minute
  --only A,B      only these mechanisms:
                  ${IDS.slice(0, 7).join(" ")}
                  ${IDS.slice(7).join(" ")}
  --rounds N      how often each number is measured
  --one-core      both processes of a pair on one processor (needs taskset)
  --json          prints the results as JSON, for --compare
  --html FILE     also writes a page with charts
  --compare FILE  also says how many times as fast it is as in an earlier run
  --help

exit codes: 0 measured, 2 wrong usage, 130 interrupted`;

const QUICK = { sizes: QUICK_SIZES, rounds: 5, budgetMs: 20 };
const FULL = { sizes: FULL_SIZES, rounds: 12, budgetMs: 80 };

interface Request {
  readonly plan: Pick<SpeedPlan, "sizes" | "rounds" | "budgetMs" | "scenarios" | "oneCore">;
  readonly earlier: Results | undefined;
  readonly isJson: boolean;
  /** Where the page goes. */
  readonly html: string | undefined;
}

/** Runs the command; returns its exit code. */
export async function main(args: string[], io: Io): Promise<number> {
  if (args[0] === "explain") return explain(args[1], io);
  const request = parseRequest(args);
  if (request === "help") return io.out(HELP), 0;
  if (typeof request === "string") return io.err(`${request}; see deno task lab --help`), 2;
  const dir = await Deno.makeTempDir({ prefix: "ipc-lab-" });
  try {
    const contestants = await findContestants(dir);
    const results = await measureSpeed(contestants, {
      ...request.plan,
      progress: makeProgress(io),
    });
    if (interrupted.aborted) return io.err("Interrupted: nothing is left behind"), INTERRUPTED_CODE;
    io.out(request.isJson ? JSON.stringify(results, undefined, 1) : render(results, request, io));
    if (request.html === undefined) return 0;
    const failure = await writePage(request.html, results);
    return failure === undefined ? 0 : (io.err(failure), 2);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

function explain(id: string | undefined, io: Io): number {
  const explanation = EXPLANATIONS[id ?? ""];
  if (explanation !== undefined) {
    return io.out(`${findScenario(id ?? "")?.name}\n\n${explanation}`), 0;
  }
  return io.err(`There is no mechanism "${id ?? ""}", but: ${IDS.join(" ")}`), 2;
}

/** What the command line asks for; "help", or what is wrong with it. */
function parseRequest(args: string[]): Request | string {
  let unknown: string | undefined;
  const flags = parseArgs(args, {
    boolean: ["help", "full", "json", "one-core"],
    string: ["only", "rounds", "compare", "html"],
    unknown: (arg) => (unknown ??= arg, false),
  });
  if (flags.help) return "help";
  if (unknown !== undefined) return `Cannot read ${unknown}`;
  const mode = flags.full ? FULL : QUICK;
  const rounds = Number(flags.rounds ?? mode.rounds);
  if (!Number.isSafeInteger(rounds) || rounds < 1) return `Cannot read --rounds ${flags.rounds}`;
  const ids: string[] = flags.only?.split(",") ?? IDS;
  const stranger = ids.find((id) => !IDS.includes(id));
  if (stranger !== undefined) return `Cannot read --only: there is no mechanism "${stranger}"`;
  const earlier = flags.compare === undefined ? undefined : loadResults(flags.compare, isResults);
  if (typeof earlier === "string") return earlier;
  const scenarios = SCENARIOS.filter(({ id }) => ids.includes(id));
  const plan = { ...mode, rounds, scenarios, oneCore: flags["one-core"] };
  return { plan, earlier, isJson: flags.json, html: flags.html };
}

function render(results: Results, { earlier }: Request, io: Io): string {
  const comparison = earlier === undefined ? "" : renderComparison(earlier, results);
  const parts = [renderResults(results), comparison, renderClaim(results, io.columns)];
  return parts.filter((part) => part !== "").join("\n\n");
}
