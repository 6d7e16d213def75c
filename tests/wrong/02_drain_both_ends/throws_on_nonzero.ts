// @test drain-both-ends/T5
// @says "got       Error: exit code 3"
// @mistake turning a non-zero exit code into an exception

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
  if (!status.success && status.signal === null) throw new Error(`exit code ${status.code}`);
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
