import { ALL_TOO_LARGE, MAX_ENTRIES, MAX_NAMES, MAX_SUBMISSION_BYTES } from "./limits.ts";
import { locate, type Place, Refused } from "./locate.ts";
import type { Listed, Read, Source } from "./source.ts";

/** What is at a place: a folder, a module's bytes, or why they are not taken, to be put behind the path. */
export type Entry =
  | "folder"
  | { readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly problem: string };

/** What is said of a regular file that nobody reads. */
export const UNREAD: Entry = { problem: "is not read" };

/** Gathers from an archive or a commit what lies where lessons are looked for, and nothing else. */
export class Tree {
  readonly #folders: ReadonlySet<string>;
  readonly #entries = new Map<string, Entry>();
  readonly #roots = new Set<string>();
  #count = 0;
  #bytes = 0;

  /** @param folders of the lessons that are looked for, as in `05_pipeline` */
  constructor(folders: ReadonlySet<string>) {
    this.#folders = folders;
  }

  /**
   * Counts an entry, and says where it is; undefined where nobody looks.
   *
   * @throws {Refused} for too many, and for names that no archive may hold
   */
  locate(name: string): Place | undefined {
    if (++this.#count > MAX_ENTRIES) {
      throw new Refused(`the submission holds more than ${MAX_ENTRIES} files`);
    }
    const { root, parents, place } = locate(name, this.#folders);
    if (root !== undefined && this.#roots.size <= MAX_NAMES) this.#roots.add(root);
    for (const parent of parents) {
      if (!this.#entries.has(parent)) this.#entries.set(parent, "folder");
    }
    return place;
  }

  /**
   * Adds what is at a place; two at one place are none.
   *
   * @throws {Refused} when all modules together are too large
   */
  add({ path, problem }: Place, entry: Entry): void {
    const before = this.#entries.get(path);
    if (before === "folder" && entry === "folder") return;
    this.#bytes += typeof entry === "object" && "bytes" in entry ? entry.bytes.length : 0;
    if (this.#bytes > MAX_SUBMISSION_BYTES) throw new Refused(ALL_TOO_LARGE);
    const added = problem === undefined ? entry : { problem };
    this.#entries.set(path, before === undefined ? added : { problem: "is there more than once" });
  }

  /** Makes the source of what was gathered. */
  toSource(commit?: string): Source {
    const source = {
      list: (path: string) => this.#list(path),
      read: (path: string) => this.#read(path),
    };
    return commit === undefined ? source : { ...source, commit };
  }

  #list(path: string): Listed {
    if (path === "") return { names: [...this.#roots] };
    const parts = path.split("/");
    for (let count = 1; count <= parts.length; count++) {
      const part = parts.slice(0, count).join("/");
      const entry = this.#entries.get(part);
      if (entry === undefined) return "missing";
      if (entry === "folder") continue;
      const isFile = "bytes" in entry || entry === UNREAD;
      return { problem: `${part} ${isFile ? "is not a folder" : entry.problem}` };
    }
    const names: string[] = [];
    for (const other of this.#entries.keys()) {
      if (!other.startsWith(`${path}/`) || other.includes("/", path.length + 1)) continue;
      names.push(other.slice(path.length + 1));
      if (names.length > MAX_NAMES) break;
    }
    return { names };
  }

  #read(path: string): Read {
    const slash = path.lastIndexOf("/");
    const parent = slash < 0 ? undefined : this.#list(path.slice(0, slash));
    if (parent !== undefined && (parent === "missing" || "problem" in parent)) return parent;
    const entry = this.#entries.get(path);
    if (entry === undefined) return "missing";
    if (entry === "folder") return { problem: `${path} is not a regular file` };
    return "bytes" in entry ? entry : { problem: `${path} ${entry.problem}` };
  }
}
