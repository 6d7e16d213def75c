// @test pipeline/T13
// @says "sleep in state"
// @slept they are gone two milliseconds later, so that to sleep is to wait
// @mistake killing the stages and rejecting at once, while they are still there

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
  const children: Deno.ChildProcess[] = [];
  const killAll = () => children.forEach(kill);
  o.signal?.addEventListener("abort", killAll);
  try {
    for (const [program, ...args] of stages) {
      const command = new Deno.Command(program, { args, stdin: "piped", stdout: "piped" });
      children.push(command.spawn());
    }

    let upstream: ReadableStream<Uint8Array> = ReadableStream.from(o.input ? [o.input] : []);
    const pumps: Promise<void>[] = [];
    for (const child of children) {
      pumps.push(pump(upstream, child.stdin));
      upstream = child.stdout;
    }
    const [stdout, statuses] = await Promise.all([
      new Response(upstream).bytes(),
      Promise.all(children.map((child) => child.status)),
      ...pumps,
    ]);
    o.signal?.throwIfAborted();
    return { stdout, statuses, code: findCode(statuses, o.pipefail ?? false) };
  } catch (error) {
    children.forEach(end);
    throw error;
  } finally {
    o.signal?.removeEventListener("abort", killAll);
  }
}

async function pump(
  from: ReadableStream<Uint8Array>,
  to: WritableStream<Uint8Array>,
): Promise<void> {
  try {
    await from.pipeTo(to);
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

function findCode(statuses: Deno.CommandStatus[], pipefail: boolean): number {
  const codes = statuses.map((status) => status.code);
  return (pipefail ? codes.findLast((code) => code !== 0) : codes.at(-1)) ?? 0;
}

async function end(child: Deno.ChildProcess): Promise<void> {
  kill(child);

  await Promise.allSettled([child.stdin.abort(), child.stdout.cancel(), child.status]);
}

function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // it has ended by itself
  }
}
