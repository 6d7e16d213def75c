// Programs that some tools start. None of them is needed for a lesson.
import { type Finding, fine, install, type Probe } from "./probe.ts";

interface Program {
  /** Names under which it may be installed; the first that is there counts. */
  readonly names: readonly string[];
  readonly neededBy: string;
  readonly remedy: string;
}

const PROGRAMS: readonly Program[] = [
  {
    names: ["git"],
    neededBy: "updates of the course, deno task verify",
    remedy: install("git", "git"),
  },
  {
    names: ["ss"],
    neededBy: "time-outs that tell who holds the other end of a Unix socket",
    remedy: install("iproute2"),
  },
  {
    names: ["ipcrm"],
    neededBy: "removing System V queues that your code left behind",
    remedy: install("util-linux"),
  },
  {
    names: ["strace"],
    neededBy: "deno task sleep-proof, pictures of system calls",
    remedy: install("strace"),
  },
  { names: ["bwrap"], neededBy: "the grader's sandbox", remedy: install("bubblewrap") },
  {
    names: ["chromium", "chromium-browser", "google-chrome", "chrome"],
    neededBy: "cheat sheets as PDF and PNG, tests of the web pages",
    remedy: install("chromium", "--cask chromium"),
  },
];

/** Makes the probes of programs: `path` is the value of PATH. */
export function makeProgramProbes(path: string): Probe[] {
  return PROGRAMS.map(({ names, neededBy, remedy }) => ({
    ...{ id: names[0] ?? "", group: "Programs", name: names[0] ?? "", isOptional: true },
    ...{ neededBy, remedy },
    run: () => findProgram(names, path),
  }));
}

/** Looks for the first of `names` in the folders of `path`. */
export function findProgram(names: readonly string[], path: string): Finding {
  for (const name of names) {
    const found = path.split(":").map((dir) => `${dir}/${name}`).find(isExecutable);
    if (found !== undefined) return fine(found);
  }
  return { problem: "not installed" };
}

function isExecutable(path: string): boolean {
  try {
    const { isFile, mode } = Deno.statSync(path);
    return isFile && ((mode ?? 0) & 0o111) !== 0;
  } catch {
    return false;
  }
}
