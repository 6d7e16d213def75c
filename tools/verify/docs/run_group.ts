import { describeProcess, listTagged } from "../../../tests/harness/processes.ts";

/** How a program is run. */
export interface GroupOptions {
  readonly cwd: string;
  /** When it is ended. */
  readonly timeoutMs: number;
  /** Added to the environment; @default nothing */
  readonly env?: Readonly<Record<string, string>>;
}

/** What is known once a program and all it started are gone. */
export interface GroupResult {
  /** The exit code; 128 and more after a signal. */
  readonly code: number;
  readonly isTimeout: boolean;
  /** The first 64 KiB of stdout, then of stderr. */
  readonly output: string;
  /** What still ran one second after the program had ended, as command lines; it is ended by now. */
  readonly left: readonly string[];
}

const CAP_BYTES = 64 * 1024;
const GRACE_MS = 1000;

/** Runs a program in a process group of its own and waits until nothing of it is left. */
export async function runGroup(argv: readonly string[], o: GroupOptions): Promise<GroupResult> {
  const [program = "", ...args] = argv;
  const mark = crypto.randomUUID();
  const child = new Deno.Command(program, {
    args,
    cwd: o.cwd,
    env: { ...o.env, NO_COLOR: "1", IPC_DOCS_RUN: mark },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    detached: true, // a group of its own, so that one kill reaches its children too
  }).spawn();
  const stop = new AbortController();
  const outputs = [child.stdout, child.stderr].map((pipe) => readCapped(pipe, stop.signal));
  let isTimeout = false;
  const deadline = setTimeout(() => {
    isTimeout = true;
    killPid(-child.pid);
  }, o.timeoutMs);
  const { code } = await child.status;
  clearTimeout(deadline);
  const left = await waitForRest(`IPC_DOCS_RUN=${mark}`);
  const lines = left.map(describeProcess); // a dead process has no command line any more
  killPid(-child.pid);
  for (const { pid } of left) killPid(pid); // a child may have made a group of its own
  const grace = setTimeout(() => stop.abort(), GRACE_MS); // somebody unknown may hold the pipes
  const output = (await Promise.all(outputs)).join("");
  clearTimeout(grace);
  return { code, isTimeout, output, left: isTimeout ? [] : lines };
}

/** A child may need a moment to see that its parent has gone: only who stays is left behind. */
async function waitForRest(tag: string) {
  for (const end = Date.now() + GRACE_MS;;) {
    const left = listTagged(tag);
    if (left.length === 0 || Date.now() > end) return left;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function readCapped(pipe: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<string> {
  const reader = pipe.getReader();
  const cancel = () => void reader.cancel();
  signal.addEventListener("abort", cancel);
  const decoder = new TextDecoder();
  let text = "";
  let byteCount = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (byteCount < CAP_BYTES) text += decoder.decode(value, { stream: true });
    byteCount += value.length;
  }
  signal.removeEventListener("abort", cancel);
  return text;
}

function killPid(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch {
    // gone already, which is all we want
  }
}
