import { parseArgs } from "@std/cli/parse-args";
import { type Level, LEVELS } from "./sandbox/probe.ts";

/** What a command line asks for. */
export interface Command {
  readonly submissions: readonly string[];
  /** A folder in which everything is a submission. */
  readonly allIn: string | undefined;
  readonly only: readonly string[];
  /** Where the reports go, as it was typed. */
  readonly out: string;
  readonly seed: number | undefined;
  /** How many submissions at a time. */
  readonly width: number;
  readonly timeScale: number;
  /** The file of the policy, as it was typed; undefined for none. */
  readonly policyFile: string | undefined;
  /** The folder of extra checks, likewise. */
  readonly extraDir: string | undefined;
  readonly isJson: boolean;
  readonly isUnsafe: boolean;
  /** A sandbox that is to be used though a stronger one may work. */
  readonly level: Level | undefined;
  /** Only says what would be done. */
  readonly isDry: boolean;
}

/** Parses the words behind `deno task grade`; a problem is for the one who typed them. */
export function parseCommand(args: readonly string[]): Command | { problem: string } | "help" {
  let unknown: string | undefined;
  const flags = parseArgs([...args], {
    boolean: ["json", "unsafe-no-sandbox", "dry-run", "help"],
    string: [
      ...["out", "only", "all-in", "seed", "jobs", "time-scale", "policy", "extra", "isolation"],
      "_",
    ],
    unknown: (arg, key) => {
      if (key !== undefined) unknown ??= arg;
      return key === undefined;
    },
  });
  if (flags.help) return "help";
  const problem = (text: string) => ({ problem: `${text}; see deno task grade --help` });
  if (unknown !== undefined) return problem(`There is no option ${unknown}`);
  const seed = flags.seed === undefined ? undefined : Number(flags.seed);
  if (seed !== undefined && !(Number.isSafeInteger(seed) && seed >= 0 && flags.seed !== "")) {
    return problem("--seed takes a whole number, 0 or above");
  }
  const width = Number(flags.jobs ?? navigator.hardwareConcurrency);
  if (!Number.isSafeInteger(width) || width < 1) {
    return problem("--jobs takes a whole number above 0");
  }
  const timeScale = Number(flags["time-scale"] ?? 1);
  if (!(timeScale >= 1 && timeScale <= 20)) {
    return problem("--time-scale takes a number from 1 to 20");
  }
  const level = LEVELS.find((one) => one === flags.isolation);
  if (flags.isolation !== undefined && level === undefined) {
    return problem(`--isolation takes one of ${LEVELS.join(", ")}`);
  }
  if (flags.out === "") return problem("--out takes a folder");
  if (flags.policy === "") return problem("--policy takes a file");
  if (flags.extra === "") return problem("--extra takes a folder");
  if (flags["all-in"] === "") return problem("--all-in takes a folder");
  return {
    submissions: flags._.map(String),
    allIn: flags["all-in"],
    only: flags.only === undefined ? [] : flags.only.split(","),
    out: flags.out ?? "reports",
    seed,
    width,
    timeScale,
    policyFile: flags.policy,
    extraDir: flags.extra,
    isJson: flags.json,
    isUnsafe: flags["unsafe-no-sandbox"],
    level,
    isDry: flags["dry-run"],
  };
}
