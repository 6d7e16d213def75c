// Which level works on this machine is found out by running it: what is installed says little, since containers forbid much.
import { makeOwnPlace } from "../../proc/own_place.ts";
import type { IsolationLevel } from "../report.ts";
import { type CellKind } from "./cell.ts";
import { type ControlGroups, probeControlGroups } from "./control_group.ts";
import { openHolder } from "./holder.ts";
import { readLandlockAbi } from "./landlock.ts";
import { adoptOrphans } from "./orphans.ts";
import { tryCell } from "./try_cell.ts";
import { UID_RANGES } from "./uids.ts";

/** What keeps a submission in its place on this machine. */
export interface Isolation {
  readonly level: IsolationLevel;
  /** What it cannot stop, a sentence each. */
  readonly warnings: readonly string[];
  readonly groups: ControlGroups;
  /** At the levels with Landlock: what their cells are made of. */
  readonly cells?: CellKind;
}

/** Either an isolation that works, or why there is none and what to do. */
export type ProbedIsolation = Isolation | { readonly problem: string };

/** The levels with a sandbox, the strongest first. */
export const LEVELS = ["bwrap", "uid+landlock", "landlock"] as const satisfies IsolationLevel[];
export type Level = typeof LEVELS[number];

/** Finds out by running it whether a sandbox works here: the strongest that does, or the one that was asked for. */
export async function probeIsolation(
  isUnsafe: boolean,
  forced?: Level,
): Promise<ProbedIsolation> {
  const groups = probeControlGroups();
  const problems: string[] = [];
  for (const level of forced === undefined ? LEVELS : [forced]) {
    const tried = await tryLevel(level);
    if ("problem" in tried) {
      problems.push(`${level}: ${tried.problem}`);
      continue;
    }
    const told = forced === undefined ? [] : [`The level ${level} was asked for by --isolation.`];
    return { level, groups, ...tried, warnings: [...told, ...listWarnings(level, groups, tried)] };
  }
  if (!isUnsafe) return { problem: [WHY, ...problems, ADVICE].join("\n") };
  const warning =
    "There was no sandbox: the submission could do all that the grader's account can, " +
    "also read the solutions and change this report.";
  return { level: "none", warnings: [warning], groups };
}

/** How many lessons at a time: without accounts for runs, what is left of one must be told from another's. */
export function limitWidth({ level }: Isolation, width: number): number {
  return level === "landlock" ? 1 : width;
}

const WHY = "No sandbox works here.";
const ADVICE =
  `Install what is missing (Debian, Ubuntu: apt-get install bubblewrap util-linux). Ubuntu 23.10 and newer also
keep user namespaces from programs: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0. In Docker the container
needs --security-opt seccomp=unconfined, or else root and a kernel with Landlock, and a /tmp where programs may run.
--unsafe-no-sandbox grades without one: only for code that you trust.`;

type Tried = { readonly cells?: CellKind } | { readonly problem: string };

async function tryLevel(level: Level): Promise<Tried> {
  switch (level) {
    case "bwrap": {
      const problem = await findMissing(["bwrap", "nsenter", "prlimit"]) ?? await tryBox();
      return problem === undefined ? {} : { problem };
    }
    case "uid+landlock":
      return await tryAccounts();
    case "landlock":
      return await tryOwnAccount();
  }
}

/** A small box with the namespaces of the real one. */
const BOX = [
  ...["prlimit", "--core=0", "bwrap", "--unshare-user", "--disable-userns", "--unshare-pid"],
  ...["--die-with-parent", "--new-session", "--cap-drop", "ALL", "--ro-bind", "/", "/"],
  ...["--proc", "/proc", "--dev", "/dev", "true"],
];

