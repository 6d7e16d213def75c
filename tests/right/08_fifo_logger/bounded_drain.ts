// @style a class and node:fs: two ends, no O_RDWR; after the abort it takes without waiting what is left

import { Buffer } from "node:buffer";
import { closeSync, constants, openSync, readSync } from "node:fs";

export interface Sink {
  write(bytes: Uint8Array): Promise<number>;
}

export type LogRecord = Readonly<Record<string, unknown>>;
type OnRecord = (record: unknown) => void | Promise<void>;

export const PIPE_BUF: number = Deno.build.os === "linux" ? 4_096 : 512;

/** No pipe holds more, and nobody can have written more before the abort (pipe(7)). */
const PIPE_MAX_BYTES = 1 << 20;

export function encodeRecord(record: LogRecord): Uint8Array {
  const line = Buffer.from(JSON.stringify(record) + "\n");
  if (line.length > PIPE_BUF) throw new RangeError(`${line.length} bytes are too many`);
  return line;
}

export function logTo(sink: Sink, record: LogRecord): Promise<void> {
  return logAll(sink, [record]);
}

export async function logAll(sink: Sink, records: Iterable<LogRecord>): Promise<void> {
  const lines = Array.from(records, (record) => encodeRecord(record));
  while (lines.length > 0) {
    let [count, byteCount] = [0, 0];
    while (count < lines.length && byteCount + (lines[count]?.length ?? 0) <= PIPE_BUF) {
      byteCount += lines[count++]?.length ?? 0;
    }
    const taken = await sink.write(Buffer.concat(lines.splice(0, count)));
    if (taken !== byteCount) throw new Error(`${taken} of ${byteCount} bytes written`);
  }
}

export async function serveLog(
  path: string,
  onRecord: OnRecord,
  { signal }: { signal: AbortSignal },
): Promise<void> {
  if (signal.aborted) return;
  const { isFifo } = await Deno.stat(path);
  if (!isFifo) throw new TypeError(`${path} is no FIFO`);
  const [reader, writer] = await Promise.all([
    Deno.open(path, { read: true }),
    Deno.open(path, { write: true }), // held to the end: the last writer is never gone
  ]);
  const waking: Promise<unknown>[] = [];
  const wake = () => waking.push(writer.write(Buffer.from("\n")).catch(() => {}));
  signal.addEventListener("abort", wake);
  const lines = new Lines(onRecord);
  const buffer = new Uint8Array(32_768);
  try {
    while (!signal.aborted) await lines.add(buffer.subarray(0, await reader.read(buffer) ?? 0));
    await drain(path, lines);
  } finally {
    signal.removeEventListener("abort", wake);
    reader.close();
    await Promise.all(waking); // without a reader it fails, or it is done
    writer.close();
  }
}

async function drain(path: string, lines: Lines): Promise<void> {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const buffer = new Uint8Array(PIPE_MAX_BYTES);
  try {
    for (let left = PIPE_MAX_BYTES; left > 0;) {
      const count = readSync(fd, buffer, 0, left, null);
      left -= count;
      await lines.add(buffer.subarray(0, count));
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
  } finally {
    closeSync(fd);
  }
}

/** Collects bytes until they are lines. */
class Lines {
  #rest = Buffer.alloc(0);
  readonly #onRecord: OnRecord;

  constructor(onRecord: OnRecord) {
    this.#onRecord = onRecord;
  }

  async add(bytes: Uint8Array): Promise<void> {
    let all = Buffer.concat([this.#rest, bytes]);
    for (let end = all.indexOf("\n"); end >= 0; end = all.indexOf("\n")) {
      if (end < PIPE_BUF) await this.#hand(all.toString("utf8", 0, end));
      all = all.subarray(end + 1);
    }
    this.#rest = all.subarray(0, PIPE_BUF);
  }

  async #hand(line: string): Promise<void> {
    let record: unknown;
    try {
      record = JSON.parse(line);
    } catch {
      return;
    }
    await this.#onRecord(record);
  }
}
