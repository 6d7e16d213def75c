// @style web streams: pipeTo() closes stdin, Response collects the outputs, Deno.Command owns the signal

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
  await using child = new Deno.Command(cmd[0], {
    args: cmd.slice(1),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    ...(o.signal === undefined ? {} : { signal: o.signal }),
  }).spawn();
  const feeding = new Blob([new Uint8Array(input)]).stream().pipeTo(child.stdin).catch((error) => {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  });
  const [stdout, stderr, status] = await Promise.all([
    new Response(child.stdout).bytes(),
    new Response(child.stderr).bytes(),
    child.status,
    feeding,
  ]);
  o.signal?.throwIfAborted();
  return { stdout, stderr, status };
}
