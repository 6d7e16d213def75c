import { runGroup } from "../proc/run_group.ts";

const LIMIT_MS = 60_000;
const FETCH_LIMIT_MS = 600_000;

/** Runs git in a folder; returns what it printed. @throws {Error} with git's words when it fails */
export async function git(root: string, ...args: string[]): Promise<string> {
  const result = await runGroup(["git", ...QUIET, ...args], {
    cwd: root,
    env: { LC_ALL: "C", GIT_EDITOR: "true" },
    wallMs: () => LIMIT_MS,
  });
  if (result.code === 0 && result.killed === undefined) return result.stdout.trim();
  const words = (result.stderr + result.stdout).trim();
  throw new Error(words === "" ? `git ${args[0]} ended with ${result.code}` : words);
}

/** Runs git in a folder; undefined when it fails, or when there is no git. */
export async function tryGit(root: string, ...args: string[]): Promise<string | undefined> {
  return await git(root, ...args).catch(() => undefined);
}

/** Fetches what is new, on the learner's own terminal: git may ask for a password. Returns whether it went well. */
export async function fetchUpdate(root: string, signal: AbortSignal): Promise<boolean> {
  const child = new Deno.Command("git", {
    args: [...QUIET, "fetch", "--quiet"],
    cwd: root,
    stdin: "inherit",
    stdout: "null",
    stderr: "inherit",
    signal: AbortSignal.any([signal, AbortSignal.timeout(FETCH_LIMIT_MS)]),
  }).spawn();
  return (await child.status).success;
}

/** No housekeeping in the background: it would outlive the command. */
const QUIET = ["-c", "gc.auto=0", "-c", "maintenance.auto=false"];
