import { parseArgs } from "@std/cli/parse-args";
import type { Addresses } from "./load_posts.ts";
import { PublishStop } from "./publish_stop.ts";
import type { Settlement } from "./settle_intent.ts";

/** What the command line of `telegram` says. */
export interface TelegramFlags {
  readonly command: TelegramCommand;
  readonly names: readonly string[];
  readonly isAll: boolean;
  readonly isDryRun: boolean;
  readonly addresses: Addresses;
  readonly out: string | undefined;
  /** The owner of a probe is in the environment. */
  readonly settle: Exclude<Settlement, { type: "probe" }> | { readonly type: "probe" };
  readonly paceMs: number;
  readonly waitMs: number;
}

const COMMANDS = ["preview", "publish", "doctor", "links", "bot"] as const;

/** One of them. */
export type TelegramCommand = typeof COMMANDS[number];

/** Which command each option belongs to. */
const OWNERS: Readonly<Record<string, readonly TelegramCommand[]>> = {
  all: ["preview", "publish"],
  base: ["preview", "publish", "bot"],
  site: ["preview", "publish", "bot"],
  out: ["preview"],
  "dry-run": ["publish"],
  probe: ["publish"],
  adopt: ["publish"],
  resend: ["publish"],
  pace: ["publish"],
  wait: ["publish"],
};

/** Parses the command line; `help` stands for a request for it. @throws {PublishStop} with exit code 2 when it is wrong */
export function parseTelegramFlags(args: readonly string[]): TelegramFlags | "help" {
  let unknown: string | undefined;
  const flags = parseArgs([...args], {
    boolean: ["help", "all", "dry-run", "probe", "resend"],
    string: ["base", "site", "out", "adopt", "pace", "wait", "_"],
    unknown: (arg, key) => {
      if (key !== undefined) unknown ??= arg;
      return key === undefined;
    },
  });
  if (flags.help) return "help";
  if (unknown !== undefined) throw usage(`There is no option ${unknown}`);
  const [first, ...names] = flags._.map(String);
  const command = COMMANDS.find((one) => one === first);
  if (command === undefined) {
    throw usage(`There are the commands ${COMMANDS.join(", ")}, not "${first ?? ""}"`);
  }
  const given: Readonly<Record<string, unknown>> = flags;
  const stray = Object.keys(OWNERS).find((name) =>
    given[name] !== undefined && given[name] !== false && !OWNERS[name]?.includes(command)
  );
  if (stray !== undefined) throw usage(`--${stray} does not belong to ${command}`);
  checkNames(command, names, flags.all);
  if (flags.out === "") throw usage("--out takes a file");
  return {
    command,
    names,
    isAll: flags.all,
    isDryRun: flags["dry-run"],
    addresses: {
      base: parseAddress("base", flags.base),
      site: parseAddress("site", flags.site),
    },
    out: flags.out,
    settle: parseSettle({ probe: flags.probe, adopt: flags.adopt, resend: flags.resend }),
    paceMs: parseSeconds("pace", flags.pace ?? "3"),
    waitMs: parseSeconds("wait", flags.wait ?? "300"),
  };
}

function checkNames(command: TelegramCommand, names: readonly string[], isAll: boolean): void {
  const takesNames = command === "preview" || command === "publish";
  if (takesNames && isAll === (names.length > 0)) {
    throw usage("Name a lesson, or say --all, not both");
  }
  if (!takesNames && names.length > 0) throw usage(`${command} takes no lesson`);
}

/** An address always ends in a slash: without it, its last part would be replaced instead of extended. */
function parseAddress(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.parse(text.endsWith("/") ? text : `${text}/`);
  if (url !== null && /^https?:$/.test(url.protocol)) return url.href;
  throw usage(`--${name} takes an address as in https://example.org/, not "${text}"`);
}

function parseSettle(
  { probe, adopt, resend }: { probe: boolean; adopt?: string | undefined; resend: boolean },
): TelegramFlags["settle"] {
  if ([probe, adopt !== undefined, resend].filter(Boolean).length > 1) {
    throw usage("One of --probe, --adopt and --resend at a time");
  }
  if (probe) return { type: "probe" };
  if (resend) return { type: "resend" };
  if (adopt === undefined) return { type: "none" };
  // a link will do, too: its end is the number
  const id = Number(/^(?:https:\/\/t\.me\/\S+\/)?([1-9]\d*)$/.exec(adopt)?.[1]);
  if (!Number.isSafeInteger(id)) {
    throw usage(`--adopt takes the number of a message, or the link to it, not "${adopt}"`);
  }
  return { type: "adopt", id };
}

function parseSeconds(name: string, text: string): number {
  const seconds = Number(text);
  if (text.trim() !== "" && seconds >= 0 && seconds <= 86_400) return seconds * 1000;
  throw usage(`--${name} takes a number of seconds, not "${text}"`);
}

function usage(problem: string): PublishStop {
  return new PublishStop(`${problem}\nSee deno task telegram --help`, 2);
}
