// @style the shell's way: neighbours share one kernel pipe and nobody pumps (node: stdio)

import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { constants } from "node:os";
import type { Argv } from "#lib/argv.ts";

export interface PipelineResult {
  stdout: Uint8Array;
  statuses: Deno.CommandStatus[];
  code: number;
}

export async function pipeline(
  stages: readonly [Argv, ...Argv[]],
  o: { input?: Uint8Array; pipefail?: boolean; signal?: AbortSignal } = {},
): Promise<PipelineResult> {
  o.signal?.throwIfAborted();
  const pipes = stages.slice(1).map(makePipe);
  const children = stages.map(([program, ...args], index) => {
    const stdin = pipes[index - 1]?.readEnd ?? "pipe";
    const stdout = pipes[index]?.writeEnd ?? "pipe";
    return spawn(program, args, { stdio: [stdin, stdout, "inherit"] });
  });
  // Our copies must go: end-of-file needs all write ends closed, SIGPIPE all read ends.
  for (const { readEnd, writeEnd } of pipes) [readEnd, writeEnd].forEach(closeSync);
  const killAll = () => children.forEach((child) => child.kill("SIGKILL"));
  o.signal?.addEventListener("abort", killAll);
  try {
    const output = collect(children.at(-1));
    children[0]?.stdin?.on("error", ignoreEarlyLeaver).end(o.input);
    const ends = await Promise.allSettled(children.map((child) => waitForEnd(child, killAll)));
    o.signal?.throwIfAborted();
    const failure = ends.find((end) => end.status === "rejected");
    if (failure !== undefined) throw failure.reason;
    const statuses = ends.flatMap((end) => end.status === "fulfilled" ? [end.value] : []);
    const judged = o.pipefail ? statuses.findLast(({ success }) => !success) : statuses.at(-1);
    return { stdout: await output, statuses, code: judged?.code ?? 0 };
  } finally {
    o.signal?.removeEventListener("abort", killAll);
  }
}

/** pipe(2) by other means: once its name is gone, a FIFO is an anonymous pipe. */
function makePipe(): { readEnd: number; writeEnd: number } {
  const dir = Deno.makeTempDirSync();
  const path = `${dir}/pipe`;
  try {
    new Deno.Command("mkfifo", { args: [path] }).outputSync();
    const both = openSync(path, "r+"); // waits for no partner, so the next two need not wait either
    const ends = { readEnd: openSync(path, "r"), writeEnd: openSync(path, "w") };
    closeSync(both);
    return ends;
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
}

function collect(last: ChildProcess | undefined): Promise<Uint8Array> {
  const { promise, resolve } = Promise.withResolvers<Uint8Array>();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  last?.stdout?.on("data", (chunk) => chunks.push(chunk));
  last?.stdout?.on("close", () => resolve(new Blob(chunks).bytes()));
  return promise;
}

function waitForEnd(child: ChildProcess, killAll: () => void): Promise<Deno.CommandStatus> {
  const { promise, resolve, reject } = Promise.withResolvers<Deno.CommandStatus>();
  child.on("error", (error: NodeJS.ErrnoException) => {
    killAll();
    reject(error.code === "ENOENT" ? new Deno.errors.NotFound(error.message) : error);
  });
  child.on("close", (code, name) => {
    const signal = name as Deno.Signal | null;
    const shellCode = name === null ? code ?? 1 : 128 + (constants.signals[name] ?? 0);
    resolve({ success: shellCode === 0, code: shellCode, signal });
  });
  return promise;
}

function ignoreEarlyLeaver(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
