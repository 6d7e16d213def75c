import { runGroup } from "../proc/run_group.ts";

const TOOL_LIMIT_MS = 300_000;

/** Runs a subcommand of this very Deno in the course's folder; both outputs as one text. */
export async function runTool(
  root: string,
  args: readonly string[],
): Promise<{ code: number; text: string }> {
  const result = await runGroup([Deno.execPath(), ...args], {
    cwd: root,
    env: { NO_COLOR: "1" },
    wallMs: () => TOOL_LIMIT_MS,
    outputBytes: 32 * 1024 * 1024,
  });
  const late = result.killed === undefined ? "" : `\nended after ${TOOL_LIMIT_MS / 1000} s`;
  return { code: result.code, text: result.stdout + result.stderr + late };
}
