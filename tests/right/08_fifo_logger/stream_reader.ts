// @style closures around the file's own stream, read chunk by chunk, and texts instead of bytes

export interface Sink {
  write(bytes: Uint8Array): Promise<number>;
}

export type LogRecord = Readonly<Record<string, unknown>>;

export const PIPE_BUF: number = { darwin: 512, linux: 4_096 }[Deno.build.os as "linux"] ?? 512;

const encode = (text: string) => new TextEncoder().encode(text);
const isShort = (line: string) => encode(line).length < PIPE_BUF;

export function encodeRecord(record: LogRecord): Uint8Array {
  return encode(toLine(record));
}

export async function logTo(sink: Sink, record: LogRecord): Promise<void> {
  await write(sink, toLine(record));
}

export async function logAll(sink: Sink, records: Iterable<LogRecord>): Promise<void> {
  const writes = [""];
  for (const line of Array.from(records, toLine)) {
    const joined = (writes.pop() ?? "") + line;
    if (encode(joined).length <= PIPE_BUF) writes.push(joined);
    else writes.push(joined.slice(0, -line.length), line);
  }
  for (const text of writes) if (text !== "") await write(sink, text);
}

export async function serveLog(
  path: string,
  onRecord: (record: unknown) => void | Promise<void>,
  o: { signal: AbortSignal },
): Promise<void> {
  const { signal } = o;
  if (signal.aborted) return;
  if (!(await Deno.lstat(path)).isFifo) throw new TypeError("this is no FIFO");
  const file = await Deno.open(path, { read: true, write: true });
  const waker = await Deno.open(path, { write: true });
  const reader = file.readable.getReader();
  const end = JSON.stringify({ end: crypto.randomUUID() });
  const writings: Promise<number>[] = [];
  const wake = () => void writings.push(waker.write(encode(`\n${end}\n`)));
  if (signal.aborted) wake();
  signal.addEventListener("abort", wake);
  try {
    const decoder = new TextDecoder();
    for (let rest = "";;) {
      const { value } = await reader.read();
      const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      if (!isShort(rest)) rest = " ".repeat(PIPE_BUF);
      for (const line of lines.filter(isShort)) {
        if (line === end) return;
        for (const record of parse(line)) await onRecord(record);
      }
    }
  } finally {
    signal.removeEventListener("abort", wake);
    await reader.cancel(); // nobody reads now, so that closes it
    await Promise.allSettled(writings);
    waker.close();
  }
}

function toLine(record: LogRecord): string {
  const text = JSON.stringify(record);
  if (!isShort(text)) throw new RangeError(`${PIPE_BUF} bytes are the limit`);
  return text + "\n";
}

async function write(sink: Sink, text: string): Promise<void> {
  const bytes = encode(text);
  const count = await sink.write(bytes);
  if (count !== bytes.length) throw new Error(`${count} bytes were written of ${bytes.length}`);
}

function parse(line: string): unknown[] {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}
