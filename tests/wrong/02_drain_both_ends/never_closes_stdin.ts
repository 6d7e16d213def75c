// @test drain-both-ends/T1
// @test drain-both-ends/T8
// @says "its only writer is your own process"
// @mistake leaving stdin open: the child waits for an end-of-file that never comes

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
  const kill = () => child.kill("SIGKILL");
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
    await stdin.getWriter().write(input);
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
