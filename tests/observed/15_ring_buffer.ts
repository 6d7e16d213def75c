import { mapSharedFile } from "#lib/shared_memory.ts";
import type { ObservedCase, Place } from "../harness/observed.ts";
import type { Random } from "../harness/random.ts";
import { RingExaminer, watchSteps } from "../harness/ring_examiner.ts";
import { waitUntil } from "../harness/wait_until.ts";
import type * as Stub from "../stubs/15_ring_buffer.ts";

/** Frames as base64; where the counters start; the other side: another process, or one that moves in between. */
type Input = { frames: string[]; counter: number; other: "pops" | "pushes" | "interferes" };
type Seen = string[];
type Outside = { popped: string[]; closed: boolean };

const CAPACITY = 256;
const BYTE_COUNT = 128 + CAPACITY;

const encode = (frame: Uint8Array) => new Uint8Array(frame).toBase64();

export function cases(random: Random): ObservedCase<Input>[] {
  const some = (other: Input["other"], count: number, longest: number): Input => {
    const makeFrame = () => encode(random.bytes(random.below(random.pick([5, longest + 1]))));
    const counter = random.pick([2 ** 8, 2 ** 31, 2 ** 32]) - 20 - random.below(CAPACITY - 20);
    return { frames: Array.from({ length: count }, makeFrame), counter, other };
  };
  return [
    { name: "frames leave the module", input: some("pops", 300, CAPACITY - 4) },
    { name: "frames reach the module", input: some("pushes", 300, CAPACITY - 4) },
    { name: "the other side moves after each step", input: some("interferes", 40, 12) },
  ];
}

export async function observe(
  { RingBuffer }: typeof Stub,
  { frames, counter, other }: Input,
  { dir, signal }: Place,
): Promise<Seen> {
  if (other === "interferes") return await playSteps(frames, counter);
  const isMade = () => Deno.stat(`${dir}/ready`).then(() => true, () => false);
  await waitUntil("the ring is made", isMade, signal);
  using mapping = mapSharedFile(`${dir}/ring`, BYTE_COUNT);
  const ring = RingBuffer.attach(mapping.buffer);
  const popped: string[] = [];
  for (const text of other === "pops" ? frames : []) {
    const frame = Uint8Array.fromBase64(text);
    await waitUntil("there is room", () => ring.push(frame), signal);
    frame.fill(0xaa); // its owner uses it again
  }
  if (other === "pops") ring.close();
  const takeOne = () => {
    const frame = ring.pop();
    if (frame !== null) popped.push(encode(frame));
    return ring.drained;
  };
  if (other === "pushes") await waitUntil("the ring is drained", takeOne, signal);
  return popped;
}

/** Each frame is pushed, popped, and the last of its ring; the other side moves in between, as fast as can be. */
async function playSteps(frames: string[], counter: number): Promise<string[]> {
  const seen: string[] = [];
  let move = (_: RingExaminer) => {};
  const stage = { subjectPath: Deno.env.get("IPC_SUBJECT") ?? "", defer: () => {} };
  const { examiner, act, subject } = await watchSteps<typeof Stub>(stage, (ring) => move(ring));
  for (const [index, frame] of frames.map((text) => Uint8Array.fromBase64(text)).entries()) {
    examiner.reset(counter + index);
    const ring = subject.RingBuffer.attach(examiner.memory);
    move = (other) => other.takeAll().forEach((taken) => seen.push(encode(taken)));
    act(() => ring.push(frame));
    examiner.put(frame);
    move = (other) => other.spoilFree();
    const popped = act(() => ring.pop()) ?? Uint8Array.of(0, 0, 0);
    examiner.spoilFree();
    move = (other) => other.isClosed || (other.put(frame), other.close());
    seen.push(encode(popped), `drained ${act(() => ring.drained)}`);
    const used = new SharedArrayBuffer(144);
    new Uint8Array(used).fill(counter | 1);
    const made = subject.RingBuffer.create(used, 16);
    const pushed = [made.push(frame), made.push(new Uint8Array(12))];
    seen.push(`${pushed} ${made.used} ${new Int32Array(used)[2]}`);
  }
  return seen;
}

/** Makes the ring, and is its other side in another process, with nothing but the layout. */
export async function attend(input: Input, { dir, signal }: Place): Promise<Outside> {
  using mapping = mapSharedFile(`${dir}/ring`, BYTE_COUNT);
  new Int32Array(mapping.buffer)[2] = CAPACITY;
  const ring = new RingExaminer(mapping.buffer);
  ring.reset(input.counter);
  await Deno.writeTextFile(`${dir}/ready`, "");
  const popped: string[] = [];
  const takeAll = () => {
    const { isClosed } = ring; // before the look at the frames: no last one slips in between
    popped.push(...ring.takeAll().map(encode));
    return isClosed;
  };
  if (input.other === "pops") await waitUntil("the ring is closed", takeAll, signal);
  for (const text of input.other === "pushes" ? input.frames : []) {
    const frame = Uint8Array.fromBase64(text);
    const hasRoom = () => ((ring.tail - ring.head) >>> 0) + 4 + frame.length <= CAPACITY;
    await waitUntil("there is room", hasRoom, signal);
    ring.spoilFree();
    ring.put(frame);
  }
  if (input.other === "pushes") ring.close();
  return { popped, closed: ring.isClosed };
}

export function judge({ frames, other }: Input, seen: Seen, outside?: Outside): string | undefined {
  if (other !== "interferes" && outside?.closed !== true) {
    return "the ring is not closed at the end";
  }
  const due = other !== "interferes" ? frames : frames.flatMap((frame) => {
    const { length } = Uint8Array.fromBase64(frame);
    return [frame, frame, "drained false", `true,false ${4 + length} 16`];
  });
  const got = other === "pops" ? outside?.popped ?? [] : seen;
  if (!Array.isArray(got)) return "what came back is no list"; // { length: 4e9 } would keep the judge busy
  const wrong = Array.from({ length: Math.max(due.length, got.length) }, (_, at) => at)
    .find((at) => due[at] !== got[at]);
  if (wrong === undefined) return undefined;
  return `number ${wrong} is ${got[wrong]}, not ${due[wrong]} (frames are base64)`;
}
