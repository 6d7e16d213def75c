// @test sealed-box/T7
// @says "shellCode: 137 }"
// @mistake taking every code above 128 for a signal

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
  try {
    const { stdout, stderr, code } = await new Deno.Command(program, { ...o, args })
      .output();
    const ending: Ending = code > 128
      ? { kind: "signal", signal: SIGNALS[code - 128] ?? "SIGKILL", shellCode: code }
      : { kind: "exit", code };
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

const SIGNALS: Record<number, Deno.Signal> = {
  1: "SIGHUP",
  2: "SIGINT",
  6: "SIGABRT",
  9: "SIGKILL",
  11: "SIGSEGV",
  15: "SIGTERM",
};

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
