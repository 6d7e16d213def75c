import { cleanText } from "../clean_text.ts";
import type { Isolation } from "../sandbox/probe.ts";
import { runGit } from "./git_box.ts";
import { IS_TOO_LARGE, MAX_FILE_BYTES, MAX_SUBMISSION_BYTES } from "./limits.ts";
import { type Place, Refused } from "./locate.ts";
import { refuseAll, type Source } from "./source.ts";
import { type Entry, Tree, UNREAD } from "./tree.ts";

/** A repository, and what was asked of it. */
export interface Repository {
  /** A folder with `.git` in it, or a bare repository. */
  readonly path: string;
  /** As in `main` or `v1.2`. */
  readonly commitish: string;
  readonly isolation: Isolation;
}

/** What `git ls-tree` may print, in bytes. */
const MAX_LIST_BYTES = 16 << 20;
const MAX_ID_BYTES = 200;
/** What stands between two objects. */
const MAX_HEADER_BYTES = 100;
const NOT_THERE = "is not in the repository, which may be an incomplete clone";
const ID = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/**
 * Opens a commit: git lists in a box what lies at the lessons' places, and hands over the modules. Whatever is wrong with the
 * repository is an answer of the source.
 *
 * @param folders of the lessons that are looked for, as in `05_pipeline`
 */
export async function openRepository(
  repository: Repository,
  folders: ReadonlySet<string>,
): Promise<Source> {
  try {
    const commit = await findCommit(repository);
    const tree = new Tree(folders);
    const modules = await listModules(repository, { commit, folders, tree });
    await readModules(repository, modules, tree);
    return tree.toSource(commit);
  } catch (error) {
    if (error instanceof Refused) return refuseAll(error.message);
    throw error;
  }
}

async function findCommit(repository: Repository): Promise<string> {
  const args = ["rev-parse", "--verify", "--quiet", `${repository.commitish}^{commit}`];
  const output = await ask(repository, { args, maxBytes: MAX_ID_BYTES }, "find the commit");
  const commit = new TextDecoder().decode(output).trim();
  if (!ID.test(commit)) throw new Refused("git did not say which commit it is");
  return commit;
}

/** A module that is to be read. */
interface Module {
  readonly place: Place;
  readonly id: string;
}

/** Adds to the tree what is known from the list alone; returns what is to be read. */
async function listModules(
  repository: Repository,
  { commit, folders, tree }: { commit: string; folders: ReadonlySet<string>; tree: Tree },
): Promise<Module[]> {
  const places = ["lessons", ...[...folders].flatMap((folder) => [folder, `${folder}.ts`])];
  const args = ["ls-tree", "-r", "-t", "-z", "-l", "--full-tree", commit, "--", ...places];
  const output = await ask(repository, { args, maxBytes: MAX_LIST_BYTES }, "list the commit");
  const modules: Module[] = [];
  for (const line of new TextDecoder().decode(output).split("\0")) {
    if (line === "") continue;
    const [, mode = "", id = "", size = "", name = ""] =
      /^(\d+) \w+ ([0-9a-f]+) +(\S+)\t(.*)$/s.exec(line) ?? [];
    const place = tree.locate(name);
    if (place === undefined) continue;
    if (mode === "040000") tree.add(place, "folder");
    else if (mode === "120000") tree.add(place, { problem: "is a symbolic link" });
    else if (mode === "160000") tree.add(place, { problem: "is a submodule" });
    else if (!(Number(size) <= MAX_FILE_BYTES)) {
      tree.add(place, { problem: size === "BAD" ? NOT_THERE : IS_TOO_LARGE });
    } else if (!place.isModule) tree.add(place, UNREAD);
    else modules.push({ place, id });
  }
  return modules;
}

async function readModules(
  repository: Repository,
  modules: readonly Module[],
  tree: Tree,
): Promise<void> {
  if (modules.length === 0) return;
  const input = modules.map(({ id }) => `${id}\n`).join("");
  const maxBytes = MAX_SUBMISSION_BYTES + modules.length * MAX_HEADER_BYTES;
  const run = { args: ["cat-file", "--batch"], input, maxBytes };
  let rest = await ask(repository, run, "read the modules");
  for (const { place, id } of modules) {
    const next = takeObject(rest, id);
    tree.add(place, next.entry);
    rest = next.rest;
  }
}

/** Takes the next object from what `git cat-file --batch` wrote. @throws {Refused} when it is another one */
function takeObject(
  output: Uint8Array<ArrayBuffer>,
  id: string,
): { entry: Entry; rest: Uint8Array<ArrayBuffer> } {
  const end = output.indexOf(0x0a);
  const [name, type, size] = new TextDecoder().decode(output.subarray(0, Math.max(end, 0))).split(
    " ",
  );
  if (name !== id) throw new Refused("git did not give the modules that it had listed");
  const rest = output.subarray(end + 1);
  if (type === "missing") return { entry: { problem: NOT_THERE }, rest };
  const byteCount = Number(size);
  if (type !== "blob" || !(byteCount < rest.length)) {
    throw new Refused("git did not give the modules that it had listed");
  }
  return { entry: { bytes: rest.slice(0, byteCount) }, rest: rest.subarray(byteCount + 1) };
}

/** Asks git. @throws {Refused} with what it said, when there is no answer */
async function ask(
  { path, isolation }: Repository,
  run: { args: readonly string[]; input?: string; maxBytes: number },
  act: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const { isSuccess, stdout, stderr, killed } = await runGit(path, run, isolation);
  if (isSuccess) return stdout;
  const said = cleanText(stderr.trim().replace(/\s+/g, " "), 200).text;
  const reason = { time: "it takes too long", bytes: "it holds too much" };
  const why = killed === undefined ? said || "there is none of this name" : reason[killed];
  throw new Refused(`git cannot ${act} in the repository: ${why}`);
}
