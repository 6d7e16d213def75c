// @test fifo-logger/T14
// @says "a promise that nobody settles"
// @mistake waiting for its stop line before it closes the reader: on the way out nobody makes room for it

export interface Sink {
  write(bytes: Uint8Array): Promise<number>;
}

export type LogRecord = Readonly<Record<string, unknown>>;

export const PIPE_BUF: number = Deno.build.os === "darwin" ? 512 : 4_096;

const NEWLINE = 10;
const READ_BYTES = 65_536;

export function encodeRecord(record: LogRecord): Uint8Array {
  const line = encode(JSON.stringify(record) + "\n");
  if (line.length <= PIPE_BUF) return line;
  throw new RangeError(`Cannot log a line of ${line.length} bytes: at most ${PIPE_BUF} stay whole`);
}

export async function logTo(sink: Sink, record: LogRecord): Promise<void> {
  await writeWhole(sink, encodeRecord(record));
}

export async function logAll(sink: Sink, records: Iterable<LogRecord>): Promise<void> {
  const lines = Array.from(records, encodeRecord);
  const batch = new Uint8Array(PIPE_BUF);
  let filled = 0;
  for (const line of lines) {
    if (filled + line.length > PIPE_BUF) {
      await writeWhole(sink, batch.subarray(0, filled));
      filled = 0;
    }
    batch.set(line, filled);
    filled += line.length;
  }
  if (filled > 0) await writeWhole(sink, batch.subarray(0, filled));
}

export async function serveLog(
  path: string,
  onRecord: (record: unknown) => void | Promise<void>,
  { signal }: { signal: AbortSignal },
): Promise<void> {
  const { isFifo } = await Deno.stat(path);
  if (!isFifo) throw new TypeError(`Cannot serve ${path} as a FIFO: it is something else`);
  const reader = await Deno.open(path, { read: true, write: true });
  using stopper = await Deno.open(path, { write: true });
  const mark = `stop ${crypto.randomUUID()}`;
  let stopping: Promise<unknown> | undefined;
  const stop = () => stopping = stopper.write(encode(`\n${mark}\n`)).catch(() => {});
  signal.addEventListener("abort", stop);
  try {
    if (signal.aborted) stop();
    await readRecords(reader, { mark, onRecord });
  } finally {
    signal.removeEventListener("abort", stop);
    await stopping;
    reader.close();
  }
}

async function readRecords(
  file: Deno.FsFile,
  o: { mark: string; onRecord: (record: unknown) => void | Promise<void> },
): Promise<void> {
  for await (const lines of readLines(file)) {
    for (const line of lines) {
      if (line === o.mark) return;
      const record = parse(line);
      if (record !== undefined) await o.onRecord(record);
    }
  }
}

async function* readLines(file: Deno.FsFile): AsyncGenerator<string[]> {
  const buffer = new Uint8Array(READ_BYTES);
  let kept = 0;
  for (;;) {
    const count = await file.read(buffer.subarray(kept));
    if (count === null) return;
    const bytes = buffer.subarray(0, kept + count);
    const lines: string[] = [];
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      if (end - start < PIPE_BUF) lines.push(decode(bytes.subarray(start, end)));
      start = end + 1;
    }
    kept = Math.min(bytes.length - start, PIPE_BUF);
    buffer.copyWithin(0, start, start + kept);
    yield lines;
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function writeWhole(sink: Sink, bytes: Uint8Array): Promise<void> {
  const count = await sink.write(bytes);
  if (count === bytes.length) return;
  throw new Error(`Cannot log ${bytes.length} bytes as a whole: only ${count} were taken`);
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
