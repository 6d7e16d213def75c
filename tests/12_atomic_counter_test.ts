import { mapSharedFile } from "#lib/shared_memory.ts";
import { check, checkThat, lesson, type TestContext } from "./harness/mod.ts";
import { toFileUrl } from "./harness/paths.ts";
import type * as Stub from "./stubs/12_atomic_counter.ts";

const { fact } = lesson<typeof Stub>(import.meta);

const INT32_MAX = 2 ** 31 - 1;
const PAGE_BYTES = 4096;

/** Every choice of moments for a rival among six: [], [1], [2], [1, 2], … [1, 2, 3, 4, 5, 6]. */
const SCHEDULES = Array.from(
  { length: 2 ** 6 },
  (_, bits) => [1, 2, 3, 4, 5, 6].filter((call) => bits >> (call - 1) & 1),
);

/** A Cell in ordinary memory, and a rival who may change `value` right after each call on it. */
class ContestedCell implements Stub.Cell {
  value = 0;
  highest = 0;
  /** What happened, in order. The rival adds its own lines. */
  readonly history: string[] = [];
  #calls = 0;
  readonly #rival: (callNumber: number, changed: boolean) => void;

  constructor(rival: (callNumber: number, changed: boolean) => void) {
    this.#rival = rival;
  }

  load(): number {
    return this.#move("load()", this.value);
  }

  add(n: number): number {
    return this.#move(`add(${n})`, this.value + n);
  }

  compareExchange(expected: number, next: number): number {
    const isAsExpected = this.value === expected;
    return this.#move(`compareExchange(${expected}, ${next})`, isAsExpected ? next : this.value);
  }

  #move(call: string, next: number): number {
    const old = this.value;
    this.value = next | 0;
    this.highest = Math.max(this.highest, this.value);
    this.history.push(`${call} is ${old}`);
    this.#calls++;
    checkThat(
      this.#calls <= 100,
      "it comes to an end once the rival has gone",
      `100 calls on the cell, and no end: … ${this.history.slice(-3).join(", ")}`,
    );
    this.#rival(this.#calls, this.value !== old);
    return old;
  }
}

/** Watches Atomics until the test ends; returns the names of the methods used on `words`. */
function watchAtomics(t: TestContext<typeof Stub>, words: Int32Array): string[] {
  const seen: string[] = [];
  for (const name of ["load", "store", "exchange", "add", "sub", "compareExchange"] as const) {
    const real = Atomics[name];
    const watched = (...args: unknown[]) => {
      const [view] = args;
      if (ArrayBuffer.isView(view) && view.buffer === words.buffer) seen.push(name);
      return Reflect.apply(real, Atomics, args);
    };
    Object.defineProperty(Atomics, name, { value: watched });
    t.defer(() => Object.defineProperty(Atomics, name, { value: real }));
  }
  return seen;
}

/** The next message of a Worker. What it throws, or cannot say, is an error here. */
function nextMessage(worker: Worker): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(`in a Worker: ${event.message}`));
  };
  return promise;
}

Deno.test(fact("T1 SharedCounter counts on the word it was given, and tells the new value", {
  call: "new SharedCounter(atomicCell(words, 1))",
  idea: "Atomics.add returns the old value. What your caller wants is the new one.",
  hint: 2,
}, ({ subject }) => {
  const words = new Int32Array(3);
  const counter = new subject.SharedCounter(subject.atomicCell(words, 1));
  check("increment()", counter.increment(), 1);
  check("increment(41)", counter.increment(41), 42);
  check("increment(-2)", counter.increment(-2), 40);
  check("value", counter.value, 40);
  check("the array", [...words], [0, 40, 0]);
}));

Deno.test(fact("T2 increment() loses nothing when a rival adds between any two steps", {
  call: "counter.increment()",
  idea: "Between two calls on the cell, anybody may change it. What you looked at is history.",
  hint: 2,
}, (t) => {
  for (const schedule of SCHEDULES) {
    t.call("increment() twice, against a rival");
    let rivals = 0;
    const cell = new ContestedCell((callNumber) => {
      if (!schedule.includes(callNumber)) return;
      cell.value++;
      cell.history.push("a rival adds 1");
      rivals++;
    });
    const counter = new t.subject.SharedCounter(cell);
    counter.increment();
    counter.increment();
    t.call(`increment() twice: ${cell.history.join(", ")}`);
    check(`the word, after 2 of yours and ${rivals} of the rival,`, cell.value, 2 + rivals);
  }
}));

Deno.test(fact("T3 takeTicket() hands out each ticket once and never passes the limit", {
  call: "takeTicket(cell, 3)",
  idea: "Looking and taking must be one step. compareExchange takes only if your look still holds.",
  hint: 3,
}, (t) => {
  const limit = 3;
  for (const schedule of SCHEDULES) {
    t.call("takeTicket(cell, 3) until null, against a rival");
    const tickets: number[] = [];
    const cell = new ContestedCell((callNumber) => {
      if (!schedule.includes(callNumber) || cell.value >= limit) return;
      cell.history.push(`a rival takes ${cell.value}`);
      tickets.push(cell.value++);
    });
    for (let tries = 0; tries <= limit; tries++) {
      const ticket = t.subject.takeTicket(cell, limit);
      if (ticket === null) break;
      tickets.push(ticket);
    }
    t.call(`takeTicket(cell, 3) until null: ${cell.history.join(", ")}`);
    check("all tickets, yours and the rival's, sorted,", tickets.sort(), [0, 1, 2]);
    check("the most that the cell ever held", cell.highest, limit);
  }
  t.call("takeTicket(cell, 3), where the cell holds 5");
  const cell = new ContestedCell(() => {});
  cell.value = 5;
  check("the ticket", t.subject.takeTicket(cell, limit), null);
}));

