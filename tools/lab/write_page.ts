import { measureFactor } from "../../tests/harness/deadline.ts";
import { DENO_ENV } from "../proc/deno_env.ts";
import { programArgv } from "../proc/program_argv.ts";
import { runGroup } from "../proc/run_group.ts";
import { writeAtomic } from "../proc/write_atomic.ts";

/** Drawing takes a second; the library comes from the network at the first time. */
const LIMIT_MS = 120_000;

/** Draws the page of results and writes it to `path`, whole or not at all; returns what went wrong, or undefined. */
export async function writePage(path: string, results: unknown): Promise<string | undefined> {
  const dir = await Deno.makeTempDir({ prefix: "ipc-lab-page-" });
  try {
    const input = `${dir}/results.json`;
    await Deno.writeTextFile(input, JSON.stringify(results));
    const drawn = await draw(input, dir);
    if ("problem" in drawn) return `Cannot draw ${path}: ${drawn.problem}`;
    await writeAtomic(path, drawn.page);
    return undefined;
  } catch (error) {
    return `Cannot write ${path}: ${error instanceof Error ? error.message : error}`;
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

async function draw(
  input: string,
  cwd: string,
): Promise<{ readonly page: string } | { readonly problem: string }> {
  const limitMs = LIMIT_MS * measureFactor();
  const { code, killed, stdout, stderr } = await runGroup(
    [...programArgv("tools/lab/page_main.ts", "tools/lab/deno.lock"), input],
    { cwd, env: DENO_ENV, wallMs: () => limitMs },
  );
  if (killed === undefined && code === 0) return { page: stdout };
  const [line = "it says nothing"] = stderr.split("\n").filter((one) => one.trim() !== "");
  return { problem: killed === "wall" ? `it took longer than ${limitMs / 1000} s` : line };
}
