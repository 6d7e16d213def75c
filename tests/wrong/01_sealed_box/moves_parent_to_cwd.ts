// @test sealed-box/T3
// @says "the parent's directory is"
// @mistake changing the directory of the parent, because the child inherits it

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

export async function runBox(
  cmd: Argv,
  o: { env?: Record<string, string>; clearEnv?: boolean; cwd?: string } = {},
): Promise<BoxResult> {
  const [program, ...args] = cmd;
  if (o.cwd !== undefined) Deno.chdir(o.cwd);
  try {
    const { stdout, stderr, code, signal } = await new Deno.Command(program, {
      env: o.env,
      clearEnv: o.clearEnv,
      args,
    })
      .output();
    const ending: Ending = signal === null
      ? { kind: "exit", code }
      : { kind: "signal", signal, shellCode: code };
    return { stdout: decode(stdout), stderr: decode(stderr), ending };
  } catch (error) {
    return { stdout: "", stderr: "", ending: explainSpawnError(error) };
  }
}

function explainSpawnError(error: unknown): Ending {
  if (error instanceof Deno.errors.NotFound) {
    return { kind: "spawn-failed", reason: "not-found", shellCode: 127 };
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return { kind: "spawn-failed", reason: "not-executable", shellCode: 126 };
  }
  throw error;
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
