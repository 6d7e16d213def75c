// @style plain: outputSync() in an async function, endings from a table of error classes

import type { Argv } from "#lib/argv.ts";

export interface BoxResult {
  stdout: string;
  stderr: string;
  ending: Ending;
}

export type Ending =
  | { kind: "exit"; code: number }
  | { kind: "signal"; signal: Deno.Signal; shellCode: number }
  | { kind: "spawn-failed"; reason: "not-found" | "not-executable"; shellCode: 127 | 126 };

// deno-lint-ignore require-await -- async turns what is thrown below into a rejection
export async function runBox(
  cmd: Argv,
  o: { env?: Record<string, string>; clearEnv?: boolean; cwd?: string } = {},
): Promise<BoxResult> {
  let output: Deno.CommandOutput;
  try {
    output = new Deno.Command(cmd[0], { args: cmd.slice(1), ...o }).outputSync();
  } catch (error) {
    const known = FAILURES.find(([type]) => error instanceof type);
    if (known === undefined) throw error;
    return { stdout: "", stderr: "", ending: known[1] };
  }
  const text = new TextDecoder();
  return {
    stdout: text.decode(output.stdout),
    stderr: text.decode(output.stderr),
    ending: describeEnding(output),
  };
}

const FAILURES: [typeof Deno.errors.NotFound | typeof Deno.errors.PermissionDenied, Ending][] = [
  [Deno.errors.NotFound, { kind: "spawn-failed", reason: "not-found", shellCode: 127 }],
  [Deno.errors.PermissionDenied, {
    kind: "spawn-failed",
    reason: "not-executable",
    shellCode: 126,
  }],
];

function describeEnding({ code, signal }: Deno.CommandStatus): Ending {
  if (signal !== null) return { kind: "signal", signal, shellCode: code };
  return { kind: "exit", code };
}
