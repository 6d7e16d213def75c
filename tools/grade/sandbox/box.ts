// The command lines of bubblewrap. Inside, the course lies at /course with one submission's files in their place, Deno at
// /opt/deno, and nothing else of this machine but its programs and libraries: no solution, no wrong variant, no other
// submission, no home, no process, no network but a loopback of its own.
import type { Lesson } from "../../course/lesson.ts";
import { DENO_ENV } from "../../proc/deno_env.ts";
import { listOwn } from "./translate.ts";

/** Where the course is, inside. */
export const COURSE = "/course";
const DENO = "/opt/deno";
const CACHE = "/opt/cache";
/** All that is written inside and is no file of the host: the private /tmp, in bytes. */
const TMP_BYTES = 256 << 20;
/** What a run may add to Deno's cache, for itself alone, in bytes. */
const CACHE_BYTES = 32 << 20;
/** What is in the cache before, and nobody inside can change: the standard library, and translations of what is trusted. */
const PREPARED = [
  "npm",
  ...["lessons/lib", "tests", "tools"].map((path) => `gen/file${COURSE}/${path}`),
];

/** Limits of every process inside; what a whole tree may use is limited by a control group. */
export const LIMITS = [
  "prlimit",
  "--cpu=60",
  "--fsize=67108864",
  "--nofile=1024",
  "--core=0",
  "--data=8589934592",
] as const;

export interface BoxPlan {
  /** The course's folder. */
  readonly root: string;
  readonly lesson: Lesson;
  /** The submission's files, already copied to where nobody else writes; undefined for trusted code alone. */
  readonly dir: string | undefined;
  /** Deno's cache, prepared by trusted code alone. */
  readonly cacheDir: string;
  /** Whether the cache itself is filled: only where nothing of a submission runs. */
  readonly fillsCache?: boolean;
  /** More of the course than what the lesson needs, as paths in it. @default [] */
  readonly more?: readonly string[];
  /** What both worlds see, at the same path: files or folders. */
  readonly shared?: readonly string[];
  /** Seen inside as they are, at the same path, read-only. */
  readonly shown?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Namespaces that the box was started in already. */
  readonly isStaged?: boolean;
  /** Whether file locks of other processes can be seen: for the trusted other end alone. */
  readonly showsLocks?: boolean;
}

/**
 * What the sandbox's own programs are started with. Nothing of the grader's environment, where a token may be: the box's init
 * keeps what it was started with, and whoever is inside can read it (proc(5), /proc/1/environ).
 */
export const LAUNCH_ENV = { clearEnv: true, env: { PATH: "/usr/bin:/bin" } } as const;

/** Makes the command line that runs `deno ...args` in a box. */
export function boxArgv(plan: BoxPlan, args: readonly string[]): [string, ...string[]] {
  const env = { PATH: "/usr/bin", HOME: "/tmp", DENO_DIR: CACHE, ...DENO_ENV, ...plan.env };
  return [
    ...LIMITS,
    "bwrap",
    ...["--unshare-user", "--disable-userns", "--unshare-pid", "--unshare-uts"],
    "--unshare-cgroup-try",
    ...(plan.isStaged ? [] : ["--unshare-net", "--unshare-ipc"]),
    ...["--die-with-parent", "--new-session", "--cap-drop", "ALL"],
    ...systemArgs(plan.showsLocks === true),
    ...["--size", String(TMP_BYTES), "--tmpfs", "/tmp"],
    ...["--size", String(TMP_BYTES), "--tmpfs", "/dev/shm"],
    ...["--ro-bind", Deno.execPath(), DENO],
    ...(plan.fillsCache ? ["--bind", plan.cacheDir, CACHE] : ownCacheArgs(plan.cacheDir)),
    ...courseArgs(plan),
    ...(plan.shared ?? []).flatMap((path) => ["--bind", path, path]),
    ...(plan.shown ?? []).flatMap((path) => ["--ro-bind", path, path]),
    ...["--remount-ro", "/", "--chdir", COURSE, "--clearenv"],
    ...Object.entries(env).flatMap(([key, value]) => ["--setenv", key, value]),
    ...["--", DENO, ...args],
  ];
}

/** Programs, libraries, /proc and /dev: enough for a shell, its tools and Deno. Never all of /usr: a course may lie there. */
function systemArgs(showsLocks: boolean): string[] {
  return [
    ...["--ro-bind", "/usr/bin", "/usr/bin", "--ro-bind", "/usr/lib", "/usr/lib"],
    ...["/usr/sbin", "/usr/lib64", "/usr/lib32"].flatMap((path) => ["--ro-bind-try", path, path]),
    ...["--symlink", "usr/bin", "/bin", "--symlink", "usr/sbin", "/sbin"],
    ...["--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64"],
    ...["/etc/alternatives", "/etc/ld.so.cache"].flatMap((path) => ["--ro-bind-try", path, path]),
    ...["--proc", "/proc", ...(showsLocks ? ["--ro-bind", "/proc/locks", "/proc/locks"] : [])],
    ...["--dev", "/dev"],
  ];
}

/** A cache of the run's own, in which only what is prepared is everybody's. */
function ownCacheArgs(cacheDir: string): string[] {
  const prepared = PREPARED.flatMap((
    path,
  ) => ["--ro-bind", `${cacheDir}/${path}`, `${CACHE}/${path}`]);
  return ["--size", String(CACHE_BYTES), "--tmpfs", CACHE, ...prepared];
}

/** What a lesson needs of the course, and of the submission that lesson's files. */
function courseArgs({ root, lesson, dir, more = [] }: BoxPlan): string[] {
  const paths = [
    "deno.json",
    "lessons/lib",
    "tests/harness",
    "tests/fixtures",
    "tools/std",
    ...listOwn(lesson),
    ...more,
  ];
  const own = dir === undefined ? [] : ["--ro-bind", dir, `${COURSE}/lessons/${lesson.folder}`];
  return [
    ...paths.flatMap((path) => ["--ro-bind", `${root}/${path}`, `${COURSE}/${path}`]),
    ...own,
  ];
}

/** Where the module under test is, inside. */
export function subjectPath(lesson: Lesson): string {
  return `${COURSE}/lessons/${lesson.folder}/mod.ts`;
}
