import { mapSharedFile } from "#lib/shared_memory.ts";
import { check, checkThat, checkThrows, lesson, type TestContext } from "./harness/mod.ts";
import type * as Stub from "./stubs/11_lost_update.ts";

const { fact } = lesson<typeof Stub>(import.meta);

type Name = "A" | "B";
type Step = Stub.Schedule[number];

const STEPS = ["load", "add", "store"] as const;
const PAGE_BYTES = 4096;

/** `times` increments of one process, one after the other. */
function increments(who: Name, times: number): Step[] {
  return Array.from({ length: times }, () => STEPS.map((step): Step => [who, step])).flat();
}

const show = (steps: Stub.Schedule) => steps.map((step) => step.join(" ")).join(", ");

/** Every way to merge the steps of A and B, each in its own order. */
function* mergeAll(a: readonly Step[], b: readonly Step[]): Generator<Step[]> {
  const [firstOfA, ...restOfA] = a;
  const [firstOfB, ...restOfB] = b;
  if (firstOfA === undefined || firstOfB === undefined) return yield [...a, ...b];
  for (const rest of mergeAll(restOfA, b)) yield [firstOfA, ...rest];
  for (const rest of mergeAll(a, restOfB)) yield [firstOfB, ...rest];
}

/** The plain machine that the answers are compared with: it does what it is told. */
function execute(steps: Stub.Schedule): number {
  let word = 0;
  const registers = { A: 0, B: 0 };
  for (const [who, step] of steps) {
    if (step === "load") registers[who] = word;
    if (step === "add") registers[who] += 1;
    if (step === "store") word = registers[who];
  }
  return word;
}

/** Every result of all schedules, by running them one by one. */
function enumerate(a: number, b: number): number[] {
  const results = new Set<number>();
  for (const steps of mergeAll(increments("A", a), increments("B", b))) results.add(execute(steps));
  return [...results].sort((x, y) => x - y);
}

/** From `first` to `last`, both included. */
const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** Checks that each process does `n` increments, each of them load, add, store. */
function checkComplete(steps: Stub.Schedule, n: number): void {
  for (const who of ["A", "B"] as const) {
    const own = steps.filter(([name]) => name === who).map(([, step]) => step);
    check(`number of steps of ${who}`, own.length, 3 * n);
    const stray = own.findIndex((step, index) => step !== STEPS[index % 3]);
    checkThat(
      stray < 0,
      `${who} does load, add, store, load, add, store, …`,
      `step ${stray + 1} of ${who} is ${own[stray]}, after ${own.slice(0, stray).slice(-3)}`,
    );
  }
}

/** Compares what the learner's model says of a schedule with what real memory holds after it. */
function checkReplay(t: TestContext<typeof Stub>, steps: Stub.Schedule, word: number): void {
  t.call("runSchedule(worstSchedule(3)), then the same steps for real");
  check("what runSchedule() says", t.subject.runSchedule(steps), word);
  check("the real word, after 3 increments by each", word, 2);
}

Deno.test(fact("T1 runSchedule() loses nothing when one increment ends before the next begins", {
  call: 'runSchedule([["A", "load"], ["A", "add"], ["A", "store"], ["B", "load"], …])',
  idea: "One after the other is always right. Begin with that, then let the steps mix.",
  hint: 2,
}, (t) => {
  const once = [...increments("A", 1), ...increments("B", 1)];
  check("the word", t.subject.runSchedule(once), 2);
  t.call("runSchedule(A, B, A and A again, one increment after the other; 40)");
  const turns = [...once, ...increments("A", 2)];
  check("the word", t.subject.runSchedule(turns, 40), 44);
  t.call("runSchedule([], 7)");
  check("the word", t.subject.runSchedule([], 7), 7);
}));

Deno.test(fact("T2 runSchedule() loses an increment when both load before either has stored", {
  call: 'runSchedule([["A", "load"], ["B", "load"], ["A", "add"], ["A", "store"], …])',
  idea: "Each process adds in a register of its own, to the value that it loaded, however old.",
  hint: 1,
}, (t) => {
  for (const steps of mergeAll(increments("A", 1), increments("B", 1))) {
    t.call(`runSchedule: ${show(steps)}`);
    check("the word", t.subject.runSchedule(steps), execute(steps));
  }
  t.call("runSchedule: B loads 5, A counts twice, B adds and stores");
  const [load, ...rest] = increments("B", 1);
  const overtaken = [...(load ? [load] : []), ...increments("A", 2), ...rest];
  check("the word", t.subject.runSchedule(overtaken, 5), 6);
}));

Deno.test(fact("T3 outcomes() finds what running every single schedule finds", {
  call: "outcomes(2, 2)",
  idea: "From each state, two things can happen next: a step of A or a step of B. Follow both.",
  hint: 3,
}, (t) => {
  const sizes = [[1, 1], [0, 0], [2, 0], [0, 3], [1, 2], [1, 4], [3, 1], [2, 2], [2, 3]] as const;
  for (const [a, b] of sizes) {
    t.call(`outcomes(${a}, ${b})`);
    check("the list of values", t.subject.outcomes(a, b), enumerate(a, b));
  }
}));

