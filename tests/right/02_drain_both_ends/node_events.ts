// @style events: node:child_process, 'data' handlers that collect, 'close' that settles

import { spawn } from "node:child_process";
import type { Argv } from "#lib/argv.ts";

export interface Captured {
  stdout: Uint8Array;
  stderr: Uint8Array;
  status: Deno.CommandStatus;
}

export function filter(
  cmd: Argv,
  input: Uint8Array,
  o: { signal?: AbortSignal } = {},
): Promise<Captured> {
  const { promise, resolve, reject } = Promise.withResolvers<Captured>();
  if (o.signal?.aborted) return Promise.reject(o.signal.reason);
  const child = spawn(cmd[0], cmd.slice(1), { stdio: "pipe" });
  const stdout: Uint8Array[] = [];
  const stderr: Uint8Array[] = [];
  const abort = () => child.kill("SIGKILL");
  o.signal?.addEventListener("abort", abort);
  child.stdout.on("data", (chunk) => stdout.push(chunk));
  child.stderr.on("data", (chunk) => stderr.push(chunk));
  child.stdin.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") reject(error);
  });
  child.on("error", (error: NodeJS.ErrnoException) => {
    reject(error.code === "ENOENT" ? new Deno.errors.NotFound(error.message) : error);
  });
  child.on("close", (code, signal) => {
    o.signal?.removeEventListener("abort", abort);
    if (o.signal?.aborted) return reject(o.signal.reason);
    const status = { success: code === 0, code: code ?? 1, signal: signal as Deno.Signal | null };
    resolve({ stdout: join(stdout), stderr: join(stderr), status });
  });
  child.stdin.end(input);
  return promise;
}

function join(chunks: Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}
