// @style plain reads and writes: one loop per pipe, Deno.Command owns the signal

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
  const children = await start(stages, o.signal);
  const jobs = children.slice(1).map((child, index) => connect(children[index], child));
  jobs.push(feed(children[0], o.input));
  const [stdout] = await Promise.all([readAll(children.at(-1)), ...jobs]);
  const statuses: Deno.CommandStatus[] = [];
  let code = 0;
  for (const child of children) {
    const status = await child.status;
    statuses.push(status);
    if (!o.pipefail || status.code !== 0) code = status.code;
  }
  o.signal?.throwIfAborted();
  return { stdout, statuses, code };
}

async function start(
  stages: readonly Argv[],
  signal: AbortSignal | undefined,
): Promise<Deno.ChildProcess[]> {
  const children: Deno.ChildProcess[] = [];
  try {
    for (const [program, ...args] of stages) {
      const command = new Deno.Command(program, {
        args,
        stdin: "piped",
        stdout: "piped",
        ...(signal === undefined ? {} : { signal }),
      });
      children.push(command.spawn());
    }
    return children;
  } catch (error) {
    for (const child of children) {
      await child.stdin.abort();
      await child.stdout.cancel();
      await child[Symbol.asyncDispose](); // ends it if it has not ended yet, and waits for that
    }
    throw error;
  }
}

async function connect(
  from: Deno.ChildProcess | undefined,
  to: Deno.ChildProcess,
): Promise<void> {
  if (from === undefined) return;
  const reader = from.stdout.getReader();
  const writer = to.stdin.getWriter();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      await writer.write(value);
    }
    await writer.close();
  } catch (error) {
    await reader.cancel();
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

async function feed(first: Deno.ChildProcess | undefined, input?: Uint8Array): Promise<void> {
  const writer = first?.stdin.getWriter();
  try {
    if (input !== undefined) await writer?.write(input);
    await writer?.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

async function readAll(last: Deno.ChildProcess | undefined): Promise<Uint8Array> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of last?.stdout ?? []) chunks.push(chunk);
  return await new Blob(chunks).bytes();
}
