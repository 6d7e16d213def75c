// git(1) reads a repository that nobody trusts. Its settings can name programs (core.fsmonitor, the uploadpack of a promisor
// remote), other files (include.path) and other repositories (objects/info/alternates), and .git may be a link: so git runs in
// a box where there is no file but this repository and git, no network and nothing of this environment. That is the wall;
// the variables below are a second one. A reader in JavaScript (isomorphic-git) would run no program, but it would follow
// links, wait for FIFOs and unpack without limits in the process that keeps the verdicts.
import { openBareCell } from "../sandbox/bare_cell.ts";
import type { CellKind } from "../sandbox/cell.ts";
import { openControlGroup } from "../sandbox/control_group.ts";
import type { Isolation } from "../sandbox/probe.ts";
import { type RunCapped, runCapped } from "./run_capped.ts";

/** Where the repository is, inside. */
const INSIDE = "/repository";
const TIMEOUT_MS = 10_000;
const TMP_BYTES = 16 << 20;

const PRLIMIT = [
  ...["prlimit", "--cpu=10", "--data=1073741824", "--as=4294967296"],
  ...["--fsize=1048576", "--nofile=256", "--core=0"],
];

/** No settings but the repository's own, no replaced objects, nothing to be fetched, nothing asked. */
const GIT_ENV = {
  PATH: "/usr/bin:/bin",
  HOME: "/nowhere",
  LC_ALL: "C",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_ATTR_NOSYSTEM: "1",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_NO_LAZY_FETCH: "1",
  GIT_ALLOW_PROTOCOL: "none",
  GIT_TERMINAL_PROMPT: "0",
} as const;

export interface GitRun {
  readonly args: readonly string[];
  readonly input?: string;
  readonly maxBytes: number;
}

/**
 * Runs git on the repository in a folder, or on a bare one. Naming its folder keeps git from searching one, and from asking
 * whose it is.
 */
export async function runGit(
  path: string,
  { args, input = "", maxBytes }: GitRun,
  isolation: Isolation,
): Promise<RunCapped> {
  if (isolation.cells !== undefined) {
    return await runInCell(path, { args, input, maxBytes }, isolation.cells);
  }
  const isBare = await Deno.lstat(`${path}/.git`).then(() => false, () => true);
  const isBoxed = isolation.level !== "none";
  const gitDir = `${isBoxed ? INSIDE : path}${isBare ? "" : "/.git"}`;
  const env = { ...GIT_ENV, GIT_DIR: gitDir };
  await using group = openControlGroup(isolation.groups);
  const box = isBoxed ? [...group.prefix, ...boxArgv(path, env)] : [];
  const [program = "", ...rest] = [...box, "git", ...args];
  const outer = isBoxed ? { PATH: GIT_ENV.PATH } : env;
  return await runCapped([program, ...rest], {
    env: outer,
    input,
    maxBytes,
    timeoutMs: TIMEOUT_MS,
  });
}

/** Where no box works; the repository must be open to the account that it is read with. */
async function runInCell(
  path: string,
  { args, input = "", maxBytes }: GitRun,
  kind: CellKind,
): Promise<RunCapped> {
  const isBare = await Deno.lstat(`${path}/.git`).then(() => false, () => true);
  await using cell = await openBareCell(kind);
  const env = { ...GIT_ENV, GIT_DIR: isBare ? path : `${path}/.git` };
  const launch = cell.launch(["/usr/bin/env", "git", ...args], { env, shown: [path] });
  const limits = { input, maxBytes, timeoutMs: TIMEOUT_MS };
  return await runCapped(launch.argv, { env: launch.env, ...limits });
}

function boxArgv(path: string, env: Readonly<Record<string, string>>): string[] {
  return [
    ...PRLIMIT,
    "bwrap",
    ...["--unshare-user", "--disable-userns", "--unshare-pid", "--unshare-net", "--unshare-ipc"],
    ...["--unshare-uts", "--unshare-cgroup-try", "--die-with-parent", "--new-session"],
    ...[
      "--cap-drop",
      "ALL",
      "--ro-bind",
      "/usr/bin",
      "/usr/bin",
      "--ro-bind",
      "/usr/lib",
      "/usr/lib",
    ],
    ...["--ro-bind-try", "/usr/lib64", "/usr/lib64", "--ro-bind-try", "/etc/ld.so.cache"],
    ...["/etc/ld.so.cache", "--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib"],
    ...["--symlink", "usr/lib64", "/lib64", "--proc", "/proc", "--dev", "/dev"],
    ...["--size", String(TMP_BYTES), "--tmpfs", "/tmp", "--ro-bind", path, INSIDE],
    ...["--remount-ro", "/", "--chdir", "/tmp", "--clearenv"],
    ...Object.entries(env).flatMap(([key, value]) => ["--setenv", key, value]),
    "--",
  ];
}
