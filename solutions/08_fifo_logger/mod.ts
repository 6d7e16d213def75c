import { Buffer } from "node:buffer";

export interface Sink {
  write(bytes: Uint8Array): Promise<number>;
}

export type LogRecord = Readonly<Record<string, unknown>>;

/** limits.h of Linux and of macOS; POSIX promises 512. */
export const PIPE_BUF: number = Deno.build.os === "darwin" ? 512 : 4_096;

const NEWLINE = 10;
const ENCODER = new TextEncoder();
const READ_BYTES = 65_536;

export function encodeRecord(record: LogRecord): Uint8Array {
  const bytes = encode(toLine(record));
  if (bytes.length > PIPE_BUF) throw refuse(bytes.length);
  return bytes;
}

export async function logTo(sink: Sink, record: LogRecord): Promise<void> {
  await writeWhole(sink, encodeRecord(record));
}

export async function logAll(sink: Sink, records: Iterable<LogRecord>): Promise<void> {
  // Text, encoded by the batch: that costs less than each line by itself.
  const batches: string[] = []; // all of them, before anything is written
  let [batch, room] = ["", PIPE_BUF];
  for (const record of records) {
    const line = toLine(record);
    const byteCount = countBytes(line);
    if (byteCount > PIPE_BUF) throw refuse(byteCount);
    if (byteCount > room) {
      batches.push(batch);
      [batch, room] = ["", PIPE_BUF];
    }
    batch += line;
    room -= byteCount;
  }
  if (batch !== "") batches.push(batch);
  for (const lines of batches) await writeWhole(sink, encode(lines));
}

export async function serveLog(
  path: string,
  onRecord: (record: unknown) => void | Promise<void>,
  { signal }: { signal: AbortSignal },
): Promise<void> {
  const { isFifo } = await Deno.stat(path);
  if (!isFifo) throw new TypeError(`Cannot serve ${path} as a FIFO: it is something else`);
  // Both ends: it waits for no partner, and as long as we are a writer ourselves, no writer is the last.
  const reader = await Deno.open(path, { read: true, write: true });
  using stopper = await Deno.open(path, { write: true }); // a file does one thing at a time: reader reads
  // Nothing cancels read(2), but our own write ends it, and behind all that was written before. It
  // starts with a newline, because a stranger may be in the middle of a line. It is asynchronous,
  // because the pipe may be full: of what only this process can read.
  const mark = `stop ${crypto.randomUUID()}`;
  let stopping: Promise<unknown> | undefined;
  const stop = () => stopping = stopper.write(encode(`\n${mark}\n`)).catch(() => {});
  signal.addEventListener("abort", stop);
  try {
    if (signal.aborted) stop(); // it came before we listened
    await readRecords(reader, { mark, onRecord });
  } finally {
    signal.removeEventListener("abort", stop);
    reader.close(); // without a reader, a stop that still waits for room fails, and waits no longer
    await stopping;
  }
}

/** Hands on the records up to the line `mark`. */
async function readRecords(
  file: Deno.FsFile,
  o: { mark: string; onRecord: (record: unknown) => void | Promise<void> },
): Promise<void> {
  for await (const lines of readLines(file)) {
    for (const line of lines) {
      if (line === o.mark) return;
      const record = parse(line);
      const handling = record === undefined ? undefined : o.onRecord(record);
      if (handling !== undefined) await handling; // a turn for each record would add up
    }
  }
}

/** Yields what each read completes: a read knows nothing of lines, it may end inside a character. */
async function* readLines(file: Deno.FsFile): AsyncGenerator<string[]> {
  const buffer = Buffer.alloc(READ_BYTES);
  let kept = 0; // bytes of a line whose end has not come yet
  for (;;) {
    const count = await file.read(buffer.subarray(kept));
    if (count === null) return; // it never comes: we are a writer ourselves
    const filled = kept + count;
    const end = buffer.subarray(0, filled).lastIndexOf(NEWLINE) + 1;
    const lines = buffer.toString("utf8", 0, end).split("\n"); // all at once: cheaper than one by one
    // PIPE_BUF bytes without an end are too long already: more of them would only fill the memory
    kept = Math.min(filled - end, PIPE_BUF);
    buffer.copyWithin(0, end, end + kept);
    yield lines.filter((line) => countBytes(line) < PIPE_BUF);
  }
}

/** Undefined for what is no JSON: one bad line must not end a server of many. */
function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function toLine(record: LogRecord): string {
  return JSON.stringify(record) + "\n";
}

function refuse(byteCount: number): RangeError {
  const limit = `at most ${PIPE_BUF} stay whole`;
  return new RangeError(`Cannot log a line of ${byteCount} bytes: ${limit}`);
}

/** Writes by one write(2): a second one could land behind somebody else's line. */
async function writeWhole(sink: Sink, bytes: Uint8Array): Promise<void> {
  const count = await sink.write(bytes);
  if (count === bytes.length) return;
  throw new Error(`Cannot log ${bytes.length} bytes as a whole: only ${count} were taken`);
}

/** In UTF-8, and without encoding it. */
function countBytes(text: string): number {
  return Buffer.byteLength(text);
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return ENCODER.encode(text);
}
