// @style streams: spawn() in a class, both outputs read as text while the status is awaited

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

export function runBox(
  cmd: Argv,
  o: { env?: Record<string, string>; clearEnv?: boolean; cwd?: string } = {},
): Promise<BoxResult> {
  return new Box(cmd, o).run();
}

class Box {
  readonly #command: Deno.Command;

  constructor(cmd: Argv, o: { env?: Record<string, string>; clearEnv?: boolean; cwd?: string }) {
    const [program, ...args] = cmd;
    const streams = { stdin: "null", stdout: "piped", stderr: "piped" } as const;
    this.#command = new Deno.Command(program, { ...o, ...streams, args });
  }

  async run(): Promise<BoxResult> {
    const child = this.#start();
    if (!(child instanceof Deno.ChildProcess)) return { stdout: "", stderr: "", ending: child };
    const [stdout, stderr, { code, signal }] = await Promise.all([
      child.stdout.text(),
      child.stderr.text(),
      child.status,
    ]);
    if (signal === null) return { stdout, stderr, ending: { kind: "exit", code } };
    return { stdout, stderr, ending: { kind: "signal", signal, shellCode: code } };
  }

  #start(): Deno.ChildProcess | Ending {
    try {
      return this.#command.spawn();
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) {
        return { kind: "spawn-failed", reason: "not-found", shellCode: 127 };
      }
      if (error instanceof Deno.errors.PermissionDenied) {
        return { kind: "spawn-failed", reason: "not-executable", shellCode: 126 };
      }
      throw error;
    }
  }
}
