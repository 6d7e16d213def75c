import { fromFileUrl } from "../../tests/harness/paths.ts";
import { loadLessons } from "../course/load_lessons.ts";
import { type Io, openIo } from "../term/io.ts";
import { renderTable } from "../term/table.ts";
import type { Finding, Probe } from "./probe.ts";
import { DENO_PROBES } from "./probe_deno.ts";
import { makeProgramProbes } from "./probe_programs.ts";
import { makeSystemProbes } from "./probe_system.ts";
import { makeYourProbes, type Surroundings } from "./probe_you.ts";

const HELP =
  `Checks this machine: Deno's version and behaviour, and what the lessons and tools need.

usage: deno task doctor [--json]

Each line says ok, or why not, what needs it and what to do. What is missing and optional costs only the tests
or the tools that it names; package names are Debian's, and Homebrew's on macOS (untested).

examples: deno task doctor
          deno task doctor --json | jq '.[] | select(.isOk | not)'

exit codes: 0 every lesson can be done here, 1 something is missing that all lessons need, 2 wrong usage`;

interface Found {
  readonly probe: Probe;
  readonly finding: Finding;
}

/** Runs `doctor` with the real edge; returns the exit code. */
export async function runDoctor(args: string[]): Promise<number> {
  const root = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");
  const { stdout, env } = Deno;
  return await doctor(args, {
    io: openIo(),
    root,
    around: { env: env.toObject(), isTerminal: stdout.isTerminal(), size: readSize() },
  });
}

/** Runs every probe and prints what each found. */
export async function doctor(
  args: readonly string[],
  edge: { io: Io; root: string; around: Surroundings },
): Promise<number> {
  const { io } = edge;
  if (args.includes("--help")) return io.out(HELP), 0;
  const unknown = args.find((arg) => arg !== "--json");
  if (unknown !== undefined) {
    io.err(`There is no option ${unknown}; see deno task doctor --help`);
    return 2;
  }
  const lessons = await loadLessons(edge.root).catch(() => []); // a damaged course is no fault of the machine
  const probes = [
    ...DENO_PROBES,
    ...makeSystemProbes(lessons),
    ...makeProgramProbes(edge.around.env.PATH ?? ""),
    ...makeYourProbes(edge.around),
  ];
  const found: Found[] = [];
  for (const probe of probes) found.push({ probe, finding: await runProbe(probe) });
  io.out(args.includes("--json") ? renderJson(found) : renderText(found));
  return found.some(({ probe, finding }) => !probe.isOptional && "problem" in finding) ? 1 : 0;
}

async function runProbe(probe: Probe): Promise<Finding> {
  try {
    return await probe.run();
  } catch (error) {
    return { problem: error instanceof Error ? error.message.split("\n")[0] ?? "" : String(error) };
  }
}

function renderJson(found: readonly Found[]): string {
  const rows = found.map(({ probe: { run: _, remedy, ...probe }, finding }) => ({
    ...probe,
    isOk: !("problem" in finding),
    ...("problem" in finding ? { problem: finding.problem, remedy } : { detail: finding.detail }),
  }));
  return JSON.stringify(rows, undefined, 2);
}

function renderText(found: readonly Found[]): string {
  const groups = [...new Set(found.map(({ probe }) => probe.group))];
  const blocks = groups.map((group) => {
    const rows = found.filter(({ probe }) => probe.group === group).map(renderRow);
    return `${group}\n${renderTable(rows)}`;
  });
  const missing = found.filter(({ finding }) => "problem" in finding);
  const hard = missing.filter(({ probe }) => !probe.isOptional).length;
  const end = hard > 0
    ? `${hard} missing that every lesson needs.`
    : `Every lesson can be done here; ${missing.length} optional things are missing.`;
  return [...blocks, end].join("\n\n");
}

function renderRow({ probe, finding }: Found): string[] {
  if (!("problem" in finding)) return ["  ok", probe.name, finding.detail];
  const mark = probe.isOptional ? "  optional" : "  MISSING";
  return [mark, probe.name, `${finding.problem}; for ${probe.neededBy}: ${probe.remedy}`];
}

function readSize(): Surroundings["size"] {
  try {
    return Deno.consoleSize();
  } catch {
    return undefined;
  }
}
