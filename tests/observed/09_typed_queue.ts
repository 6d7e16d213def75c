import { openRawMsg } from "#lib/raw_msg.ts";
import { askKernel, askQueue, makeScript, readLimits } from "../harness/ask_kernel_queue.ts";
import type { ObservedCase, Place } from "../harness/observed.ts";
import type { Random } from "../harness/random.ts";
import type * as Stub from "../stubs/09_typed_queue.ts";

type Input = {
  kind: "script" | "waiters";
  seed: number;
  stepCount: number;
  limits: { maxBytes: number; maxMessageBytes: number };
  types: number[];
};
type Seen = string[];

export function cases(random: Random): ObservedCase<Input>[] {
  const limits = { ...readLimits() };
  const script = (stepCount: number): Input => ({
    kind: "script",
    seed: random.below(2 ** 32),
    stepCount,
    limits,
    types: [],
  });
  const types = Array.from({ length: 12 }, () => 1 + random.below(4));
  return [
    { name: "a short script", input: script(12) },
    { name: "a long script", input: script(400) },
    { name: "who waits gets its type", input: { ...script(0), kind: "waiters", types } },
  ];
}

export async function observe(
  { TypedQueue }: typeof Stub,
  { kind, seed, stepCount, limits, types }: Input,
  { signal }: Place,
): Promise<Seen> {
  const queue = new TypedQueue(limits);
  if (kind === "script") {
    return makeScript({ seed, stepCount }, limits).map((step) => askQueue(queue, step));
  }
  // each waits for its type before anything is sent; the messages then come in the opposite order of types
  const waiting = types.map(async (type) => {
    const { body } = await queue.receive(type, { signal });
    return new TextDecoder().decode(body);
  });
  for (const [type, body] of listMessages(types)) {
    await queue.send({ type, body: new TextEncoder().encode(body) }, { signal });
  }
  return await Promise.all(waiting);
}

/** The oracle is the kernel's own queue; for waiters, who came first for a type gets its first message. */
export function judge(
  { kind, seed, stepCount, limits, types }: Input,
  seen: Seen,
): string | undefined {
  const expected = kind === "script"
    ? withKernel((raw) => askKernel(raw, makeScript({ seed, stepCount }, limits)))
    : serveWaiters(types);
  const index = expected.findIndex((answer, at) => answer !== seen[at]);
  if (index < 0) return undefined;
  return `answer ${index + 1} is ${seen[index]}; it ought to be ${expected[index]}`;
}

function listMessages(types: readonly number[]): [type: number, body: string][] {
  const order = types.map((type, index) => ({ type, index })).sort((a, b) => b.type - a.type);
  return order.map(({ type, index }) => [type, `message ${index}`]);
}

function serveWaiters(types: readonly number[]): string[] {
  const left = listMessages(types);
  return types.map((type) => left.splice(left.findIndex(([own]) => own === type), 1)[0]?.[1] ?? "");
}

function withKernel<T>(ask: (raw: ReturnType<typeof openRawMsg>) => T): T {
  using raw = openRawMsg();
  return ask(raw);
}
