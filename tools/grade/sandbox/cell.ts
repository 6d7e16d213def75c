// A cell: one run at a level with Landlock. Its processes read what they need, write in one private folder, and at
// `uid+landlock` have an account of their own. There are no namespaces: the network and the list of processes are everybody's.
import type { Lesson } from "../../course/lesson.ts";
import type { Launch } from "../../course/side.ts";
import { listPids, readText } from "../../../tests/harness/processes.ts";
import { DENO_ENV } from "../../proc/deno_env.ts";
import { makeOwnPlace } from "../../proc/own_place.ts";
import { LIMITS } from "./box.ts";
import { MAX_PROCESSES } from "./control_group.ts";
import type { EnterPlan } from "./enter.ts";
import type { Grant } from "./landlock_rules.ts";
import { endOrphans } from "./orphans.ts";
import { removeTree } from "./remove_tree.ts";
import { standIn } from "./stand.ts";
import { asUid, endUid, pickUid, removeQueues, type UidRange } from "./uids.ts";

/** What cells are made of on this machine. */
export interface CellKind {
  /** The version of Landlock. */
  readonly abi: number;
  /** Where the runs' accounts come from; undefined when all run as the grader's. */
  readonly uids: UidRange | undefined;
}

export interface CellOptions extends CellKind {
  readonly cacheDir: string;
  readonly lesson?: Lesson;
  /** The submission's files of this lesson; undefined for trusted code alone. */
  readonly subjectDir?: string | undefined;
  /** Puts the processes into a control group. @default [] */
  readonly prefix?: readonly string[];
}

/** What one program in a cell gets beside what all get. */
export interface CellPlan {
  readonly env: Readonly<Record<string, string>>;
  /** Files that it may write; they must be there. */
  readonly shared?: readonly string[];
  /** Files that it may read. */
  readonly shown?: readonly string[];
  /** Folders in which it may do what it likes. */
  readonly owned?: readonly string[];
  /** Runs the grader's own code: as the grader's account, where there are two. @default false */
  readonly isTrusted?: boolean;
}

/** One run's place. */
export interface Cell {
  /** The course, with only what a submission may see. */
  readonly course: string;
  /** Where the module under test is. */
  readonly subject: string;
  /** Gives a file or a folder to the run's account. */
  readonly give: (path: string) => Promise<void>;
  /** Makes the command line that runs this one in the cell. */
  readonly launch: (argv: readonly string[], plan: CellPlan) => Launch;
  /** Ends whoever is left, removes all that is the cell's, and returns the command lines of those who were left. */
  readonly end: () => Promise<string[]>;
}

/** What a whole run may have in processes and threads: a control group says no before, where there is one, and tells of it. */
const MAX_OF_ACCOUNT = MAX_PROCESSES + 16;
const SYSTEM_FOLDERS = ["bin", "sbin", "lib", "lib64", "lib32"];
const SYSTEM: readonly Grant[] = [
  ...SYSTEM_FOLDERS.flatMap((name) => [`/${name}`, `/usr/${name}`]),
  ...["/etc/alternatives", "/etc/ld.so.cache", "/proc"],
].map((path) => ({ path, may: "read" }));
const DEVICES: readonly Grant[] = ["null", "zero", "full", "random", "urandom", "tty"]
  .map((name) => ({ path: `/dev/${name}`, may: "use" }));

/** Makes a cell; it must be ended. */
export async function openCell(options: CellOptions): Promise<Cell> {
  const uid = options.uids === undefined ? undefined : pickUid(options.uids);
  const dir = await makeOwnPlace(0o711);
  const homes = { own: `${dir}/t`, trusted: `${dir}/a` };
  await makeHome(homes.own, { ...options, uid });
  await makeHome(homes.trusted, { ...options, uid: undefined });
  const give = async (path: string) => {
    if (uid === undefined) return; // it has it already
    await Deno.chown(path, uid, uid);
    const folder = path.slice(0, path.lastIndexOf("/"));
    await Deno.chmod(folder, ((await Deno.stat(folder)).mode ?? 0) & 0o7777 | 0o011); // the way to it
  };
  await give(homes.own);
  const { course } = standIn(options.cacheDir);
  const folder = `${dir}/lessons/${options.lesson?.folder ?? "none"}`;
  await placeSubject(folder, course, options.subjectDir);
  return {
    course,
    subject: `${folder}/mod.ts`,
    give,
    launch: (argv, plan) => launchIn(options, { argv, plan, uid, dir, homes }),
    async end() {
      const names = uid === undefined ? await endOrphans() : await endUid(uid);
      if (uid !== undefined) await removeQueues(uid);
      await removeTree(dir);
      return names;
    },
  };
}

