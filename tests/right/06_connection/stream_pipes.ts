// @style web streams: an async generator queues its callers by itself, a stream of values writes

import type { Argv } from "#lib/argv.ts";
import { lines } from "#lib/lines.ts";

export class EOFError extends Error {
  override name = "EOFError";
}

export interface Connection<S, R> extends AsyncDisposable {
  send(v: S): Promise<void>;
  recv(): Promise<R>;
  close(): Promise<void>;
}

export function toChild<S, R>(child: Deno.ChildProcess): Connection<S, R> {
  return new StreamConnection(child.stdout, child.stdin);
}

export function toParent<S, R>(): Connection<S, R> {
  Object.assign(console, { log: console.error, info: console.error, debug: console.error });
  return new StreamConnection(Deno.stdin.readable, Deno.stdout.writable);
}

class StreamConnection<S, R> implements Connection<S, R> {
  readonly #lines: AsyncGenerator<string, void>;
  readonly #from: TransformStream<Uint8Array, Uint8Array>;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #stop = new AbortController();
  #lastByte = 10;
  #isClosed = false;

  constructor(from: ReadableStream<Uint8Array>, to: WritableStream<Uint8Array>) {
    this.#writer = to.getWriter();
    this.#from = new TransformStream({
      transform: (chunk, controller) => {
        this.#lastByte = chunk.at(-1) ?? this.#lastByte;
        controller.enqueue(chunk);
      },
      flush: (controller) => {
        if (this.#lastByte !== 10) throw new Deno.errors.UnexpectedEof("inside a value");
        controller.terminate();
      },
    });
    const { signal } = this.#stop;
    from.pipeTo(this.#from.writable, { signal }).catch(() => {}); // its failure reaches the reader
    this.#lines = lines(this.#from.readable, { maxLineBytes: Infinity });
  }

  async send(value: S): Promise<void> {
    const line = JSON.stringify(value)?.concat("\n");
    if (line === undefined) throw new TypeError("there is no JSON for it");
    await this.#writer.write(new TextEncoder().encode(line)); // a closed one rejects with TypeError
  }

  async recv(): Promise<R> {
    const next = await this.#lines.next();
    if (!next.done) return JSON.parse(next.value);
    throw this.#lastByte === 10 ? new EOFError() : new Deno.errors.UnexpectedEof("inside a value");
  }

  async close(): Promise<void> {
    if (this.#isClosed) return await this.#writer.closed;
    this.#isClosed = true;
    await this.#writer.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.close().catch(() => {});
  }
}

export async function relay(producer: Argv, consumer: Argv): Promise<string[]> {
  const [from, to] = [producer, consumer].map(([program, ...args]) =>
    new Deno.Command(program, { args, stdin: "piped", stdout: "piped" }).spawn()
  ) as [Deno.ChildProcess, Deno.ChildProcess];
  const tasks = toChild<never, unknown>(from);
  const reports = toChild<unknown, string>(to);
  const received: string[] = [];
  const work = [
    tasks.close(),
    readable(tasks).pipeTo(
      new WritableStream({
        write: (task) => reports.send(task),
        close: () => reports.close(),
      }),
    ),
    readable(reports).pipeTo(new WritableStream({ write: (report) => void received.push(report) })),
    ...[from, to].map(async (child) => {
      const { code } = await child.status;
      if (code !== 0) throw new Error(`a program ended with code ${code}`);
    }),
  ];
  const failed = await Promise.all(work).then(() => undefined, (error) => ({ error }));
  if (failed === undefined) return received;
  for (const child of [from, to]) {
    try {
      child.kill("SIGKILL");
    } catch {
      continue;
    }
  }
  await Promise.allSettled(work);
  await Promise.allSettled([tasks, reports].map((one) => one[Symbol.asyncDispose]()));
  throw failed.error;
}

function readable<T>(from: Connection<never, T>): ReadableStream<T> {
  return new ReadableStream({
    async pull(controller) {
      try {
        controller.enqueue(await from.recv());
      } catch (error) {
        if (error instanceof EOFError) controller.close();
        else controller.error(error);
      }
    },
  });
}
