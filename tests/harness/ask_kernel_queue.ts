// The kernel's own System V queue as the examiner of a typed queue. It answers every script before any
// code of the learner runs: nothing stays behind in the kernel when that code throws, hangs or loops.
import * as os from "#lib/os.ts";
import { openRawMsg, type RawMsg } from "#lib/raw_msg.ts";
import { Random } from "./random.ts";

interface Message {
  type: number;
  body: Uint8Array;
}

/** The part of a typed queue that the kernel has as well. */
interface Queue {
  trySend(message: Message): boolean;
  tryReceive(type: number): Message | null;
}

/** One call of a script: a message to send, or a type to receive. */
export type Step = { readonly send: Message } | { readonly receive: number };

/** What a new queue may hold on this machine, which somebody may have tuned (msgop(2)). */
export interface Limits {
  readonly maxBytes: number;
  readonly maxMessageBytes: number;
}

/** A script, and how the kernel answers each of its steps. */
interface Exam {
  readonly seed: number;
  readonly limits: Limits;
  readonly script: readonly Step[];
  readonly answers: readonly string[];
}

/** Runs the random scripts 1 to `count` on the kernel, each on a new queue, removed afterwards. */
export function askKernelQueue(count: number): Exam[] {
  using raw = openRawMsg();
  const limits = readLimits();
  return Array.from({ length: count }, (_, index) => {
    const seed = index + 1;
    // short scripts first, so that the first difference has a short story
    const script = makeScript({ seed, stepCount: 4 + (seed >> 2) }, limits);
    return { seed, limits, script, answers: askKernel(raw, script) };
  });
}

/** Runs an exam on a new queue with the same limits; says where it parts from the kernel, if ever. */
export function findDifference(
  queue: Queue,
  { seed, script, answers }: Exam,
): { expected: string; got: string } | undefined {
  for (const [index, step] of script.entries()) {
    const [expected, got] = [answers[index], askQueue(queue, step)];
    if (got === expected) continue;
    const story = script.slice(0, index).map((past, at) => `\n  ${print(past)} is ${answers[at]}`);
    return {
      expected: `${print(step)} is ${expected}: the kernel says so`,
      got: [`${print(step)} is ${got}\n(seed ${seed}) after`, ...story].join(""),
    };
  }
  return undefined;
}

/** Reads the limits of this machine's kernel; its defaults where it does not tell. */
export function readLimits(): Limits {
  const maxBytes = readNumber("/proc/sys/kernel/msgmnb") ?? os.MSGMNB;
  const maxMessageBytes = readNumber("/proc/sys/kernel/msgmax") ?? os.MSGMAX;
  return { maxBytes, maxMessageBytes: Math.min(maxBytes, maxMessageBytes) };
}

/** Makes a script of random calls: types 1 to 5, now and then 0; empty to large bodies. */
export function makeScript(o: { seed: number; stepCount: number }, limits: Limits): Step[] {
  const random = new Random(o.seed);
  const large = Math.min(limits.maxMessageBytes, limits.maxBytes >> 1, 8_192);
  const sizes = [0, 1, 7, large >> 3, large >> 1, large] as const;
  return Array.from({ length: o.stepCount }, (_, step) => {
    if (random.below(10) >= 6) return { receive: random.below(11) - 5 };
    const type = random.below(20) === 0 ? 0 : 1 + random.below(5);
    // each message has its own letter, so that people can tell them apart
    return { send: { type, body: new Uint8Array(random.pick(sizes)).fill(65 + step % 26) } };
  });
}

/** Runs a script on a new kernel queue, without ever waiting; one answer for each step. */
export function askKernel(raw: RawMsg, script: readonly Step[]): string[] {
  const id = raw.get(os.IPC_PRIVATE, 0o600);
  if (id === -1) throw new Error(`Cannot make a kernel queue: msgget(2) says errno ${raw.errno()}`);
  try {
    return script.map((step) =>
      "send" in step ? send(raw, id, step.send) : receive(raw, id, step.receive)
    );
  } finally {
    raw.rmid(id);
  }
}

/** Runs one step; the answer is in the same words as the kernel's. */
export function askQueue(queue: Queue, step: Step): string {
  if ("receive" in step) {
    const received = queue.tryReceive(step.receive);
    return received === null ? "null" : describe(received);
  }
  try {
    return String(queue.trySend(step.send));
  } catch (error) {
    if (error instanceof RangeError) return "refused"; // the kernel's EINVAL
    throw error;
  }
}

function print(step: Step): string {
  return "send" in step ? `trySend(${describe(step.send)})` : `tryReceive(${step.receive})`;
}

/** A message in a few words, as in `type 2, 7 x "C"`. */
function describe({ type, body }: Message): string {
  const [first] = body;
  if (first === undefined) return `type ${type}, empty`;
  const isWhole = body.every((byte) => byte === first);
  const letter = JSON.stringify(String.fromCharCode(first));
  return `type ${type}, ${body.length} ${isWhole ? `x ${letter}` : "mixed bytes"}`;
}

function send(raw: RawMsg, id: number, { type, body }: Message): string {
  const buffer = new Uint8Array(8 + body.length);
  new DataView(buffer.buffer).setBigInt64(0, BigInt(type), true);
  buffer.set(body, 8);
  const errno = askTwice(raw, () => raw.snd(id, buffer, body.length));
  if (errno === undefined) return "true";
  return errno === os.EAGAIN ? "false" : errno === os.EINVAL ? "refused" : `errno ${errno}`;
}

/**
 * Makes a call; undefined when it succeeds, else its errno(3), which is believed when it comes twice in a row: what the
 * runtime does between call and look may overwrite it, rarely. A call that fails has no effect, so it may be repeated.
 */
function askTwice(raw: RawMsg, call: () => number): number | undefined {
  let last: number | undefined;
  for (;;) {
    if (call() !== -1) return undefined;
    const errno = raw.errno();
    if (errno === last) return errno;
    last = errno;
  }
}

function receive(raw: RawMsg, id: number, wanted: number): string {
  const buffer = new Uint8Array(8 + 8_192);
  let byteCount = -1;
  const errno = askTwice(raw, () => byteCount = raw.rcv(id, buffer, 8_192, wanted));
  if (errno !== undefined) return errno === os.ENOMSG ? "null" : `errno ${errno}`;
  const type = Number(new DataView(buffer.buffer).getBigInt64(0, true));
  return describe({ type, body: buffer.subarray(8, 8 + byteCount) });
}

function readNumber(path: string): number | undefined {
  try {
    return Number(Deno.readTextFileSync(path));
  } catch {
    return undefined; // no such file: not Linux
  }
}
