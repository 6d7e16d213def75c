// @test drain-both-ends/T7
// @says "(sleep 1000) is alive and asleep"
// @mistake sending SIGTERM, which a child may ignore

import type { Argv } from "#lib/argv.ts";

export interface Captured {
  stdout: Uint8Array;
  stderr: Uint8Array;
  status: Deno.CommandStatus;
}

export async function filter(
  cmd: Argv,
  input: Uint8Array,
  o: { signal?: AbortSignal } = {},
): Promise<Captured> {
  o.signal?.throwIfAborted();
  const [program, ...args] = cmd;
  const child = new Deno.Command(program, {
    args,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const kill = () => child.kill("SIGTERM");
  o.signal?.addEventListener("abort", kill);
  const [, stdout, stderr, status] = await Promise.all([
    feed(child.stdin, input),
    child.stdout.bytes(),
    child.stderr.bytes(),
    child.status,
  ]);
  o.signal?.removeEventListener("abort", kill);
  o.signal?.throwIfAborted();
  return { stdout, stderr, status };
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
