import { LineDecoder } from "./lines.ts";

/** The peer has ended its direction, between two values: nothing more will come. */
export class EOFError extends Error {
  /** What it is known by, whichever copy of this module threw it. */
  override readonly name = "EOFError";
}

/**
 * One end of a channel that carries JSON values both ways, one value a line (NDJSON). Disposing it ends both directions
 * and never rejects: the peer gets end-of-file, and BrokenPipe when it writes.
 */
export interface Connection<S, R> extends AsyncDisposable {
  /**
   * Sends a value, after all values sent before. Resolves when there is room for another one: whoever awaits it
   * is as slow as the peer. Values that are sent while a write is in flight go out together, in the next write; so do
   * the answers of somebody who answers one value after the other, as long as there are received ones to take.
   *
   * @throws {TypeError} when JSON cannot hold the value, and after close()
   * @throws {Deno.errors.BrokenPipe} when the peer reads no more; it may be a later call that says so
   */
  send(v: S): Promise<void>;
  /**
   * Returns the next value. Calls that wait are served in their order.
   *
   * @throws {EOFError} when the peer has ended its direction, each time
   * @throws {Deno.errors.UnexpectedEof} when it has ended inside a value, each time
   * @throws {SyntaxError} when a line is no JSON; the next call takes the next line
   */
  recv(): Promise<R>;
  /**
   * Ends your direction when everything sent is on its way. recv() still returns what comes. A second call waits
   * for the same end.
   *
   * @throws {Deno.errors.BrokenPipe} when something that was sent cannot be delivered any more
   */
  close(): Promise<void>;
}

/** Connects to a child that was spawned with piped stdin and stdout. Its status stays the caller's business. */
export function toChild<S, R>(child: Deno.ChildProcess): Connection<S, R> {
  const writer = child.stdin.getWriter();
  const reader = child.stdout.getReader({ mode: "byob" });
  let block = new Uint8Array(BLOCK_BYTES);
  return new LineConnection({
    write: (bytes) => writer.write(bytes),
    end: () => writer.close(),
    async read() {
      const { value, done } = await reader.read(block);
      if (value !== undefined) block = new Uint8Array(value.buffer); // lent to the stream, and back
      return done ? null : value;
    },
    stopReading: () => reader.cancel(),
  });
}

/**
 * Connects a child to its parent. Its stdout belongs to the channel from now on: console.log(), info() and debug()
 * write to stderr. Deno keeps stdout open as long as the process lives, so the parent reads end-of-file when it
 * has ended, not at close().
 */
export function toParent<S, R>(): Connection<S, R> {
  console.log = console.info = console.debug = console.error;
  const block = new Uint8Array(BLOCK_BYTES);
  return new LineConnection({
    async write(bytes) {
      for (let sent = 0; sent < bytes.length;) {
        sent += await Deno.stdout.write(bytes.subarray(sent));
      }
    },
    end: () => Promise.resolve(),
    async read() {
      const count = await Deno.stdin.read(block);
      return count === null ? null : block.subarray(0, count);
    },
    // a read that waits would keep the process alive
    stopReading: () => Promise.resolve(Deno.stdin.close()),
  });
}

/** What a pipe holds, so that one read can empty it. */
const BLOCK_BYTES = 64 << 10;
/** Text that may wait for its write before send() asks its caller to wait. */
const QUEUE_CHARS = 64 << 10;
const MAX_LINE_BYTES = 64 << 20;

/** Two streams of bytes, one in each direction. */
interface Wire {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Ends the direction of write(). */
  end(): Promise<void>;
  /** Reads some bytes, which stay valid until the next call; null at end-of-file. */
  read(): Promise<Uint8Array | null>;
  /** Ends the direction of read(): a call that waits there fails, or gets null. */
  stopReading(): Promise<void>;
}

class LineConnection<S, R> implements Connection<S, R> {
  readonly #wire: Wire;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new LineDecoder({ maxLineBytes: MAX_LINE_BYTES });

  /** Lines that no write has taken yet, and the write that will: it begins when the one in flight has ended. */
  #queue = "";
  #nextWrite: Promise<void> | undefined;
  #lastWrite = Promise.resolve();
  #failure: { error: unknown } | undefined;
  #closing: Promise<void> | undefined;

  /** Lines that no recv() has taken yet begin at `#at`. */
  #lines: string[] = [];
  #at = 0;
  #end: { error: unknown } | undefined;
  #lastRead: Promise<unknown> = Promise.resolve();
  #readerCount = 0;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  async send(value: S): Promise<void> {
    if (this.#closing !== undefined) {
      throw new TypeError("Cannot send: this connection is closed");
    }
    if (this.#failure !== undefined) throw this.#failure.error;
    const line: string | undefined = JSON.stringify(value);
    if (line === undefined) {
      throw new TypeError(`Cannot send ${typeof value}: JSON has no such value`);
    }
    this.#queue += line + "\n";
    this.#nextWrite ??= this.#startWrite();
    if (this.#queue.length > QUEUE_CHARS) await this.#nextWrite;
  }

  async recv(): Promise<R> {
    if (this.#readerCount === 0 && this.#at < this.#lines.length) return this.#takeLine();
    this.#readerCount++;
    const reading = this.#lastRead.then(() => this.#receive());
    this.#lastRead = reading.catch(() => {}); // a call that fails does not fail the next one
    try {
      return await reading;
    } finally {
      this.#readerCount--;
    }
  }

  close(): Promise<void> {
    return this.#closing ??= this.#flushAndEnd();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end ??= { error: new EOFError("Cannot receive: this connection is closed") };
    // What cannot be written any more was the business of send() and close().
    await Promise.allSettled([this.#wire.stopReading(), this.close()]);
  }

  #startWrite(): Promise<void> {
    // whoever has more values to take will say more about them: it goes along
    const willSendMore = this.#at < this.#lines.length;
    const ready = willSendMore ? this.#lastWrite.then(waitForTurnEnd) : this.#lastWrite;
    const write = ready.then(() => {
      const bytes = this.#encoder.encode(this.#queue);
      this.#queue = "";
      this.#nextWrite = undefined;
      return this.#wire.write(bytes);
    });
    write.catch((error) => this.#failure ??= { error }); // told by the next send(), or by close()
    return this.#lastWrite = write;
  }

  async #flushAndEnd(): Promise<void> {
    await this.#lastWrite;
    await this.#wire.end();
  }

  async #receive(): Promise<R> {
    while (this.#at === this.#lines.length) {
      if (this.#end !== undefined) throw this.#end.error;
      await this.#readBlock();
    }
    return this.#takeLine();
  }

  async #readBlock(): Promise<void> {
    try {
      const bytes = await this.#wire.read();
      if (bytes === null) throw this.#describeEnd();
      this.#lines = this.#decoder.push(bytes);
      this.#at = 0;
    } catch (error) {
      this.#end ??= { error };
    }
  }

  #describeEnd(): Error {
    return this.#decoder.end().length === 0
      ? new EOFError("Cannot receive: the peer has ended its direction")
      : new Deno.errors.UnexpectedEof("Cannot receive: the peer has ended inside a value");
  }

  #takeLine(): R {
    return JSON.parse(this.#lines[this.#at++] ?? "");
  }
}

/** Waits until everything that can go on has done so, and not for anything new. */
function waitForTurnEnd(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
