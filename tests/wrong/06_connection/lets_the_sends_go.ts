// @test connection/T13
// @says "expected  it ends"
// @mistake passing tasks on without waiting for send(): its failure is nobody's

import type { Argv } from "#lib/argv.ts";
import { LineDecoder } from "#lib/lines.ts";

export class EOFError extends Error {
  override readonly name = "EOFError";
}

export interface Connection<S, R> extends AsyncDisposable {
  send(v: S): Promise<void>;
  recv(): Promise<R>;
  close(): Promise<void>;
}

export function toChild<S, R>(child: Deno.ChildProcess): Connection<S, R> {
  return new LineConnection(child.stdout, child.stdin);
}

export function toParent<S, R>(): Connection<S, R> {
  console.log = console.info = console.debug = console.error;
  return new LineConnection(Deno.stdin.readable, Deno.stdout.writable);
}

export async function relay(producer: Argv, consumer: Argv): Promise<string[]> {
  await using from = start(producer);
  await using to = start(consumer);
  await using tasks = toChild<never, unknown>(from);
  await using reports = toChild<unknown, string>(to);
  try {
    const [received] = await Promise.all([
      receiveAll(reports),
      forEach(tasks, (task) => void reports.send(task)).then(() => reports.close()),
      tasks.close(),
    ]);
    for (const child of [from, to]) {
      const { success, code } = await child.status;
      if (!success) throw new Error(`Cannot relay: a program ended with code ${code}`);
    }
    return received;
  } catch (error) {
    for (const child of [from, to]) kill(child);
    throw error;
  }
}

class LineConnection<S, R> implements Connection<S, R> {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;

  #queue = "";
  #nextWrite: Promise<void> | undefined;
  #lastWrite = Promise.resolve();
  #closing: Promise<void> | undefined;

  readonly #decoder = new LineDecoder({ maxLineBytes: Infinity });
  #lines: string[] = [];
  #taken = 0;
  #end: { error: unknown } | undefined;
  #lastRead: Promise<unknown> = Promise.resolve();

  constructor(from: ReadableStream<Uint8Array>, to: WritableStream<Uint8Array>) {
    this.#reader = from.getReader();
    this.#writer = to.getWriter();
  }

  async send(value: S): Promise<void> {
    if (this.#closing !== undefined) {
      throw new TypeError("Cannot send: this connection is closed");
    }
    const line: string | undefined = JSON.stringify(value);
    if (line === undefined) throw new TypeError(`Cannot send ${typeof value}: it is no JSON value`);
    this.#queue += line + "\n";
    await (this.#nextWrite ??= this.#lastWrite = this.#lastWrite.then(() => this.#writeQueue()));
  }

  recv(): Promise<R> {
    const received = this.#lastRead.then(() => this.#receive());
    this.#lastRead = received.catch(() => {});
    return received;
  }

  close(): Promise<void> {
    return this.#closing ??= this.#lastWrite.then(() => this.#writer.close());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled([this.#reader.cancel(), this.close()]);
  }

  #writeQueue(): Promise<void> {
    const bytes = new TextEncoder().encode(this.#queue);
    this.#queue = "";
    this.#nextWrite = undefined;
    return this.#writer.write(bytes);
  }

  async #receive(): Promise<R> {
    while (this.#taken === this.#lines.length) {
      if (this.#end !== undefined) throw this.#end.error;
      await this.#readBlock();
    }
    return JSON.parse(this.#lines[this.#taken++] ?? "");
  }

  async #readBlock(): Promise<void> {
    try {
      const { value, done } = await this.#reader.read();
      if (done) throw this.#explainEnd();
      this.#lines = this.#decoder.push(value);
      this.#taken = 0;
    } catch (error) {
      this.#end = { error };
    }
  }

  #explainEnd(): Error {
    return this.#decoder.end().length === 0
      ? new EOFError("Cannot receive: the peer has ended its direction")
      : new Deno.errors.UnexpectedEof("Cannot receive: the peer has ended inside a value");
  }
}

async function receiveAll(from: Connection<never, string>): Promise<string[]> {
  const values: string[] = [];
  await forEach(from, (value) => void values.push(value));
  return values;
}

async function forEach<T>(
  from: Connection<never, T>,
  act: (value: T) => void | Promise<void>,
): Promise<void> {
  try {
    for (;;) await act(await from.recv());
  } catch (error) {
    if (!(error instanceof EOFError)) throw error;
  }
}

function start([program, ...args]: Argv): Deno.ChildProcess {
  return new Deno.Command(program, { args, stdin: "piped", stdout: "piped" }).spawn();
}

function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // it has ended by itself
  }
}
