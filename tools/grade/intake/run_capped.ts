import { interrupted } from "../../proc/interrupt.ts";
import { killQuietly } from "../../../tests/harness/processes.ts";

export interface RunCappedOptions {
  /** All that the program is started with. */
  readonly env: Readonly<Record<string, string>>;
  /** What it reads from standard input. */
  readonly input: string;
  /** More output than this ends it. */
  readonly maxBytes: number;
  /** After this long it is killed. */
  readonly timeoutMs: number;
}

/** What a program wrote, and why it was ended from outside if it was. */
export interface RunCapped {
  readonly isSuccess: boolean;
  readonly stdout: Uint8Array<ArrayBuffer>;
  readonly stderr: string;
  readonly killed: "bytes" | "time" | undefined;
}

const MAX_STDERR_BYTES = 16 << 10;

/** Runs a program that takes its children with it, as bubblewrap does, and keeps what it writes as bytes. */
export async function runCapped(
  [program, ...args]: readonly [string, ...string[]],
  { env, input, maxBytes, timeoutMs }: RunCappedOptions,
): Promise<RunCapped> {
  const pipes = { stdin: "piped", stdout: "piped", stderr: "piped" } as const;
  const child = new Deno.Command(program, { args, env, clearEnv: true, cwd: "/", ...pipes })
    .spawn();
  let killed: RunCapped["killed"];
  const kill = (cause?: RunCapped["killed"]) => {
    killed ??= cause;
    killQuietly(child.pid, Deno.kill);
  };
  const abort = () => kill();
  const timer = setTimeout(() => kill("time"), timeoutMs);
  interrupted.addEventListener("abort", abort);
  try {
    const [stdout, stderr, status] = await Promise.all([
      collect(child.stdout, maxBytes, () => kill("bytes")),
      collect(child.stderr, MAX_STDERR_BYTES, () => {}),
      child.status,
      feed(child.stdin, input),
    ]);
    const isSuccess = status.success && killed === undefined;
    return { isSuccess, stdout, stderr: new TextDecoder().decode(stderr), killed };
  } finally {
    clearTimeout(timer);
    interrupted.removeEventListener("abort", abort);
  }
}

async function feed(stdin: WritableStream<Uint8Array>, input: string): Promise<void> {
  const writer = stdin.getWriter();
  try {
    await writer.write(new TextEncoder().encode(input));
    await writer.close();
  } catch {
    // it went before it had read all: what it says is told by its status
  }
}

/** Keeps the first bytes, and drains the rest, so that nobody blocks on it while it is being killed. */
async function collect(
  stream: ReadableStream<Uint8Array>,
  maxBytes: number,
  overflow: () => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let count = 0;
  for await (const piece of stream) {
    const kept = new Uint8Array(piece.subarray(0, Math.max(0, maxBytes - count)));
    count += piece.length;
    if (kept.length > 0) pieces.push(kept);
    if (count > maxBytes) overflow();
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}
