// @style web streams: a child, cat, does the waiting, because a child can be killed

export interface Sink {
  write(bytes: Uint8Array): Promise<number>;
}

export type LogRecord = Readonly<Record<string, unknown>>;

const LIMITS: Partial<Record<string, number>> = { linux: 4_096, darwin: 512 };
export const PIPE_BUF: number = LIMITS[Deno.build.os] ?? 512;

const isTooLong = (line: string) => new TextEncoder().encode(line).length >= PIPE_BUF;

export function encodeRecord(record: LogRecord): Uint8Array {
  const text = JSON.stringify(record);
  if (isTooLong(text)) throw new RangeError("this record would be torn apart");
  return new TextEncoder().encode(`${text}\n`);
}

export async function logTo(sink: Sink, record: LogRecord): Promise<void> {
  await logLines(sink, encodeRecord(record));
}

export async function logAll(sink: Sink, records: Iterable<LogRecord>): Promise<void> {
  const groups: Uint8Array[][] = [];
  let room = 0;
  for (const line of [...records].map((record) => encodeRecord(record))) {
    if (line.length > room) {
      groups.push([]);
      room = PIPE_BUF;
    }
    groups.at(-1)?.push(line);
    room -= line.length;
  }
  for (const lines of groups) await logLines(sink, ...lines);
}

async function logLines(sink: Sink, ...lines: Uint8Array[]): Promise<void> {
  const bytes = await new Blob(lines.map((line) => line.slice())).bytes();
  if (await sink.write(bytes) < bytes.length) throw new Error("the sink is full");
}

export async function serveLog(
  path: string,
  onRecord: (record: unknown) => void | Promise<void>,
  o: { signal: AbortSignal },
): Promise<void> {
  if (o.signal.aborted) return;
  const { isFifo } = await Deno.stat(path);
  if (!isFifo) throw new TypeError(`${path} is no FIFO`);
  const args = ["-c", 'exec cat <>"$1"', "sh", path]; // <> makes cat a writer, too: it never ends
  const cat = new Deno.Command("sh", { args, stdin: "null", stdout: "piped" }).spawn();
  const writer = await Deno.open(path, { write: true }); // waits until the shell has opened it
  const mark = crypto.randomUUID();
  let marking = Promise.resolve();
  const stop = () => {
    marking = writer.write(new TextEncoder().encode(`\n${mark}\n`)).then(() => {}, () => {});
  };
  o.signal.addEventListener("abort", stop, { once: true });
  if (o.signal.aborted) stop();
  try {
    const texts = cat.stdout.pipeThrough(new TextDecoderStream());
    for await (const line of texts.pipeThrough(new LineStream())) {
      if (line === mark) break;
      const json = parse(line);
      if (json !== undefined) await onRecord(json.value);
    }
  } finally {
    o.signal.removeEventListener("abort", stop);
    cat.kill("SIGKILL");
    await cat.status;
    await marking;
    writer.close();
  }
}

class LineStream extends TransformStream<string, string> {
  constructor() {
    let rest = "";
    super({
      transform(text, controller) {
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        if (isTooLong(rest)) rest = "x".repeat(PIPE_BUF); // whatever it is: it is too long
        lines.filter((line) => !isTooLong(line)).forEach((line) => controller.enqueue(line));
      },
    });
  }
}

function parse(line: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(line) };
  } catch {
    return undefined;
  }
}
