import { measureFactor } from "../../tests/harness/deadline.ts";
import { DENO_ENV } from "../proc/deno_env.ts";
import { runGroup } from "../proc/run_group.ts";

/** How long a tool may take before the factor; the tools' own tests take longest. */
const TOOL_LIMIT_MS = 600_000;

/** Runs a subcommand of this very Deno in the course's folder; both outputs as one text. */
export async function runTool(
  root: string,
  args: readonly string[],
): Promise<{ code: number; text: string }> {
  const limitMs = TOOL_LIMIT_MS * measureFactor();
  const result = await runGroup([Deno.execPath(), ...args], {
    cwd: root,
    env: DENO_ENV,
    wallMs: () => limitMs,
    outputBytes: 32 * 1024 * 1024,
  });
  const late = result.killed === undefined ? "" : `\nended after ${limitMs / 1000} s`;
  return { code: result.code, text: result.stdout + result.stderr + late };
}
