// @test sealed-box/T8
// @says "shellCode: 127 }"
// @mistake answering every error of the start with 127, not found

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
    const { stdout, stderr, code, signal } = await new Deno.Command(program, { ...o, args })
      .output();
    const ending: Ending = signal === null
      ? { kind: "exit", code }
      : { kind: "signal", signal, shellCode: code };
    return { stdout: decode(stdout), stderr: decode(stderr), ending };
  } catch {
    return {
      stdout: "",
      stderr: "",
      ending: { kind: "spawn-failed", reason: "not-found", shellCode: 127 },
    };
  }
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
