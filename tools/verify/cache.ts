import { walk } from "@std/fs";
import type { Lesson } from "../course/lesson.ts";
import { testFile } from "../course/lesson.ts";
import type { CheckResult } from "./check_result.ts";

const FORMAT = 1;

/**
 * Results of earlier runs by the hash of everything they depend on, for `verify --changed`. Only passed checks are
 * kept: what was red runs again.
 */
export class Cache {
  readonly #path: string;
  readonly #results: Map<string, CheckResult>;

  private constructor(path: string, results: Map<string, CheckResult>) {
    this.#path = path;
    this.#results = results;
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

  get(key: string): CheckResult | undefined {
    return this.#results.get(key);
  }

  set(key: string, result: CheckResult): void {
    this.#results.set(key, result);
  }

  /** Writes it by renaming, so that a reader never sees half a file. */
  async save(keys: ReadonlySet<string>): Promise<void> {
    const kept = [...this.#results].filter(([key]) => keys.has(key));
    const text = JSON.stringify({ format: FORMAT, results: Object.fromEntries(kept) });
    await Deno.mkdir(this.#path.replace(/\/[^/]*$/, ""), { recursive: true });
    await Deno.writeTextFile(`${this.#path}.tmp`, text);
    await Deno.rename(`${this.#path}.tmp`, this.#path);
  }
}

/** Hashes what every run depends on: harness, fixtures, given helpers, configuration, Deno itself. */
export async function hashBase(root: string): Promise<string> {
  const dirs = [
    "tests/harness",
    "tests/fixtures",
    "lessons/lib",
    "tools/course",
    "tools/proc",
    "tools/std",
  ];
  const paths = [`${root}/deno.json`];
  for (const dir of dirs) {
    for await (const entry of walk(`${root}/${dir}`, { includeDirs: false })) {
      paths.push(entry.path);
    }
  }
  return await hashFiles(paths.sort(), Deno.version.deno);
}

/** Hashes one job: the base, the lesson's tests and stub, and the subject. */
export async function hashJob(
  base: string,
  options: { root: string; lesson: Lesson; subject: string },
): Promise<string> {
  const stub = `${options.root}/tests/stubs/${options.lesson.folder}.ts`;
  return await hashFiles(
    [`${options.root}/${testFile(options.lesson)}`, stub, options.subject],
    base,
  );
}

/** SHA-256 over names and contents of files, as hexadecimal digits. */
export async function hashFiles(paths: readonly string[], salt: string): Promise<string> {
  const parts = [salt];
  for (const path of paths) {
    parts.push(path, await Deno.readTextFile(path).catch(() => ""));
  }
  const bytes = new TextEncoder().encode(parts.join("\0"));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
