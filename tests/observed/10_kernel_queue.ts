import { FakeRawMsg } from "#lib/fake_raw_msg.ts";
import { EINVAL, IPC_PRIVATE } from "#lib/os.ts";
import { openRawMsg, type RawMsg } from "#lib/raw_msg.ts";
import type { ObservedCase } from "../harness/observed.ts";
import type { Random } from "../harness/random.ts";
import type * as Stub from "../stubs/10_kernel_queue.ts";

type Step = { send: number; hex: string } | { receive: number } | { remove: true };
/** `limit` is what the kernel takes in one message, in bytes; a real one is used where there is one. */
type Input = { isReal: boolean; limit: number; steps: Step[] };
/** What each step came to, what msgsnd(2) was given, the queue's mode and what became of it. */
type Seen = { answers: string[]; sent: string[]; mode: number; isLeft: boolean };

const NOBODYS_TYPE = 2 ** 60;

export function cases(random: Random): ObservedCase<Input>[] {
  const makeSteps = (count: number, ...byteCounts: [number, ...number[]]): Step[] =>
    Array.from({ length: count }, () => {
      if (random.below(3) === 0) return { receive: random.below(9) - 4 };
      const send = random.pick([1, 2, 2, 3, 4, random.below(2) - 1, 2 ** 33 + random.below(99)]);
      return { send, hex: random.bytes(random.pick(byteCounts)).toHex() };
    });
  const small = makeSteps(60, 0, 1, 7, 30);
  const limit = 1_000 + random.below(7_000);
  const large = makeSteps(60, limit, limit, limit + 1, limit >> 1, 9);
  const removed = [...makeSteps(5, 9), { remove: true as const }, ...makeSteps(9, 9, limit + 1)];
  return [
    { name: "small messages", input: { isReal: true, limit, steps: small } },
    { name: "up to the limits of a queue", input: { isReal: false, limit, steps: large } },
    { name: "a queue that is removed", input: { isReal: false, limit, steps: removed } },
  ];
}

export async function observe({ KernelQueue }: typeof Stub, input: Input): Promise<Seen> {
  using real = input.isReal ? openKernel() : undefined;
  const kernel = real ?? makeKernel(input.limit);
  const seen: Seen = { answers: [], sent: [], mode: 0, isLeft: true };
  let tries = 0; // an endless loop would leave the queue in the kernel
  const raw: RawMsg = {
    get(key, flags) {
      seen.mode = flags & 0o777;
      return kernel.get(key, flags);
    },
    snd(id, buf, n) {
      if (++tries > 50) throw new Error("it asks again and again, without a pause");
      seen.sent.push(`${buf.slice(0, 8 + n).toHex()}, size ${n}`);
      return kernel.snd(id, buf, n);
    },
    rcv(id, buf, n, type) {
      if (++tries > 50) throw new Error("it asks again and again, without a pause");
      return kernel.rcv(id, buf, n, type);
    },
    rmid: (id) => kernel.rmid(id),
    errno: () => kernel.errno(),
  };
  const delay = () => Promise.reject(Object.assign(new Error(), { name: "waits" }));
  const queue = KernelQueue.create(raw, { delay });
  for (const step of input.steps) {
    tries = 0;
    seen.answers.push(await run(queue, step).catch((error) => error.name));
  }
  queue[Symbol.dispose]();
  seen.isLeft = kernel.rmid(queue.id) === 0;
  return seen;
}

/** Compares with what a queue answers that is asked by bare calls, step by step. */
export function judge(input: Input, seen: Seen): string | undefined {
  const raw = makeKernel(input.limit);
  const id = raw.get(IPC_PRIVATE, 0o600);
  const sent: string[] = [];
  for (const [at, step] of input.steps.entries()) {
    const answer = ask(raw, id, step, sent);
    if (answer === seen.answers[at]) continue;
    return `step ${at}, ${JSON.stringify(step).slice(0, 99)}: ${seen.answers[at]}, not ${answer}`;
  }
  const at = seen.sent.findIndex((call, index) => call !== sent[index]);
  if (at >= 0) {
    return `msgsnd(2) gets ${seen.sent[at]?.slice(0, 99)}, not ${sent[at]?.slice(0, 99)}`;
  }
  if (seen.sent.length < sent.length) return "messages were sent by nobody";
  if (seen.mode !== 0o600) return `the queue's mode is 0${seen.mode.toString(8)}`;
  return seen.isLeft ? "the queue is left behind" : undefined;
}

async function run(queue: Stub.KernelQueue, step: Step): Promise<string> {
  if ("remove" in step) return String(queue.remove());
  if ("receive" in step) {
    const { type, body } = await queue.receive(step.receive);
    return `${type}:${body.toHex()}`;
  }
  return String(await queue.send({ type: step.send, body: Uint8Array.fromHex(step.hex) }));
}

function ask(raw: RawMsg, id: number, step: Step, sent: string[]): string {
  const buf = new Uint8Array(20_000);
  if ("remove" in step) return String(raw.rmid(id) === 0 ? undefined : raw.errno());
  if ("receive" in step) {
    const n = raw.rcv(id, buf, buf.length - 8, step.receive);
    if (n === -1) return raw.errno() === EINVAL ? "QueueRemoved" : "waits";
    const type = new DataView(buf.buffer).getBigInt64(0, true);
    return `${type}:${buf.subarray(8, 8 + n).toHex()}`;
  }
  if (step.send < 1) return "RangeError"; // the kernel is not asked
  new DataView(buf.buffer).setBigInt64(0, BigInt(step.send), true);
  const n = step.hex.length / 2;
  buf.set(Uint8Array.fromHex(step.hex), 8);
  sent.push(`${buf.slice(0, 8 + n).toHex()}, size ${n}`);
  if (raw.snd(id, buf, n) === 0) return "undefined";
  if (raw.errno() !== EINVAL) return "waits";
  raw.rcv(id, buf, 0, NOBODYS_TYPE);
  return raw.errno() === EINVAL ? "QueueRemoved" : "RangeError";
}

function makeKernel(limit: number): RawMsg {
  return new FakeRawMsg({ maxBytes: 16_384, maxMessageBytes: limit });
}

/** Undefined where this process may not use FFI, or has no such queues. */
function openKernel(): RawMsg & Disposable | undefined {
  try {
    const raw = openRawMsg();
    if (raw.rmid(raw.get(IPC_PRIVATE, 0o600)) === 0) return raw;
    raw[Symbol.dispose]();
  } catch {
    // the fake must do
  }
  return undefined;
}
