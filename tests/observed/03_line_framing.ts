import { writeAll } from "#lib/frames.ts";
import type { ObservedCase, Place } from "../harness/observed.ts";
import type { Random } from "../harness/random.ts";
import { waitUntil } from "../harness/wait_until.ts";
import type * as Stub from "../stubs/03_line_framing.ts";

type Input = {
  hex: string; // what is written
  by: "chunks" | "socket";
  byteCounts: number[]; // of the chunks, over and over
  isEndless: boolean; // the socket's writer goes on for as long as somebody reads
  leaveAfter: number; // lines, then the reader leaves; 0: never
  maxLineBytes: number;
  error: "" | "RangeError" | "TypeError"; // what it must come to
};
type Seen = { lines: string[]; error: string };
type Outside = { isLeft: boolean }; // by the reader, while the writer still wrote

/** What an endless writer writes at most: no socket holds so much. */
const ENOUGH_BYTES = 32 << 20;

export function cases(random: Random): ObservedCase<Input>[] {
  const word = () => random.pick(["naïve", "😀", " a b ", "\r", "", "€\t", "\u{feff}x"]);
  const line = () => word() + random.below(1000) + word() + random.pick(["\n", "\r\n", "\n\n"]);
  const makeText = () => toHex(Array.from({ length: 60 }, line).join(""));
  const maxLineBytes = 2 + random.below(5000);
  const tooLong = toHex("x".repeat(maxLineBytes) + "\n" + "x".repeat(maxLineBytes + 1));
  const usual: Input = {
    hex: makeText() + toHex("tail"),
    by: "chunks",
    byteCounts: Array.from({ length: 50 }, () => 1 + random.below(5)),
    isEndless: false,
    leaveAfter: 0,
    maxLineBytes: 1 << 20,
    error: "",
  };
  const make = (name: string, o: Partial<Input>) => ({ name, input: { ...usual, ...o } });
  const endless = { by: "socket", isEndless: true } as const;
  return [
    make("random cuts", {}),
    make("a socket", { by: "socket" }),
    make("leaving early", { ...endless, hex: makeText(), leaveAfter: 1 + random.below(40) }),
    make("a limit", { hex: tooLong, maxLineBytes, error: "RangeError" }),
    make("a limit on a socket", { ...endless, hex: tooLong, maxLineBytes, error: "RangeError" }),
    make("a cut character", { hex: makeText() + "e282", error: "TypeError" }),
    make("no UTF-8", { hex: makeText() + "610aff0a", error: "TypeError" }),
  ];
}

export async function observe(module: typeof Stub, input: Input, place: Place): Promise<Seen> {
  const lines: string[] = [];
  try {
    if (input.by === "chunks") {
      const decoder = new module.LineDecoder(input);
      for (const chunk of cut(input)) lines.push(...decoder.push(chunk));
      return { lines: lines.concat(decoder.end()), error: "" };
    }
    const conn = await connect(place);
    for await (const line of module.lines(conn.readable, input)) {
      lines.push(line);
      if (lines.length === input.leaveAfter) break;
    }
    return { lines, error: "" };
  } catch (error) {
    return { lines, error: error instanceof Error ? error.name : String(error) };
  }
}

export async function attend(input: Input, { dir, signal }: Place): Promise<Outside> {
  if (input.by === "chunks") return { isLeft: false };
  using listener = Deno.listen({ transport: "unix", path: `${dir}/new` });
  await Deno.rename(`${dir}/new`, `${dir}/s`); // whoever sees this name can connect
  const hangUp = (end: Disposable) =>
    signal.addEventListener("abort", () => end[Symbol.dispose](), { once: true });
  hangUp(listener);
  try {
    using conn = await listener.accept();
    hangUp(conn);
    const bytes = Uint8Array.fromHex(input.hex);
    const rounds = input.isEndless ? Math.ceil(ENOUGH_BYTES / bytes.length) : 1;
    for (let round = 0; round < rounds; round++) await writeAll(conn, bytes);
    return { isLeft: false };
  } catch {
    return { isLeft: !signal.aborted };
  }
}

export function judge(input: Input, seen: Seen, outside?: Outside): string | undefined {
  if (input.isEndless && !outside?.isLeft) return "the loop is over, but the writer never learnt";
  if (seen.error !== input.error) return `the error is "${seen.error}", not "${input.error}"`;
  if (input.error !== "") return undefined;
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.fromHex(input.hex));
  const expected = text.split("\n").map((line) => line.replace(/\r$/, ""));
  if (input.leaveAfter > 0) expected.length = input.leaveAfter;
  const at = expected.findIndex((line, index) => line !== seen.lines[index]);
  if (at < 0 && seen.lines.length === expected.length) return undefined;
  if (at < 0) return `there are ${expected.length} lines, not ${seen.lines.length}`;
  const show = (line: string | undefined) => JSON.stringify(line) ?? "nothing";
  return `line ${at} is ${show(expected[at])}, not ${show(seen.lines[at])}`;
}

const toHex = (text: string) => new TextEncoder().encode(text).toHex();

/** Yields the chunks in one buffer, which each next one overwrites. */
function* cut({ hex, byteCounts }: Input): Generator<Uint8Array> {
  const bytes = Uint8Array.fromHex(hex);
  const buffer = new Uint8Array(Math.max(...byteCounts));
  for (let offset = 0, count = 0; offset < bytes.length;) {
    const chunk = bytes.subarray(offset, offset + (byteCounts[count++ % byteCounts.length] ?? 1));
    buffer.set(chunk);
    yield buffer.subarray(0, chunk.length);
    offset += chunk.length;
  }
}

async function connect({ dir, signal }: Place): Promise<Deno.Conn> {
  const isThere = () => Deno.lstat(`${dir}/s`).then(() => true, () => false);
  await waitUntil("somebody listens", isThere, signal);
  return await Deno.connect({ transport: "unix", path: `${dir}/s` });
}
