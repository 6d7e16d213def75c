// @style events: node:child_process and pipe(); "close" of the last stage to close settles

import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import type { Argv } from "#lib/argv.ts";

export interface PipelineResult {
  stdout: Uint8Array;
  statuses: Deno.CommandStatus[];
  code: number;
}

export function pipeline(
  stages: readonly [Argv, ...Argv[]],
  o: { input?: Uint8Array; pipefail?: boolean; signal?: AbortSignal } = {},
): Promise<PipelineResult> {
  const { promise, resolve, reject } = Promise.withResolvers<PipelineResult>();
  if (o.signal?.aborted) return Promise.reject(o.signal.reason);
  const children = stages.map(([program, ...args]) =>
    spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] })
  );
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const statuses: Deno.CommandStatus[] = [];
  let open = children.length;
  let failure: unknown;
  const killAll = () => children.forEach((child) => child.kill("SIGKILL"));
  const settle = async () => {
    o.signal?.removeEventListener("abort", killAll);
    if (o.signal?.aborted) return reject(o.signal.reason);
    if (failure !== undefined) return reject(failure);
    const failed = statuses.findLast((status) => !status.success);
    const judged = o.pipefail ? failed : statuses.at(-1);
    resolve({ stdout: await new Blob(chunks).bytes(), statuses, code: judged?.code ?? 0 });
  };
  const fail = (error: NodeJS.ErrnoException) => {
    failure ??= error.code === "ENOENT" ? new Deno.errors.NotFound(error.message) : error;
    killAll();
  };
  o.signal?.addEventListener("abort", killAll);
  children.forEach((child, index) => {
    connect(children[index - 1], child, { input: o.input, fail });
    child.on("error", fail);
    child.on("close", (code, signal) => {
      statuses[index] = toStatus(code, signal);
      if (--open === 0) settle();
    });
  });
  children.at(-1)?.stdout?.on("data", (chunk) => chunks.push(chunk));
  return promise;
}

function connect(
  left: ChildProcess | undefined,
  right: ChildProcess,
  o: { input: Uint8Array | undefined; fail: (error: NodeJS.ErrnoException) => void },
): void {
  const { stdin } = right;
  if (stdin === null) return;
  stdin.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") o.fail(error);
  });
  // pipe() does not cancel its source, and not every end is an error: node closes stdin on exit
  stdin.on("close", () => left?.stdout?.destroy());
  if (left === undefined) stdin.end(o.input);
  else left.stdout?.pipe(stdin);
}

function toStatus(code: number | null, signal: NodeJS.Signals | null): Deno.CommandStatus {
  if (signal === null) return { success: code === 0, code: code ?? 1, signal };
  return {
    success: false,
    code: 128 + (constants.signals[signal] ?? 0),
    signal: signal as Deno.Signal,
  };
}
