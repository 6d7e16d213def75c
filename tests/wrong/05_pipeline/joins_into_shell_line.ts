// @test pipeline/T1
// @says "python in the wrong place"
// @mistake gluing the arguments into one line for the shell: a blank in a name cuts it

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
  const line = stages.map((stage) => stage.join(" ")).join(" | ");
  const child = new Deno.Command("sh", {
    args: ["-c", line],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const kill = () => child.kill("SIGKILL");
  o.signal?.addEventListener("abort", kill);
  const [stdout, status] = await Promise.all([
    child.stdout.bytes(),
    child.status.finally(() => o.signal?.removeEventListener("abort", kill)),
    feed(child.stdin, o.input ?? new Uint8Array()),
  ]);
  o.signal?.throwIfAborted();
  return { stdout, statuses: [status], code: status.code };
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
