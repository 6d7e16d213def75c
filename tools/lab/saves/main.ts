// `deno task lab saves`: how long from a save to the verdict, for `learn` and for what else a learner could use.
import { parseArgs } from "@std/cli/parse-args";
import { fromFileUrl } from "../../../tests/harness/paths.ts";
import type { Io } from "../../term/io.ts";
import { makeProgress } from "../../term/progress.ts";
import { renderTable } from "../../term/table.ts";
import { quantile } from "../statistics.ts";
import { makeContestants } from "./contestants.ts";
import { type Measured, measureSaves } from "./measure_saves.ts";

const HELP =
  `Measures the time from a save to the verdict on the terminal: learn, deno test --watch, vitest.

usage: deno task lab saves [--rounds N] [--no-vitest]

  --rounds N    saves of each contestant (default 40)
  --no-vitest   leave out vitest, which is installed from npm into a temporary folder
  --help

It starts when the write of the file has returned and ends when the verdict's bytes are read from a pseudoterminal
(script(1), from util-linux). Each contestant runs alone; green and red versions of lesson 03 are saved in turn.

exit codes: 0 measured, 2 wrong usage`;

const VITEST = "vitest@4.1.12";
const ROOT = fromFileUrl(new URL("../../../", import.meta.url)).replace(/\/$/, "");

/** Runs the command; returns its exit code. */
export async function main(args: string[], io: Io): Promise<number> {
  let unknown: string | undefined;
  const flags = parseArgs(args, {
    boolean: ["help", "no-vitest"],
    string: ["rounds"],
    unknown: (arg) => (unknown ??= arg, false),
  });
  if (flags.help) return io.out(HELP), 0;
  const rounds = Number(flags.rounds ?? 40);
  if (unknown !== undefined || !Number.isSafeInteger(rounds) || rounds < 2) {
    return io.err(`Cannot read ${unknown ?? "--rounds"}; see deno task lab saves --help`), 2;
  }
  const dir = await Deno.makeTempDir({ prefix: "ipc-lab-" });
  try {
    const vitest = flags["no-vitest"] ? undefined : await installVitest(`${dir}/vitest`, io);
    const contestants = await makeContestants(ROOT, dir, vitest);
    const measured = await measureSaves(contestants, { rounds, progress: makeProgress(io) });
    io.out(renderSaves(measured, rounds));
    return 0;
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** Installs vitest as its users do; undefined, and said so, where that is impossible. */
async function installVitest(dir: string, io: Io): Promise<string | undefined> {
  await Deno.mkdir(dir);
  await Deno.writeTextFile(`${dir}/package.json`, '{ "type": "module", "private": true }\n');
  try {
    const args = ["install", "--no-audit", "--no-fund", "--silent", VITEST];
    const { success, stderr } = await new Deno.Command("npm", { args, cwd: dir }).output();
    if (success) return dir;
    io.err(`vitest is left out: ${new TextDecoder().decode(stderr).trim().split("\n")[0]}`);
  } catch (error) {
    io.err(`vitest is left out: ${error instanceof Error ? error.message : error}`);
  }
  return undefined;
}

function renderSaves(measured: readonly Measured[], rounds: number): string {
  const base = quantile(measured[0]?.samples ?? [], 0.5);
  const rows = measured.map(({ contestant, samples }) => [
    contestant.name,
    ...[0.5, 0.95].map((p) => `${quantile(samples, p).toFixed(0)} ms`),
    `${Math.min(...samples).toFixed(0)} to ${Math.max(...samples).toFixed(0)} ms`,
    `${(quantile(samples, 0.5) / base).toFixed(1)}x`,
  ]);
  const head = ["save to verdict", "median", "p95", "range", "to learn"];
  const [load = 0] = Deno.loadavg();
  const machine = `${rounds} saves each, lesson 03, Deno ${Deno.version.deno}, ` +
    `${navigator.hardwareConcurrency} processors, load ${load.toFixed(1)}, ` +
    new Date().toISOString().slice(0, 10);
  return `${renderTable([head, ...rows])}\n\n${machine}`;
}
