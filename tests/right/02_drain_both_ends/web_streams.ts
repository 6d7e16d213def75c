// @style web streams: pipeTo() closes stdin, Response collects the outputs, one AbortController unhooks the other

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
  }).spawn();
  const ended = new AbortController();
  o.signal?.addEventListener("abort", () => child.kill("SIGKILL"), { signal: ended.signal });
  const feeding = new Blob([new Uint8Array(input)]).stream().pipeTo(child.stdin).catch((error) => {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  });
  const [stdout, stderr, status] = await Promise.all([
    new Response(child.stdout).bytes(),
    new Response(child.stderr).bytes(),
    child.status.finally(() => ended.abort()),
    feeding,
  ]);
  o.signal?.throwIfAborted();
  return { stdout, stderr, status };
}
