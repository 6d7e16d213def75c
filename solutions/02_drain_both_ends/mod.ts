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
  // Three pipes, each a small tank: all must move at once, or one fills up and stops the others.
  const [, stdout, stderr, status] = await Promise.all([
    feed(child.stdin, input),
    child.stdout.bytes(),
    child.stderr.bytes(),
    child.status.finally(() => o.signal?.removeEventListener("abort", kill)), // kill() throws from now on
  ]);
  o.signal?.throwIfAborted();
  return { stdout, stderr, status };
}

/** Writes everything and closes, which is the child's end-of-file. */
async function feed(stdin: WritableStream<Uint8Array>, input: Uint8Array): Promise<void> {
  try {
    const writer = stdin.getWriter();
    await writer.write(input);
    await writer.close();
  } catch (error) {
    // a reader may stop early, as `head` does: that is its right
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