/** A home for one side, with a cache for Deno. What is prepared is everybody's, so it is only linked there. */
async function makeHome(
  home: string,
  { cacheDir, uid }: { readonly cacheDir: string; readonly uid: number | undefined },
): Promise<void> {
  await Deno.mkdir(home, { mode: 0o700 });
  let path = home;
  for (const name of `cache/gen/file${cacheDir}`.split("/")) { // translations lie there as modules do
    path += `/${name}`;
    await Deno.mkdir(path);
    if (uid !== undefined) await Deno.chown(path, uid, uid);
  }
  await Deno.symlink(`${cacheDir}/npm`, `${cacheOf(home)}/npm`);
  await Deno.symlink(`${cacheDir}/gen/file${cacheDir}/stand`, `${path}/stand`);
}

const cacheOf = (home: string) => `${home}/cache`;

/** Beside `lib`, as in the course: a module may say `../lib/lines.ts`. */
async function placeSubject(folder: string, course: string, from: string | undefined) {
  await Deno.mkdir(folder, { recursive: true });
  await Deno.symlink(`${course}/lessons/lib`, folder.replace(/[^/]*$/, "lib"));
  for (const { name } of from === undefined ? [] : Deno.readDirSync(from)) {
    await Deno.copyFile(`${from}/${name}`, `${folder}/${name}`);
  }
}

function launchIn(
  { abi, cacheDir, prefix = [] }: CellOptions,
  { argv, plan, uid, dir, homes }: {
    argv: readonly string[];
    plan: CellPlan;
    uid: number | undefined;
    dir: string;
    homes: { own: string; trusted: string };
  },
): Launch {
  const { course, deno, enter } = standIn(cacheDir);
  const { env, shared = [], shown = [], owned = [], isTrusted = false } = plan;
  const home = isTrusted ? homes.trusted : homes.own;
  const base = { PATH: "/usr/bin:/bin", DENO_DIR: cacheDir, ...DENO_ENV };
  const grants: Grant[] = [
    ...SYSTEM.filter(isThere),
    ...DEVICES.filter(isThere),
    ...[deno, cacheDir, `${dir}/lessons`, ...shown].map((path) => ({ path, may: "read" }) as const),
    ...shared.map((path) => ({ path, may: "use" }) as const),
    ...[home, ...owned].map((path) => ({ path, may: "own" }) as const),
  ];
  const entered: EnterPlan = {
    abi,
    grants,
    cwd: course,
    umask: isTrusted ? 0 : 0o022, // what the other end makes must be open to an account that it does not know
    argv,
    env: { ...base, DENO_DIR: cacheOf(home), HOME: home, TMPDIR: home, IPC_TMP: home, ...env },
  };
  const flags = ["--no-check", "--quiet", "--no-config", "--no-lock", "--no-npm", "--no-remote"];
  const [first = "", ...rest] = [
    ...(isTrusted ? [] : prefix),
    ...[...LIMITS, "--msgqueue=0", `--nproc=${countAllowed(uid)}`],
    ...(uid === undefined ? [] : isTrusted ? TRUSTED : asUid(uid)),
    ...[deno, "run", "-A", ...flags, enter, JSON.stringify(entered)],
  ];
  return { argv: [first, ...rest], env: base, clearEnv: true };
}

/** Root with nothing but the right to open what the run's account has made; Landlock keeps it to the same places. */
const TRUSTED = [
  ...["setpriv", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all,+dac_override"],
  "--no-new-privs",
];

/** The limit counts all that an account has: a run's own has nothing else. */
function countAllowed(uid: number | undefined): number {
  if (uid !== undefined) return MAX_OF_ACCOUNT;
  const counts = listPids().map((pid) => {
    const status = readText(`/proc/${pid}/status`) ?? "";
    const isOwn = Number(/^Uid:\t(\d+)/m.exec(status)?.[1] ?? -1) === Deno.uid();
    return isOwn ? Number(/^Threads:\t(\d+)/m.exec(status)?.[1] ?? 0) : 0;
  });
  return counts.reduce((sum, count) => sum + count, MAX_OF_ACCOUNT);
}

function isThere({ path }: Grant): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
