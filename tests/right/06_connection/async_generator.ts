// @style an async generator, which queues its callers by itself; relay() is two streams of values

import type { Argv } from "#lib/argv.ts";
import { LineDecoder } from "#lib/lines.ts";

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
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: AsyncGenerator<string, void>;
  #isCrash = false;
  #isClosed = false;

  constructor(from: ReadableStream<Uint8Array>, to: WritableStream<Uint8Array>) {
    this.#reader = from.getReader();
    this.#writer = to.getWriter();
    this.#lines = this.#readLines();
  }

  async *#readLines(): AsyncGenerator<string, void> {
    const decoder = new LineDecoder({ maxLineBytes: Infinity });
    for (;;) {
      const { value } = await this.#reader.read();
      if (value === undefined) break;
      yield* decoder.push(value);
    }
    this.#isCrash = decoder.end().length > 0;
  }

  async send(value: S): Promise<void> {
    const line = JSON.stringify(value)?.concat("\n");
    if (line === undefined) throw new TypeError("there is no JSON for it");
    await this.#writer.write(new TextEncoder().encode(line)); // a closed one rejects with TypeError
  }

  async recv(): Promise<R> {
    const next = await this.#lines.next();
    if (!next.done) return JSON.parse(next.value);
    throw this.#isCrash ? new Deno.errors.UnexpectedEof("inside a value") : new EOFError();
  }

  async close(): Promise<void> {
    if (this.#isClosed) return await this.#writer.closed;
    this.#isClosed = true;
    await this.#writer.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled([this.#reader.cancel(), this.close()]);
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
