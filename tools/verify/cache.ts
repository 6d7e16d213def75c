import { walk } from "@std/fs";
import { writeAtomic } from "../proc/write_atomic.ts";
import type { CheckResult } from "./check_result.ts";

const FORMAT = 3;

/**
 * Results of earlier runs by the hash of everything they depend on, for `verify --changed`. Only passed checks are
 * kept: what was red runs again.
 */
export class Cache {
  readonly #path: string;
  readonly #kept: ReadonlyMap<string, CheckResult[]>;
  readonly #used = new Map<string, CheckResult[]>();

  private constructor(path: string, kept: ReadonlyMap<string, CheckResult[]>) {
    this.#path = path;
    this.#kept = kept;
  }

  /** Opens the cache; a damaged or older file counts as empty. */
  static async open(path: string): Promise<Cache> {
    try {
      const file = JSON.parse(await Deno.readTextFile(path));
      if (file.format === FORMAT) return new Cache(path, new Map(Object.entries(file.results)));
    } catch {
      // nothing kept yet, or nothing that can be read
    }
    return new Cache(path, new Map());
  }

  get(key: string): CheckResult[] | undefined {
    return this.#kept.get(key);
  }

  set(key: string, results: CheckResult[]): void {
    this.#used.set(key, results);
  }

  /**
   * Writes it. After a run of everything, only what that run used is
   * kept; after a run of some lessons, the rest as well.
   */
  async save(isWhole: boolean): Promise<void> {
    const results = Object.fromEntries([...(isWhole ? [] : this.#kept), ...this.#used]);
    await writeAtomic(this.#path, JSON.stringify({ format: FORMAT, results }));
  }
}

/** Hashes what every result depends on: harness, fixtures, given helpers, tools that run and judge, Deno itself. */
export async function hashBase(root: string): Promise<string> {
  const tools = ["course", "proc", "std", "verify"].map((name) => `tools/${name}`);
  const dirs = ["tests/harness", "tests/fixtures", "lessons/lib", ...tools];
  return await hashFiles([`${root}/deno.json`, ...await listFiles(root, dirs)], Deno.version.deno);
}

/** Lists all files below some folders of the course, as absolute paths. */
export async function listFiles(root: string, dirs: readonly string[]): Promise<string[]> {
  const paths: string[] = [];
  for (const dir of dirs) {
    const isThere = await Deno.stat(`${root}/${dir}`).then((it) => it.isDirectory, () => false);
    if (!isThere) continue; // somebody's own lessons need not have fixtures
    for await (const entry of walk(`${root}/${dir}`, { includeDirs: false })) {
      paths.push(entry.path);
    }
  }
  return paths.sort();
}

/** SHA-256 over names and contents of files, as hexadecimal digits; a missing file counts as empty. */
export async function hashFiles(paths: readonly string[], salt: string): Promise<string> {
  const texts = await Promise.all(
    paths.map(async (path) => [path, await Deno.readTextFile(path).catch(() => "")]),
  );
  const bytes = new TextEncoder().encode([salt, ...texts.flat()].join("\0"));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