Deno.test(fact("T4 increment() returns the value that it made, not a later one", {
  call: "increment() three times, a rival adds 100 right after each change of yours",
  idea: "A second look shows what others did meanwhile. Only the old value you got back is yours.",
  hint: 1,
}, ({ subject }) => {
  const cell = new ContestedCell((_callNumber, changed) => {
    if (changed) cell.value += 100;
  });
  const counter = new subject.SharedCounter(cell);
  const returned = [counter.increment(), counter.increment(), counter.increment()];
  check("what the three calls returned", returned, [1, 102, 203]);
}));

Deno.test(fact("T5 atomicCell() makes every change in one indivisible call", {
  call: "atomicCell(words, 0)",
  idea: "A load and a store are two steps, and between them the work of another gets overwritten.",
  hint: 2,
}, async (t) => {
  const words = new Int32Array(1);
  const seen = watchAtomics(t, words);
  // a new copy of the module: the old one may have taken methods aside before they were watched
  const copyUrl = `${toFileUrl(t.subjectPath).href}?copy=${crypto.randomUUID()}`;
  const fresh: typeof Stub = await import(copyUrl);
  const cell = fresh.atomicCell(words, 0);
  const checkChange = (call: string, act: () => void) => {
    t.call(call);
    seen.length = 0;
    act();
    const changes = seen.filter((name) => name !== "load");
    checkThat(
      changes.length > 0 &&
        changes.every((name) => ["add", "sub", "compareExchange"].includes(name)),
      "the word changes by Atomics.add or Atomics.compareExchange alone",
      changes.length > 0
        ? `Atomics.${seen.join(", then Atomics.")}: this overwrites whatever came in between`
        : "no such call: a plain view[index] is read in one step and written in another",
    );
  };
  checkChange("cell.add(5)", () => cell.add(5));
  checkChange("cell.compareExchange(5, 9)", () => cell.compareExchange(5, 9));
}));

Deno.test(fact("T6 increment() is exact for two threads with 1000 increments each", {
  call: "increment() 1000 times in each of two Workers",
  idea: "A SharedArrayBuffer is one memory for all threads; a variable of yours is not part of it.",
  hint: 2,
  startsChildren: true, // a Worker is no process, but it takes as long to start on a busy machine
}, async (t) => {
  const memory = new SharedArrayBuffer(4);
  const words = new Int32Array(memory);
  const counter = new t.subject.SharedCounter(t.subject.atomicCell(words, 0));
  const url = new URL("./fixtures/counts_in_worker.ts", import.meta.url);
  const workers = [1, 2].map(() => new Worker(url, { type: "module" }));
  t.defer(() => workers.forEach((worker) => worker.terminate()));
  const say = async (message: unknown, answer: string) => {
    for (const worker of workers) worker.postMessage(message);
    check("the Workers' answers", await Promise.all(workers.map(nextMessage)), [answer, answer]);
  };
  await say({ memory, subjectPath: t.subjectPath }, "ready");
  await say("go", "done");
  check("the word", words[0], 2000);
  check("value in the main thread", counter.value, 2000);
}));

Deno.test(fact("T7 increment() is exact for two processes with 1000 increments each", {
  call: "increment() 1000 times in each of two processes that mapped the same file",
  idea: "mmap(MAP_SHARED) shows all processes the same memory, and Atomics works on it, too.",
  hint: 2,
  startsChildren: true,
  needs: ["ffi"],
}, async (t) => {
  const path = `${await t.makeTempDir()}/visitors`;
  using mapping = mapSharedFile(path, PAGE_BYTES);
  const words = new Int32Array(mapping.buffer);
  const counter = new t.subject.SharedCounter(t.subject.atomicCell(words, 0));
  const start = () => t.spawnFixture("counts_in_mapped_file.ts", [path, String(PAGE_BYTES)]);
  const peers = [start(), start()];
  await Promise.all(peers.map((peer) => peer.waitFor("ready")));
  await Promise.all(peers.map((peer) => peer.writeLine("go")));
  await Promise.all(peers.map((peer) => peer.waitFor("done")));
  check("the word", words[0], 2000);
  check("value in the process that only watched", counter.value, 2000);
}));

Deno.test(fact("T8 increment() wraps where the word wraps, and says so", {
  call: "increment(), where the word holds 2147483647",
  idea: "The word is a signed 32-bit number and wraps; a JavaScript number does not.",
  hint: 3,
}, ({ subject }) => {
  const words = Int32Array.of(INT32_MAX);
  const counter = new subject.SharedCounter(subject.atomicCell(words, 0));
  check("increment()", counter.increment(), -2147483648);
  check("value", counter.value, -2147483648);
}));

Deno.test(fact("T9 atomicCell() answers with the old value, also where nothing is exchanged", {
  call: "atomicCell(words, 0)",
  idea: "The old value tells you what you added to, and whether your exchange took place.",
  hint: 2,
}, ({ subject }) => {
  const words = Int32Array.of(3);
  const cell = subject.atomicCell(words, 0);
  check("add(4) on 3", cell.add(4), 3);
  check("compareExchange(3, 9) on 7", cell.compareExchange(3, 9), 7);
  check("the word after it", cell.load(), 7);
  check("compareExchange(7, 9) on 7", cell.compareExchange(7, 9), 7);
  check("the word after it", cell.load(), 9);
}));
