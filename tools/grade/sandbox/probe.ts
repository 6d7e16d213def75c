import type { IsolationLevel } from "../report.ts";
import { type ControlGroups, probeControlGroups } from "./control_group.ts";
import { openHolder } from "./holder.ts";

/** What keeps a submission in its place on this machine. */
export interface Isolation {
  readonly level: Extract<IsolationLevel, "bwrap" | "none">;
  /** What it cannot stop, a sentence each. */
  readonly warnings: readonly string[];
  readonly groups: ControlGroups;
}

/** Either an isolation that works, or why there is none and what to do. */
export type ProbedIsolation = Isolation | { readonly problem: string };

/** A small box with the namespaces of the real one. */
const BOX = [
  ...["prlimit", "--core=0", "bwrap", "--unshare-user", "--disable-userns", "--unshare-pid"],
  ...["--die-with-parent", "--new-session", "--cap-drop", "ALL", "--ro-bind", "/", "/"],
  ...["--proc", "/proc", "--dev", "/dev", "true"],
];

/** The programs that a box is made of. */
const PROGRAMS = ["bwrap", "nsenter", "prlimit"] as const;

/** Finds out by running it whether a sandbox works here. */
export async function probeIsolation(isUnsafe: boolean): Promise<ProbedIsolation> {
  const problem = await tryBox();
  const groups = probeControlGroups();
  if (problem === undefined) return { level: "bwrap", warnings: listMissing(groups), groups };
  if (!isUnsafe) return { problem: `${problem}\n${ADVICE}` };
  const warning =
    "There was no sandbox: the submission could do all that the grader's account can, " +
    "also read the solutions and change this report.";
  return { level: "none", warnings: [warning], groups };
}

const ADVICE =
  `Install what is missing (Debian, Ubuntu: apt-get install bubblewrap util-linux). Ubuntu 23.10 and newer also
keep user namespaces from programs: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0. In Docker the container
needs --security-opt seccomp=unconfined. --unsafe-no-sandbox grades without one: only for code that you trust.`;

/** Runs a program in a box on a stage, as later for each lesson; returns what went wrong. */
async function tryBox(): Promise<string | undefined> {
  for (const program of PROGRAMS) {
    if (!await canRun(program)) return `The sandbox needs ${program}, and it is not there.`;
  }
  const dir = await Deno.makeTempDir({ prefix: "ipco" });
  try {
    const holder = await openHolder(`${dir}/c`, [`${dir}/c/0`]);
    const [program = "", ...args] = [...holder.enter, ...BOX];
    const { success, stderr } = await new Deno.Command(program, { args, stdin: "null" }).output();
    await holder.end();
    if (success) return undefined;
    return `The sandbox does not work here: ${new TextDecoder().decode(stderr).trim()}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

async function canRun(program: string): Promise<boolean> {
  try {
    return (await new Deno.Command(program, { args: ["--version"] }).output()).success;
  } catch {
    return false;
  }
}

function listMissing({ memory, pids }: ControlGroups): string[] {
  const missing: string[] = [];
  if (memory === undefined) {
    missing.push("No control group limits the memory of all processes together, only of each one.");
  }
  if (pids === undefined) missing.push("No control group limits the number of processes.");
  return missing;
}
