// @test drain-both-ends/T3
// @says "waits in write on its stderr"
// @mistake reading stdout to its end before looking at stderr

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
  const feeding = feed(child.stdin, input);
  const stdout = await child.stdout.bytes();
  const stderr = await child.stderr.bytes();
  const status = await child.status;
  await feeding;
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
