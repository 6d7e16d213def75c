import { mapSharedFile } from "#lib/shared_memory.ts";
import { check, checkThat, checkThrows, lesson, Random, waitUntil } from "./harness/mod.ts";
import { RingExaminer, watchSteps } from "./harness/ring_examiner.ts";
import { FRAME_COUNT, sendAll } from "./harness/ring_traffic.ts";
import { startWorker } from "./harness/start_worker.ts";
import { forbidSpinning } from "./harness/watch_atomics.ts";
import type * as Stub from "./stubs/15_ring_buffer.ts";

const { fact } = lesson<typeof Stub>(import.meta);

const HEADER = 128;
/** Bytes of the header: where each word is. */
const [TAIL, CLOSED, HEAD] = [0, 4, 64];

/** `length` bytes, 1, 2, 3, … */
const bytes = (length: number) => Uint8Array.from({ length }, (_, at) => at + 1);

/** Memory for a ring that is not zero, as used memory is not. */
const makeMemory = (capacity: number) => {
  const memory = new SharedArrayBuffer(HEADER + capacity);
  new Uint8Array(memory).fill(0xee);
  return memory;
};

/** push() into a ring that is full: it has to say so. Whoever waits for room is ended. */
const pushIntoFull = (
  { memory, ring }: { memory: ArrayBufferLike; ring: Stub.RingBuffer },
  frame: Uint8Array,
) => {
  const allow = forbidSpinning(memory);
  try {
    return ring.push(frame);
  } finally {
    allow();
  }
};

/** Memory that holds no ring: what is wrong, the word that says its capacity, its bytes. */
const NO_RINGS: [string, number, number][] = [
  ["memory that is all zeros", 0, 256],
  ["16 bytes of memory", 0, 16],
  ["memory with capacity 12", 12, 256],
  ["memory with capacity -8", -8, 256],
  ["a ring of 16 bytes that was cut", 16, 143],
];

/** Every start in a ring of 16 bytes, with every length that fits. */
function* allPlaces(): Generator<{ start: number; length: number }> {
  for (let start = 0; start < 16; start++) {
    for (let length = 0; length <= 12; length++) yield { start, length };
  }
}

Deno.test(fact("T1 push() fills the ring to its last byte, pop() empties it", {
  call: "RingBuffer.create(mem, 16), then push() of 4, 0 and 0 bytes, pop()",
  idea: "Full and empty must not look the same. Counters that run on for ever keep them apart.",
  hint: 2,
}, (t) => {
  const memory = makeMemory(16);
  const ring = t.subject.RingBuffer.create(memory, 16);
  check("pop() of an empty ring", ring.pop(), null);
  check("used", ring.used, 0);
  for (let round = 0; round < 3; round++) {
    const pushed = [4, 0, 0].map((length) => ring.push(bytes(length)));
    check("push() of 4, 0 and 0 bytes", pushed, [true, true, true]);
    check("used, where all 16 bytes are", ring.used, 16);
    const pushedMore = pushIntoFull({ memory, ring }, bytes(0));
    check("push() of nothing into a full ring", pushedMore, false);
    check("pop()", ring.pop(), bytes(4));
    check("used after pop()", ring.used, 8);
    const pushedTooMuch = pushIntoFull({ memory, ring }, bytes(5));
    check("push() of 5 bytes where 4 fit", pushedTooMuch, false);
    check("push() of 4 bytes where 4 fit", ring.push(bytes(4)), true);
    const popped = [ring.pop(), ring.pop(), ring.pop(), ring.pop()];
    check("pop() four times", popped, [bytes(0), bytes(0), bytes(4), null]);
    check("used at the end", ring.used, 0);
  }
}));

Deno.test(fact("T2 pop() returns what push() got, wherever in the ring the frame begins", {
  call: "ring.push(frame), for each place and each length",
  idea: "A frame may cross the edge, and so may the four bytes of its length.",
  hint: 3,
}, (t) => {
  for (const { start, length } of allPlaces()) {
    t.call(`push() of ${length} bytes, the first at ${start} of 16`);
    const ring = t.subject.RingBuffer.attach(RingExaminer.make(16, start).memory);
    check("push()", ring.push(bytes(length)), true);
    check("used", ring.used, 4 + length);
    check("pop()", ring.pop(), bytes(length));
    check("the next pop()", ring.pop(), null);
  }
}));

