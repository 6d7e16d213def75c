import { writeAll } from "#lib/frames.ts";
import { createHash } from "node:crypto";
import type { ObservedCase, Place } from "../harness/observed.ts";
import { Random } from "../harness/random.ts";
import { waitUntil } from "../harness/wait_until.ts";
import type * as Stub from "../stubs/04_length_frames.ts";

/** Frames of these sizes travel; `cutBytes` are missing at the end, `maxBytes` is what the reader allows. */
type Input = {
  direction: "in" | "out"; // as the module under test sees it
  seed: number;
  byteCounts: number[];
  cutBytes: number;
  maxBytes: number;
};
/** The hashes of the payloads that were read, and how the reading ended. */
type Seen = { hashes: string[]; end: string };
/** The hash of all bytes that arrived. */
type Outside = { hash: string };

export function cases(random: Random): ObservedCase<Input>[] {
  const byteCounts = [random.below(200), 0, 256 + random.below(70_000)];
  const large = (1 << 20) + random.below(1 << 20);
  const seed = random.below(2 ** 32);
  const usual: Input = { direction: "in", seed, byteCounts, cutBytes: 0, maxBytes: 4 << 20 };
  const make = (name: string, o: Partial<Input>) => ({ name, input: { ...usual, ...o } });
  return [
    make("writing", { direction: "out", byteCounts: [...byteCounts, large] }),
    make("reading", { byteCounts: [...byteCounts, large] }),
    make("a cut payload", { cutBytes: 1 + random.below(255) }),
    make("a cut length", { byteCounts: [7, 0], cutBytes: 1 + random.below(3) }),
    make("a cut behind the length", { byteCounts: [7, 19], cutBytes: 19 }),
    make("a large claim", { byteCounts: [3, 1000 + random.below(1000)], maxBytes: 999 }),
  ];
}

export async function observe(module: typeof Stub, input: Input, place: Place): Promise<Seen> {
  const hashes: string[] = [];
  using conn = await connect(place);
  if (input.direction === "out") {
    for (const payload of makePayloads(input)) await module.writeFrame(conn, payload);
    return { hashes, end: "" };
  }
  try {
    for (;;) {
      const payload = await module.readFrame(conn, { maxBytes: input.maxBytes });
      if (payload === null) return { hashes, end: "null" };
      hashes.push(hash(payload));
    }
  } catch (error) {
    if (error instanceof Deno.errors.UnexpectedEof) return { hashes, end: "UnexpectedEof" };
    return { hashes, end: error instanceof RangeError ? "RangeError" : String(error) };
  }
}

/** The other end of the socket: sends bytes made by hand, or takes what comes. */
export async function attend(input: Input, { dir, signal }: Place): Promise<Outside> {
  using listener = Deno.listen({ transport: "unix", path: `${dir}/s` });
  const hangUp = (end: Disposable) =>
    signal.addEventListener("abort", () => end[Symbol.dispose](), { once: true });
  hangUp(listener);
  const got = createHash("sha256");
  try {
    using conn = await listener.accept();
    hangUp(conn);
    if (input.direction === "in") {
      await writeAll(conn, makeFrames(input));
      await conn.closeWrite();
    }
    const buffer = new Uint8Array(64 * 1024);
    for (let count; (count = await conn.read(buffer)) !== null;) {
      got.update(buffer.subarray(0, count));
    }
  } catch {
    // the other end has gone, or the time is over: what has come is judged
  }
  return { hash: got.digest("hex") };
}

export function judge(input: Input, seen: Seen, outside?: Outside): string | undefined {
  if (input.direction === "out") {
    if (outside?.hash === hash(makeFrames(input))) return undefined;
    return `frames of ${input.byteCounts} bytes do not arrive as length and payload`;
  }
  const isWhole = (byteCount: number, index: number) =>
    byteCount <= input.maxBytes && (input.cutBytes === 0 || index < input.byteCounts.length - 1);
  const whole = makePayloads(input).filter((payload, index) => isWhole(payload.length, index));
  const isClaim = input.byteCounts.some((byteCount) => byteCount > input.maxBytes);
  const end = isClaim ? "RangeError" : input.cutBytes > 0 ? "UnexpectedEof" : "null";
  const payloads = `frames of ${input.byteCounts} bytes, of which ${input.cutBytes} are cut off`;
  if (seen.hashes.join() !== whole.map(hash).join()) return `${payloads}: other payloads are read`;
  return seen.end === end ? undefined : `${payloads}: the end is ${seen.end}, not ${end}`;
}

function makePayloads({ seed, byteCounts }: Input): Uint8Array[] {
  const random = new Random(seed);
  return byteCounts.map((byteCount) => random.bytes(byteCount));
}

function makeFrames(input: Input): Uint8Array {
  const hex = makePayloads(input).map((one) =>
    one.length.toString(16).padStart(8, "0") + one.toHex()
  );
  const bytes = Uint8Array.fromHex(hex.join(""));
  return bytes.subarray(0, bytes.length - input.cutBytes);
}

function hash(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
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
