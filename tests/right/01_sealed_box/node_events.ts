// @style events: node:child_process, 'data' and 'close' handlers, signal numbers from node:os

import { spawn } from "node:child_process";
import { constants } from "node:os";
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
  const { promise, resolve, reject } = Promise.withResolvers<BoxResult>();
  const env = { ...(o.clearEnv ? {} : Deno.env.toObject()), ...o.env };
  const child = spawn(cmd[0], cmd.slice(1), { cwd: o.cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => stdout += text);
  child.stderr.setEncoding("utf8").on("data", (text: string) => stderr += text);
  child.on("error", (error: NodeJS.ErrnoException) => {
    const ending = FAILURES[error.code ?? ""];
    if (ending === undefined) reject(error);
    else resolve({ stdout: "", stderr: "", ending });
  });
  child.on("close", (code, signal) => {
    if (signal === null) {
      return resolve({ stdout, stderr, ending: { kind: "exit", code: code ?? 0 } });
    }
    const shellCode = 128 + constants.signals[signal];
    const ending: Ending = { kind: "signal", signal: signal as Deno.Signal, shellCode };
    resolve({ stdout, stderr, ending });
  });
  return promise;
}

const FAILURES: Record<string, Ending> = {
  ENOENT: { kind: "spawn-failed", reason: "not-found", shellCode: 127 },
  EACCES: { kind: "spawn-failed", reason: "not-executable", shellCode: 126 },
};