Deno.test(fact("T3 push() and create() refuse what can never be", {
  call: "ring.push(13 bytes), where the capacity is 16",
  idea:
    "false means: not now. What will never fit is a mistake of the caller, who would wait for ever.",
  hint: 2,
}, (t) => {
  const { RingBuffer } = t.subject;
  const ring = RingBuffer.create(makeMemory(16), 16);
  checkThrows("push() of 13 bytes", () => ring.push(bytes(13)), RangeError);
  check("push() of 12 bytes", ring.push(bytes(12)), true);
  checkThrows("push() of 13 bytes into a full ring", () => ring.push(bytes(13)), RangeError);
  check("used of a new ring of 8 bytes", RingBuffer.create(makeMemory(8), 8).used, 0);
  for (const capacity of [0, 1, 4, 12, 24, 16.5, -16, NaN]) {
    t.call(`RingBuffer.create(mem, ${capacity})`);
    checkThrows("it", () => RingBuffer.create(makeMemory(64), capacity), RangeError);
  }
  t.call("RingBuffer.create(143 bytes of memory, 16)");
  checkThrows("it", () => RingBuffer.create(new SharedArrayBuffer(143), 16), RangeError);
}));

Deno.test(fact("T4 push() moves the tail when the frame is there, not before", {
  call: "ring.push(frame), and a consumer who looks after each of its steps",
  idea: 'One store says "go". Whatever the consumer needs must lie in memory before it.',
  hint: 1,
}, async (t) => {
  const taken: Uint8Array[] = [];
  const { examiner, subject, act } = await watchSteps<typeof Stub>(
    t,
    (ring) => taken.push(...ring.takeAll()),
  );
  for (const { start, length } of allPlaces()) {
    t.call(`push() of ${length} bytes, the first at ${start} of 16`);
    examiner.reset(start);
    const ring = subject.RingBuffer.attach(examiner.memory);
    act(() => ring.push(bytes(length)));
    check("what a consumer took as soon as the tail moved", taken.splice(0), [bytes(length)]);
  }
}));

Deno.test(fact("T5 pop() copies a frame before it gives the room back", {
  call: "ring.pop(), and a producer who fills what is free after each of its steps",
  idea: "The moment the head moves, the bytes below it belong to the producer.",
  hint: 2,
}, async (t) => {
  const { examiner, subject, act } = await watchSteps<typeof Stub>(t, (ring) => ring.spoilFree());
  for (const { start, length } of allPlaces()) {
    t.call(`pop() of ${length} bytes, the first at ${start} of 16`);
    examiner.reset(start);
    examiner.put(bytes(length));
    const ring = subject.RingBuffer.attach(examiner.memory);
    const frame = act(() => ring.pop());
    examiner.spoilFree();
    check("the frame, after the producer has used its room again", frame, bytes(length));
  }
}));

Deno.test(fact("T6 RingBuffer goes on where its counters pass 2 ** 31 and 2 ** 32", {
  call: "push() and pop(), where head and tail are near 2 ** 31 or 2 ** 32",
  idea: "The words wrap. Only their difference means anything: (tail - head) >>> 0.",
  hint: 2,
}, (t) => {
  for (const start of [2 ** 31 - 21, 2 ** 32 - 21]) {
    const examiner = RingExaminer.make(16, start);
    const ring = t.subject.RingBuffer.attach(examiner.memory);
    for (let round = 0; round < 5; round++) {
      t.call(`push() and pop(), where the tail is ${examiner.tail}, the head ${examiner.head}`);
      check("push() of 5 bytes", ring.push(bytes(5)), true);
      check("used", ring.used, 9);
      const pushed = pushIntoFull({ memory: examiner.memory, ring }, bytes(4));
      check("push() of 4 bytes where 3 fit", pushed, false);
      check("push() of 3 bytes", ring.push(bytes(3)), true);
      check("pop() three times", [ring.pop(), ring.pop(), ring.pop()], [bytes(5), bytes(3), null]);
    }
    check("the tail", examiner.tail, (start + 5 * 16) % 2 ** 32);
  }
}));

