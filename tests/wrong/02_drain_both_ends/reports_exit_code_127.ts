// @test drain-both-ends/T10
// @says "it succeeds: {"
// @mistake turning a program that cannot start into a result, as a shell does with its exit code 127

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
  const command = new Deno.Command(program, {
    args,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
  let child: Deno.ChildProcess;
  try {
    child = command.spawn();
  } catch (error) {
    const stderr = new TextEncoder().encode(`${error}\n`);
    const status = { success: false, code: 127, signal: null };
    return { stdout: new Uint8Array(), stderr, status };
  }
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
    const writer = stdin.getWriter();
    await writer.write(input);
    await writer.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
