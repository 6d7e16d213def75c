// @test pipeline/T3
// @test pipeline/T9
// @test pipeline/T10
// @says "(yes)"
// @mistake running the stages one after another: the next starts when the last has ended

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
  let stdout = o.input ?? new Uint8Array();
  const statuses: Deno.CommandStatus[] = [];
  for (const [program, ...args] of stages) {
    o.signal?.throwIfAborted();
    const child = new Deno.Command(program, { args, stdin: "piped", stdout: "piped" }).spawn();
    const kill = () => child.kill("SIGKILL");
    o.signal?.addEventListener("abort", kill);
    const [out, status] = await Promise.all([
      child.stdout.bytes(),
      child.status.finally(() => o.signal?.removeEventListener("abort", kill)),
      feed(child.stdin, stdout),
    ]);
    stdout = out;
    statuses.push(status);
  }
  o.signal?.throwIfAborted();
  return { stdout, statuses, code: findCode(statuses, o.pipefail ?? false) };
}

async function feed(stdin: WritableStream<Uint8Array>, input: Uint8Array): Promise<void> {
  try {
    const writer = stdin.getWriter();
    await writer.write(input);
    await writer.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

function findCode(statuses: Deno.CommandStatus[], pipefail: boolean): number {
  const codes = statuses.map((status) => status.code);
  return (pipefail ? codes.findLast((code) => code !== 0) : codes.at(-1)) ?? 0;
}