Deno.test(fact("T7 RingBuffer answers 10 000 random calls as a list of frames does", {
  call: "push(), pop() and used of two sides, in random order",
  idea: "Each side has its own object. All that they share is in the memory.",
  hint: 2,
}, (t) => {
  const random = new Random(7);
  const memory = makeMemory(64);
  const producer = t.subject.RingBuffer.create(memory, 64);
  const consumer = t.subject.RingBuffer.attach(memory);
  const model: Uint8Array[] = [];
  const usedByModel = () => model.reduce((sum, frame) => sum + 4 + frame.length, 0);
  for (let step = 0; step < 10_000; step++) {
    if (random.below(5) < 3) {
      const frame = random.bytes(random.below(random.pick([4, 16, 61])));
      const fits = usedByModel() + 4 + frame.length <= 64;
      t.call(`call ${step}: push() of ${frame.length} bytes, with ${usedByModel()} of 64 in use`);
      const pushed = fits ? producer.push(frame) : pushIntoFull({ memory, ring: producer }, frame);
      check("push()", pushed, fits);
      if (fits) model.push(frame.slice());
      frame.fill(0); // its owner writes the next one into it
    } else {
      t.call(`call ${step}: pop(), with ${usedByModel()} of 64 bytes in use`);
      check("pop()", consumer.pop(), model.shift() ?? null);
    }
    check("used, on both sides", [producer.used, consumer.used], [usedByModel(), usedByModel()]);
  }
}));

Deno.test(fact("T8 RingBuffer carries 2000 frames from one process to another", {
  call: "push() here, pop() in a child; a pipe wakes it, and it answers when it has made room",
  idea:
    "Shared memory moves bytes and wakes nobody. The bell is a byte in a pipe: who waits, sleeps.",
  hint: 2,
  startsChildren: true,
  needs: ["ffi"],
}, async (t) => {
  const [path, byteCount] = [`${await t.makeTempDir()}/ring`, HEADER + 4096];
  using mapping = mapSharedFile(path, byteCount);
  const ring = t.subject.RingBuffer.create(mapping.buffer, 4096);
  const consumer = t.spawnFixture("drains_mapped_ring.ts", [path, String(byteCount)]);
  await consumer.waitFor("ready");
  const said = await sendAll(ring, {
    ring: () => consumer.writeLine("").catch(() => {}), // it may have seen the end, and left
    answer: () => consumer.readLine(),
  });
  check("what the consumer says", said, `${FRAME_COUNT} frames, each as it was pushed`);
}));

Deno.test(fact("T9 drained becomes true only when nothing can come any more", {
  call: "ring.close(), ring.pop(), ring.drained",
  idea:
    "Closed is not empty, and empty is not closed. Ask in the right order: a frame may come in between.",
  hint: 2,
}, async (t) => {
  const ring = t.subject.RingBuffer.create(makeMemory(16), 16);
  check("drained of an empty ring", ring.drained, false);
  ring.push(bytes(3));
  ring.close();
  ring.close(); // twice is fine
  checkThrows("push() after close()", () => ring.push(bytes(1)), Error);
  check("drained, with a frame inside", ring.drained, false);
  check("pop() after close()", ring.pop(), bytes(3));
  check("drained at the end", ring.drained, true);
  for (const moment of [1, 2, 3]) {
    let steps = 0;
    const { examiner, subject, act } = await watchSteps<typeof Stub>(t, (ring) => {
      if (++steps !== moment) return;
      ring.put(bytes(3));
      ring.close();
    });
    t.call(`ring.drained, and the last frame and close() come after its Atomics call ${moment}`);
    const consumer = subject.RingBuffer.attach(examiner.memory);
    const drained = act(() => consumer.drained);
    checkThat(
      !drained,
      "drained is false: a frame is inside",
      "drained is true: that frame is lost",
    );
  }
}));

Deno.test(fact("T10 RingBuffer carries 2000 frames from one thread to another", {
  call: "push() here, pop() in a Worker; messages are the bell",
  idea: "A SharedArrayBuffer or a mapped file: the ring does not know which one it lies in.",
  hint: 2,
  startsChildren: true, // a Worker takes as long to start as a process
}, async (t) => {
  const memory = makeMemory(4096);
  const ring = t.subject.RingBuffer.create(memory, 4096);
  const worker = startWorker(t, "drains_ring_in_worker.ts");
  const said: unknown[] = [];
  worker.onmessage = ({ data }) => said.push(data?.threw ?? data);
  const answer = async () => {
    await waitUntil("the Worker answers", () => said.length > 0, t.signal);
    return String(said.shift());
  };
  worker.postMessage({ memory, subjectPath: t.subjectPath });
  check("the Worker", await answer(), "ready");
  const ringBell = () => Promise.resolve(worker.postMessage("more"));
  const last = await sendAll(ring, { ring: ringBell, answer });
  check("what the Worker says", last, `${FRAME_COUNT} frames, each as it was pushed`);
}));

