import { writeAll } from "#lib/frames.ts";
import type { ObservedCase, Place } from "../harness/observed.ts";
import type { Random } from "../harness/random.ts";
import { waitUntil } from "../harness/wait_until.ts";
import type * as Stub from "../stubs/03_line_framing.ts";

type Input =
  | { kind: "pieces"; text: string; byteCounts: number[] }
  | { kind: "stream"; text: string; leaveAfter: number } // 0: stay to the end
  | { kind: "limit"; maxLineBytes: number };
type Seen = { lines: string[]; error: string };
/** Whether the reader hung up while the writer still wrote. */
type Outside = { isLeft: boolean };

/** What a writer offers whose reader is to leave: no socket holds so much. */
const ENOUGH_BYTES = 32 << 20;

export function cases(random: Random): ObservedCase<Input>[] {
  const word = () => random.pick(["naïve", "😀", " a b ", "\r", "", "€\t", "\u{feff}x"]);
  const line = () => word() + random.below(1000) + word() + random.pick(["\n", "\r\n", "\n\n"]);
  const makeText = () => Array.from({ length: 60 }, line).join("");
  const byteCounts = Array.from({ length: 50 }, () => 1 + random.below(5));
  const leaveAfter = 1 + random.below(40);
  return [
    { name: "random cuts", input: { kind: "pieces", text: makeText() + "tail", byteCounts } },
    { name: "a socket", input: { kind: "stream", text: makeText() + "tail", leaveAfter: 0 } },
    { name: "leaving early", input: { kind: "stream", text: makeText(), leaveAfter } },
    { name: "a limit", input: { kind: "limit", maxLineBytes: 2 + random.below(5000) } },
  ];
}

export async function observe(module: typeof Stub, input: Input, place: Place): Promise<Seen> {
  const lines: string[] = [];
  if (input.kind === "limit") {
    return { lines, error: exceed(module, input.maxLineBytes) };
  }
  if (input.kind === "pieces") {
    const decoder = new module.LineDecoder();
    for (const piece of cut(input.text, input.byteCounts)) lines.push(...decoder.push(piece));
    return { lines: lines.concat(decoder.end()), error: "" };
  }
  const conn = await connect(place);
  for await (const line of module.lines(conn.readable)) {
    lines.push(line);
    if (lines.length === input.leaveAfter) break;
  }
  return { lines, error: "" };
}

/** Writes to whoever connects: the text once, or again and again for a reader that is to leave. */
export async function attend(input: Input, { dir, signal }: Place): Promise<Outside> {
  if (input.kind !== "stream") return { isLeft: false };
  using listener = Deno.listen({ transport: "unix", path: `${dir}/s` });
  const hangUp = (end: Disposable) =>
    signal.addEventListener("abort", () => end[Symbol.dispose](), { once: true });
  hangUp(listener);
  try {
    using conn = await listener.accept();
    hangUp(conn);
    const bytes = new TextEncoder().encode(input.text);
    const rounds = input.leaveAfter === 0 ? 1 : Math.ceil(ENOUGH_BYTES / bytes.length);
    for (let round = 0; round < rounds; round++) await writeAll(conn, bytes);
    return { isLeft: false };
  } catch {
    return { isLeft: !signal.aborted };
  }
}

export function judge(input: Input, seen: Seen, outside?: Outside): string | undefined {
  if (input.kind === "limit") {
    if (seen.error === "RangeError") return undefined;
    return `one byte more than maxLineBytes (${input.maxLineBytes}) gives "${seen.error}"`;
  }
  const expected = input.text.split("\n").map((line) => line.replace(/\r$/, ""));
  if (input.kind === "stream" && input.leaveAfter > 0) {
    expected.length = input.leaveAfter;
    if (!outside?.isLeft) return "the loop was left, but the writer never learnt of it";
  }
  const at = expected.findIndex((line, index) => line !== seen.lines[index]);
  const show = (line: string | undefined) => JSON.stringify(line) ?? "nothing";
  if (at >= 0) return `line ${at} is ${show(expected[at])}, not ${show(seen.lines[at])}`;
  if (seen.lines.length === expected.length) return undefined;
  return `there are ${expected.length} lines, not ${seen.lines.length}`;
}

/** The error's name for the first byte over the limit; a limit that strikes early says so. */
function exceed({ LineDecoder }: typeof Stub, maxLineBytes: number): string {
  const decoder = new LineDecoder({ maxLineBytes });
  const byte = Uint8Array.of(0x78);
  for (let count = 0; count < maxLineBytes; count++) decoder.push(byte);
  try {
    decoder.push(byte);
    return "no error";
  } catch (error) {
    return error instanceof RangeError ? "RangeError" : String(error);
  }
}

function cut(text: string, byteCounts: readonly number[]): Uint8Array[] {
  const bytes = new TextEncoder().encode(text);
  const pieces: Uint8Array[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const end = offset + (byteCounts[pieces.length % byteCounts.length] ?? 1);
    pieces.push(bytes.slice(offset, end));
    offset = end;
  }
  return pieces;
}

async function connect({ dir, signal }: Place): Promise<Deno.Conn> {
  const conns: Deno.Conn[] = [];
  const tryIt = () => Deno.connect({ transport: "unix", path: `${dir}/s` });
  const isThere = () => tryIt().then((conn) => (conns.push(conn), true), () => false);
  await waitUntil("somebody listens", isThere, signal);
  const [conn] = conns;
  if (conn === undefined) throw new Error("nobody listens");
  return conn;
}