Deno.test(fact("T4 worstSchedule() ends in 2, though each process does all its increments", {
  call: "worstSchedule(1000)",
  idea: "A store wipes out all that came after its load. Who holds an old value for how long?",
  hint: 2,
}, (t) => {
  for (const n of [2, 3, 4, 1000]) {
    t.call(`worstSchedule(${n})`);
    const steps = t.subject.worstSchedule(n);
    checkComplete(steps, n);
    check(`the word, after ${n} increments by each`, execute(steps), 2);
  }
}));

Deno.test(fact("T5 worstSchedule(3) ends in 2 on two real processes that share one word", {
  call: "worstSchedule(3)",
  idea: "No model: two processes have mapped the same file, and each is led step by step.",
  hint: 2,
  startsChildren: true,
  needs: ["ffi"],
}, async (t) => {
  const steps = t.subject.worstSchedule(3);
  checkComplete(steps, 3);
  const path = `${await t.makeTempDir()}/visitors`;
  using mapping = mapSharedFile(path, PAGE_BYTES);
  const start = () => t.spawnFixture("steps_in_mapped_file.ts", [path, String(PAGE_BYTES)]);
  const peers = { A: start(), B: start() };
  for (const [who, step] of steps) {
    await peers[who].writeLine(step);
    await peers[who].readLine(); // it says what it holds: the step is done
  }
  checkReplay(t, steps, Atomics.load(new Int32Array(mapping.buffer), 0));
}));

Deno.test(fact("T6 runSchedule() refuses a step that is not the next one of its process", {
  call: 'runSchedule([["A", "load"], ["A", "store"]])',
  idea: "A program runs in its own order, whatever the other does: a model must not allow more.",
  hint: 2,
}, (t) => {
  const illegal: Step[][] = [
    [["A", "store"]],
    [["A", "add"]],
    [["A", "load"], ["A", "store"]],
    [["A", "load"], ["A", "load"]],
    [["A", "load"], ["A", "add"], ["A", "add"]],
    [["B", "load"], ["A", "add"]], // it was B that loaded
    [...increments("A", 1), ["A", "add"]], // each increment loads again
    [...increments("B", 2), ...increments("A", 1), ["B", "store"]],
  ];
  for (const steps of illegal) {
    t.call(`runSchedule: ${show(steps)}`);
    checkThrows("this schedule", () => t.subject.runSchedule(steps), RangeError);
  }
}));

Deno.test(fact("T7 outcomes() knows all that 10^15 schedules can leave", {
  call: "outcomes(9, 9)",
  idea: "Schedules are many, states are few. Do not walk on from a state that you have visited.",
  hint: 3,
}, (t) => {
  t.call("outcomes(5, 5)");
  check("the list of values", t.subject.outcomes(5, 5), [2, 3, 4, 5, 6, 7, 8, 9, 10]);
  t.call("outcomes(9, 9)");
  check("the list of values", t.subject.outcomes(9, 9), range(2, 18));
}));

Deno.test(fact("T8 worstSchedule(3) ends in 2 on two real threads that share one word", {
  call: "worstSchedule(3)",
  idea: "Threads share a SharedArrayBuffer as processes share a mapped file: the loss is the same.",
  hint: 2,
  startsChildren: true, // a Worker is no process, but it takes as long to start on a busy machine
}, async (t) => {
  const steps = t.subject.worstSchedule(3);
  checkComplete(steps, 3);
  const memory = new SharedArrayBuffer(4);
  const url = new URL("./fixtures/steps_in_worker.ts", import.meta.url);
  const start = () => new Worker(url, { type: "module" });
  const workers = { A: start(), B: start() };
  t.defer(() => Object.values(workers).forEach((worker) => worker.terminate()));
  const tell = (who: Name, message: unknown) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    workers[who].onmessage = () => resolve();
    workers[who].onerror = (event) => {
      event.preventDefault();
      reject(new Error(`in a Worker: ${event.message}`));
    };
    workers[who].postMessage(message);
    return promise;
  };
  await tell("A", memory);
  await tell("B", memory);
  for (const [who, step] of steps) await tell(who, step);
  checkReplay(t, steps, Atomics.load(new Int32Array(memory), 0));
}));

Deno.test(fact("T9 runSchedule() keeps in the register what has not been stored", {
  call: 'runSchedule([["A", "load"], ["A", "add"]], 5)',
  idea: "Until the store, only the process itself knows. If it dies before, nobody ever will.",
  hint: 1,
}, (t) => {
  const [load, add, store] = increments("A", 1);
  for (const steps of [[load], [load, add], [load, add, store]]) {
    const schedule = steps.filter((step) => step !== undefined);
    t.call(`runSchedule(${show(schedule)}; 5)`);
    check("the word", t.subject.runSchedule(schedule, 5), 5 + Math.floor(schedule.length / 3));
  }
}));
