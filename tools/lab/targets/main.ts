// `deno task lab targets`: the solutions beside Python, C and others, and what they should reach.
import { parseArgs } from "@std/cli/parse-args";
import { interrupted, INTERRUPTED_CODE } from "../../proc/interrupt.ts";
import type { Io } from "../../term/io.ts";
import { makeProgress } from "../../term/progress.ts";
import { loadResults } from "../saved_results.ts";
import { writePage } from "../write_page.ts";
import { findPlayers } from "./find_players.ts";
import { measureTargets } from "./measure_targets.ts";
import { profileMissed, renderProfiles } from "./profile_missed.ts";
import { renderComparison } from "./render_comparison.ts";
import { renderTargets } from "./render_targets.ts";
import { isTargetResults, type TargetResults } from "./results.ts";
import { findRow, type Row, ROWS } from "./rows.ts";

const HELP =
  `Measures the reference solutions and #lib/ beside Python, C and others, and judges the targets of the course.

usage: deno task lab targets [<lesson>…] [options]

  <lesson>        only these lessons: ${ROWS.map(({ lesson }) => lesson.slice(0, 2)).join(" ")}
  --rounds N      how often each number is measured (default 7)
  --json          prints the results as JSON, for --compare
  --html FILE     also writes a page with a chart
  --compare FILE  also shows the ratios of an earlier run
  --profile       then says what each message costs in whatever was missed: processor time, system calls
  --help

Takes some minutes, with --profile about ten. A target is met or missed when the middle half of the ratios lies on one side of it.

exit codes: 0 measured, whatever the ratios; 2 wrong usage, 130 interrupted`;

const ROUNDS = 7;
/** And as long again for warm-up, in which V8 compiles what is run often: after 100 ms it is far from done. */
const BUDGET_MS = 400;

interface Request {
  readonly rows: readonly Row[];
  readonly rounds: number;
  readonly earlier: TargetResults | undefined;
  readonly isJson: boolean;
  readonly withProfile: boolean;
  /** Where the page goes. */
  readonly html: string | undefined;
}

/** Runs the command; returns its exit code. */
export async function main(args: string[], io: Io): Promise<number> {
  const request = parseRequest(args);
  if (request === "help") return io.out(HELP), 0;
  if (typeof request === "string") {
    return io.err(`${request}; see deno task lab targets --help`), 2;
  }
  const { rows, rounds } = request;
  const dir = await Deno.makeTempDir({ prefix: "ipc-lab-" });
  try {
    const wanted = new Set(rows.flatMap(({ players }) => players.map(({ by }) => by)));
    const programs = await findPlayers(dir, wanted);
    const plan = { rows, rounds, budgetMs: BUDGET_MS, progress: makeProgress(io) };
    const results = await measureTargets(programs, plan);
    if (interrupted.aborted) return io.err("Interrupted: nothing is left behind"), INTERRUPTED_CODE;
    const code = await report(results, request, io);
    if (!request.withProfile || code !== 0) return code;
    const profiled = await profileMissed(results, programs, makeProgress(io));
    if (interrupted.aborted) return io.err("Interrupted: nothing is left behind"), INTERRUPTED_CODE;
    io.out(`\n${renderProfiles(profiled) || "Nothing was missed: there is nothing to profile."}`);
    return 0;
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

async function report(
  results: TargetResults,
  { earlier, isJson, html }: Request,
  io: Io,
): Promise<number> {
  const text = isJson ? JSON.stringify(results, undefined, 1) : renderTargets(results);
  io.out(
    earlier === undefined || isJson ? text : `${text}\n\n${renderComparison(earlier, results)}`,
  );
  const failure = html === undefined ? undefined : await writePage(html, results);
  return failure === undefined ? 0 : (io.err(failure), 2);
}

/** What the command line asks for; "help", or what is wrong with it. */
function parseRequest(args: string[]): Request | string {
  let unknown: string | undefined;
  const flags = parseArgs(args, {
    boolean: ["help", "json", "profile"],
    string: ["rounds", "compare", "html", "_"],
    unknown: (arg) => !arg.startsWith("-") || (unknown ??= arg, false),
  });
  if (flags.help) return "help";
  if (unknown !== undefined) return `Cannot read ${unknown}`;
  const rounds = Number(flags.rounds ?? ROUNDS);
  if (!Number.isSafeInteger(rounds) || rounds < 1) return `Cannot read --rounds ${flags.rounds}`;
  const names = flags._.map(String);
  const stranger = names.find((name) => findRow(name) === undefined);
  if (stranger !== undefined) return `There is no target for a lesson "${stranger}"`;
  const chosen = new Set(names.map(findRow));
  const rows = names.length === 0 ? ROWS : ROWS.filter((row) => chosen.has(row));
  const { compare, html, json: isJson, profile: withProfile } = flags;
  if (isJson && withProfile) return "--profile adds to the text, not to the JSON";
  const earlier = compare === undefined ? undefined : loadResults(compare, isTargetResults);
  if (typeof earlier === "string") return earlier;
  return { rows, rounds, earlier, isJson, withProfile, html };
}