/** Runs a program in a box on a stage, as later for each lesson; returns what went wrong. */
async function tryBox(): Promise<string | undefined> {
  const dir = await makeOwnPlace();
  try {
    const holder = await openHolder(`${dir}/c`, [`${dir}/c/0`]);
    const [program = "", ...args] = [...holder.enter, ...BOX];
    const { success, stderr } = await new Deno.Command(program, { args, stdin: "null" }).output();
    await holder.end();
    return success
      ? undefined
      : `it does not work here, ${new TextDecoder().decode(stderr).trim()}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

async function tryAccounts(): Promise<Tried> {
  if (Deno.uid() !== 0) return { problem: "needs root, to give each run an account of its own" };
  const missing = await findMissing(["setpriv", "prlimit", "ipcrm"]);
  if (missing !== undefined) return { problem: missing };
  const abi = readLandlockAbi();
  if (abi === 0) return { problem: NO_LANDLOCK };
  const problems: string[] = [];
  for (const uids of UID_RANGES) {
    const problem = await tryCell({ abi, uids });
    if (problem === undefined) return { cells: { abi, uids } };
    problems.push(problem);
  }
  return { problem: problems.join("; ") };
}

/** The version since which a file that cannot be written cannot be emptied either. */
const TRUNCATE_SINCE = 3;

async function tryOwnAccount(): Promise<Tried> {
  if (Deno.uid() === 0) {
    return { problem: "is not for root: Landlock does not keep it from chmod(2)" };
  }
  const missing = await findMissing(["prlimit"]);
  if (missing !== undefined) return { problem: missing };
  const abi = readLandlockAbi();
  if (abi < TRUNCATE_SINCE) return { problem: abi === 0 ? NO_LANDLOCK : OLD_LANDLOCK };
  if (!adoptOrphans()) return { problem: "the kernel does not let this process adopt orphans" };
  const cells = { abi, uids: undefined };
  const problem = await tryCell(cells);
  return problem === undefined ? { cells } : { problem };
}

const NO_LANDLOCK = "the kernel has no Landlock, or keeps it from this process";
const OLD_LANDLOCK =
  "the kernel's Landlock does not protect files from being emptied (before Linux 6.2)";

async function findMissing(programs: readonly string[]): Promise<string | undefined> {
  for (const program of programs) {
    try {
      const { success } = await new Deno.Command(program, { args: ["--version"] }).output();
      if (!success) return `needs ${program}, and it does not run`;
    } catch {
      return `needs ${program}, and it is not there`;
    }
  }
  return undefined;
}

/** The version that keeps signals and abstract sockets inside. */
const SCOPES_SINCE = 6;

function listWarnings(
  level: Level,
  groups: ControlGroups,
  { cells }: { readonly cells?: CellKind },
): string[] {
  const isOld = (cells?.abi ?? SCOPES_SINCE) < SCOPES_SINCE;
  switch (level) {
    case "bwrap":
      return listUnlimited(groups);
    case "uid+landlock":
      return [
        ...OPEN,
        ...(isOld ? ["The kernel is old: abstract sockets of this machine can be reached."] : []),
        ...listUnlimited(groups).slice(0, 1), // the number of processes is limited for each account
      ];
    case "landlock":
      return [
        ...OPEN,
        "Submissions have the grader's account: they could change modes and dates of its files, use sockets that listen " +
        "for it, and leave message queues in the kernel. Use this level only with an account that has nothing else.",
        ...(isOld ? ["The kernel is old: a submission could stop or end the grader."] : []),
        ...listUnlimited(groups).slice(0, 1),
      ];
  }
}

const OPEN: readonly string[] = [
  "The network is open: a submission could reach other machines, and all ports of this one.",
  "A submission could see the list of all processes of this machine, with their command lines.",
  "What a submission writes is limited for each file, not for all together.",
];

function listUnlimited({ memory, pids }: ControlGroups): string[] {
  const missing: string[] = [];
  if (memory === undefined) {
    missing.push("No control group limits the memory of all processes together, only of each one.");
  }
  if (pids === undefined) missing.push("No control group limits the number of processes.");
  return missing;
}
