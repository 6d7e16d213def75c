import { createHash } from "node:crypto";
import { walk } from "@std/fs";

/** What a verdict depends on beside the submission. */
const PARTS = ["tests", "lessons/lib", "tools/course", "tools/grade", "tools/proc", "tools/std"];
/** What lies there too, and decides nothing: results that are kept, and tests that are not a lesson's. */
const RESULTS_AND_TESTS = [
  /\/tests\/(looks|mutants|self_test|soak)\//,
  /\/(?!\d\d_)[^/]*_test\.ts$/,
];

export interface HashOptions {
  /** Folders that count as well. @default none */
  readonly further?: readonly string[];
  /** What does not count of all that. @default none */
  readonly skip?: readonly RegExp[];
}

/**
 * Says which course this is: the commit, and a hash behind a plus sign when something that decides differs from it, or when
 * there is no commit.
 */
export async function identifyCourse(root: string): Promise<string> {
  const commit = await runGit(root, ["rev-parse", "HEAD"]);
  const changes = await runGit(root, ["status", "--porcelain", "--", "deno.json", ...PARTS]);
  if (commit !== undefined && changes === "") return commit;
  return `${commit ?? "none"}+${(await hashCourse(root)).slice(0, 12)}`;
}

/** Hashes what a verdict depends on beside the submission, and what lies in further folders. */
export async function hashCourse(
  root: string,
  { further = [], skip = [] }: HashOptions = {},
): Promise<string> {
  const hash = createHash("sha256").update(await Deno.readFile(`${root}/deno.json`));
  const paths: string[] = [];
  for (const part of [...PARTS, ...further]) {
    const all = { includeDirs: false, skip: [...RESULTS_AND_TESTS, ...skip] };
    for await (const { path } of walk(`${root}/${part}`, all)) paths.push(path);
  }
  for (const path of paths.sort()) {
    hash.update(`\0${path.slice(root.length)}\0`).update(await Deno.readFile(path));
  }
  return hash.digest("hex");
}

async function runGit(root: string, args: string[]): Promise<string | undefined> {
  try {
    const command = new Deno.Command("git", { args: ["-C", root, ...args], stderr: "null" });
    const { success, stdout } = await command.output();
    return success ? new TextDecoder().decode(stdout).trim() : undefined;
  } catch {
    return undefined; // no git here
  }
}