Deno.test(fact("T11 RingBuffer keeps to the layout that both sides have agreed on", {
  call: "RingBuffer.create(mem, 16), push() of 3 bytes, and a look at the memory",
  idea: "The other side may be another program. It knows the layout, not your code.",
  hint: 3,
}, (t) => {
  const memory = makeMemory(16);
  const words = new Int32Array(memory);
  const data = new Uint8Array(memory, HEADER);
  const ring = t.subject.RingBuffer.create(memory, 16);
  check("HEADER_BYTES", t.subject.HEADER_BYTES, HEADER);
  const header = () => ({ tail: words[0], closed: words[1], capacity: words[2], head: words[16] });
  check("the header", header(), { tail: 0, closed: 0, capacity: 16, head: 0 });
  ring.push(bytes(3));
  check("the data", data.slice(0, 7), Uint8Array.of(3, 0, 0, 0, 1, 2, 3));
  check("the header after push()", header(), { tail: 7, closed: 0, capacity: 16, head: 0 });
  ring.pop();
  ring.close();
  check("the header at the end", header(), { tail: 7, closed: 1, capacity: 16, head: 7 });
  t.call("RingBuffer.create(mem, 2 ** 17), push() and pop() of 0x010203 bytes");
  const large = makeMemory(2 ** 17);
  const largeRing = t.subject.RingBuffer.create(large, 2 ** 17);
  largeRing.push(new Uint8Array(0x010203));
  check("its length", new Uint8Array(large, HEADER, 4).slice(), Uint8Array.of(3, 2, 1, 0));
  check("bytes of pop()", largeRing.pop()?.length, 0x010203);
}));

Deno.test(fact("T12 RingBuffer looks and publishes through Atomics alone", {
  call: "ring.push(), ring.pop(), ring.close() and ring.drained, watched",
  idea:
    "A plain load may be old, and a plain store may overtake the payload. Atomics keep the order.",
  hint: 2,
}, async (t) => {
  const seen: string[] = [];
  const { examiner, subject, act } = await watchSteps<typeof Stub>(
    t,
    (_, { method, byteOffset }) => {
      seen.push(`${method === "load" ? "load" : "change"} at ${byteOffset}`);
    },
  );
  const ring = subject.RingBuffer.attach(examiner.memory);
  const checkSteps = (call: string, step: () => unknown, needed: string) => {
    t.call(call);
    seen.length = 0;
    act(step);
    const steps = seen.length === 0 ? "no Atomics call at all" : seen.join(", ");
    checkThat(seen.includes(needed), `an Atomics ${needed} among its steps`, steps);
  };
  checkSteps("ring.pop(), empty", () => ring.pop(), `load at ${TAIL}`);
  checkSteps("ring.drained, open", () => ring.drained, `load at ${CLOSED}`);
  checkSteps("ring.push(12 bytes)", () => ring.push(bytes(12)), `change at ${TAIL}`);
  const full = { memory: examiner.memory, ring };
  checkSteps("ring.push(1 byte), full", () => pushIntoFull(full, bytes(1)), `load at ${HEAD}`);
  checkSteps("ring.pop()", () => ring.pop(), `change at ${HEAD}`);
  checkSteps("ring.close()", () => ring.close(), `change at ${CLOSED}`);
}));

Deno.test(fact("T13 attach() joins the ring that is there, create() makes a new one", {
  call: "RingBuffer.attach(mem)",
  idea: "One side makes the ring, the other finds it, or finds out that there is none.",
  hint: 2,
}, (t) => {
  const { RingBuffer } = t.subject;
  const memory = makeMemory(16);
  RingBuffer.create(memory, 16).push(bytes(2));
  const joined = RingBuffer.attach(memory);
  check("used", joined.used, 6);
  check("pop()", joined.pop(), bytes(2));
  joined.push(bytes(1));
  joined.close();
  t.call("RingBuffer.create(mem, 16) once more");
  const renewed = RingBuffer.create(memory, 16);
  check("used, drained", [renewed.used, renewed.drained], [0, false]);
  check("push()", renewed.push(bytes(12)), true);
  for (const [what, capacity, length] of NO_RINGS) {
    t.call(`RingBuffer.attach(${what})`);
    const wrong = new SharedArrayBuffer(length);
    if (length >= 12) new Int32Array(wrong, 0, 3)[2] = capacity;
    checkThrows("it", () => RingBuffer.attach(wrong), TypeError);
  }
}));
