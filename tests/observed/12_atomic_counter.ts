import { mapSharedFile } from "#lib/shared_memory.ts";
import type { ObservedCase, Place } from "../harness/observed.ts";
import type { Random } from "../harness/random.ts";
import { waitUntil } from "../harness/wait_until.ts";
import type * as Stub from "../stubs/12_atomic_counter.ts";

type Input = { kind: "count" | "tickets"; start: number; by: number; times: number; index: number };
type Seen = number[];
type Outside = { taken: number; last: number };

const BYTES = 64;
/** The word that says how far the inside is: 1 begun, 2 done. */
const STATE = 15;

export function cases(random: Random): ObservedCase<Input>[] {
  const some = () => ({ index: random.below(8), by: 1 + random.below(9) });
  const start = random.below(1000);
  return [
    { name: "two count", input: { ...some(), kind: "count", start, times: 2000 } },
    {
      name: "past the largest number",
      input: { ...some(), kind: "count", start: 2 ** 31 - 1 - random.below(999), times: 2000 },
    },
    { name: "two take tickets", input: { ...some(), kind: "tickets", start: 0, times: 3000 } },
  ];
}

export async function observe(
  { atomicCell, SharedCounter, takeTicket }: typeof Stub,
  { kind, by, times, index }: Input,
  { dir, signal }: Place,
): Promise<Seen> {
  const isThere = () => Deno.stat(`${dir}/ready`).then(() => true, () => false);
  await waitUntil("the memory is there", isThere, signal);
  using mapping = mapSharedFile(`${dir}/memory`, BYTES);
  const view = new Int32Array(mapping.buffer);
  const cell = atomicCell(view, index);
  Atomics.store(view, STATE, 1);
  const got: number[] = [];
  if (kind === "count") {
    const counter = new SharedCounter(cell);
    while (got.length < times) got.push(counter.increment(by));
  } else {
    for (let ticket = takeTicket(cell, times); ticket !== null; ticket = takeTicket(cell, times)) {
      got.push(ticket);
    }
  }
  Atomics.store(view, STATE, 2);
  return got;
}

/** Counts on the same word of the same memory, from another process, with plain Atomics. */
export async function attend(input: Input, { dir, signal }: Place): Promise<Outside> {
  const { kind, start, by, times, index } = input;
  using mapping = mapSharedFile(`${dir}/memory`, BYTES);
  const view = new Int32Array(mapping.buffer);
  view[index] = start;
  await Deno.writeTextFile(`${dir}/ready`, "");
  await waitUntil("the inside has begun", () => Atomics.load(view, STATE) > 0, signal);
  let taken = 0;
  for (let turn = 0; turn < times; turn++) {
    if (kind === "count") Atomics.add(view, index, by);
    else if (takeOne(view, index, times)) taken++;
  }
  await waitUntil("the inside is done", () => Atomics.load(view, STATE) === 2, signal);
  return { taken, last: Atomics.load(view, index) };
}

export function judge(input: Input, seen: Seen, outside?: Outside): string | undefined {
  const { kind, start, by, times } = input;
  if (outside === undefined || new Set(seen).size !== seen.length) {
    return "two calls got one number";
  }
  const due = kind === "count" ? (start + 2 * times * by) | 0 : times;
  if (outside.last !== due) return `the word holds ${outside.last}; it ought to hold ${due}`;
  if (kind === "count") {
    const isOn = seen.every((value) => (value - start | 0) % by === 0);
    return isOn && seen.length === times ? undefined : "a number came back that nobody made";
  }
  const isInRange = seen.every((ticket) => ticket >= 0 && ticket < times);
  if (!isInRange) return "a ticket came back that there is not";
  return seen.length + outside.taken === times ? undefined : "a ticket was lost or made up";
}

/** Takes a ticket if there is one; compares before it writes. */
function takeOne(view: Int32Array, index: number, limit: number): boolean {
  for (;;) {
    const held = Atomics.load(view, index);
    if (held >= limit) return false;
    if (Atomics.compareExchange(view, index, held, held + 1) === held) return true;
  }
}
