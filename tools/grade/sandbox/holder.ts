/** The process that holds the namespaces of a stage. */
export interface Holder {
  /** To be put before a command line: it then runs on the stage. */
  readonly enter: readonly string[];
  readonly end: () => Promise<void>;
}

/** What all cases of one run may write together, in bytes. */
const CASES_BYTES = 128 << 20;

/**
 * Starts a process that holds a network with a loopback alone, message queues, and a small file system at `mountPath`, with
 * the directories named. It ends with `end()`, and also when this process dies.
 *
 * @throws {Error} when this machine does not allow it
 */
export async function openHolder(mountPath: string, dirs: readonly string[]): Promise<Holder> {
  await Deno.mkdir(mountPath);
  const namespaces = ["--unshare-user", "--unshare-net", "--unshare-ipc", "--die-with-parent"];
  const files = ["--dev-bind", "/", "/", "--size", String(CASES_BYTES), "--tmpfs", mountPath];
  const script = 'mkdir "$@" && echo $$ && exec cat'; // until end-of-file
  const child = new Deno.Command("bwrap", {
    args: [...namespaces, ...files, "/bin/sh", "-c", script, "sh", ...dirs],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const problem = new Response(child.stderr).text();
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  const end = async () => {
    await child.stdin.close().catch(() => {});
    await Promise.all([child.status, reader.cancel(), problem]);
  };
  if (value === undefined) {
    await end();
    throw new Error(`Cannot start a sandbox: ${(await problem).trim()}`);
  }
  const pid = new TextDecoder().decode(value).trim();
  const enter = ["nsenter", "-t", pid, "-U", "--preserve-credentials", "-n", "-m", "-i"];
  return { enter, end };
}
