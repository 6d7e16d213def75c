import { check, checkThat, lesson, type TestContext } from "./harness/mod.ts";
import { Crew } from "./harness/semaphore_crew.ts";
import { Duel } from "./harness/semaphore_duel.ts";
import { forbidSpinning, loadFreshCopy, watchAtomics } from "./harness/watch_atomics.ts";
import type * as Stub from "./stubs/14_semaphore.ts";

const { fact } = lesson<typeof Stub>(import.meta);
type Context = TestContext<typeof Stub>;
type Words = Int32Array<SharedArrayBuffer>;

/** The word that holds the permits, and the one at which Workers wait for the test. */
const [INDEX, GATE] = [1, 2];

/** Every choice of moments for a rival among six: [], [1], [2], [1, 2], … [1, 2, 3, 4, 5, 6]. */
const SCHEDULES = Array.from(
  { length: 2 ** 6 },
  (_, bits) => [1, 2, 3, 4, 5, 6].filter((call) => bits >> (call - 1) & 1),
);

const makeWords = (): Words => new Int32Array(new SharedArrayBuffer(12));

function makeSemaphore(t: Context, permits: number) {
  const words = makeWords();
  t.subject.Semaphore.init(words, INDEX, permits);
  return { words, semaphore: new t.subject.Semaphore(words, INDEX) };
}

async function startCrew(t: Context, words: Words): Promise<Crew> {
  const crew = new Crew(t, { words, index: INDEX }, "acquires_in_worker.ts");
  await crew.hear("all are ready", 4);
  return crew;
}

/** A Semaphore of a fresh copy of the subject on the words of a duel: all its Atomics calls are seen. */
async function startDuel(t: Context) {
  const duel = new Duel(t, INDEX);
  const { Semaphore } = await loadFreshCopy<typeof Stub>(t.subjectPath);
  return { duel, semaphore: new Semaphore(duel.words, INDEX) };
}

/** Plays the sleeper on the main thread for as long as the test runs: `sleep` gets the time limit in ms. */
async function playSleeper(
  t: Context,
  words: Words,
  sleep: (limitMs: number) => "ok" | "timed-out",
) {
  t.defer(forbidSpinning(words.buffer));
  t.defer(watchAtomics(words.buffer, { wait: ({ args }) => sleep(Number(args[1] ?? Infinity)) }));
  const { Semaphore } = await loadFreshCopy<typeof Stub>(t.subjectPath);
  return new Semaphore(words, INDEX);
}

/** Really lets time pass: a few ms, in which the main thread does nothing. */
function pass(ms: number): void {
  Atomics.wait(makeWords(), 0, 0, ms);
}

Deno.test(fact("T1 Semaphore counts the free permits in its word, for all who use that word", {
  call: "Semaphore.init(mem, 1, 2); new Semaphore(mem, 1)",
  idea: "The word in shared memory is the semaphore. The object is only a way to get at it.",
  hint: 2,
}, (t) => {
  const { words, semaphore } = makeSemaphore(t, 2);
  const other = new t.subject.Semaphore(words, INDEX);
  check("permits", [semaphore.permits, other.permits], [2, 2]);
  check("acquire()", semaphore.acquire(), true);
  check("permits, as the other sees it", other.permits, 1);
  check("acquire(0), where one is free", other.acquire(0), true);
  check("tryAcquire(), where none is free", semaphore.tryAcquire(), false);
  check("acquire(0), where none is free", semaphore.acquire(0), false);
  semaphore.release();
  check("tryAcquire() of the other, after release()", other.tryAcquire(), true);
  other.release(3); // more than there were: a permit has no owner
  check("all words", [...words], [0, 3, 0]);
}));

Deno.test(fact("T2 acquire() sleeps until release() wakes it", {
  call: "semaphore.acquire() in a Worker; semaphore.release() in the main thread",
  idea: "Who asks again and again burns a core. Atomics.wait() hands the core to somebody else.",
  hint: 2,
  startsChildren: true, // Workers take as long to start as a process
}, async (t) => {
  const { words, semaphore } = makeSemaphore(t, 0);
  const crew = await startCrew(t, words);
  crew.letAcquire(1);
  await crew.seeAsleep(1);
  semaphore.release();
  check("acquire()", await crew.hear("one is woken", 1, 1), [true]);
  check("permits", semaphore.permits, 0);
}));

Deno.test(fact("T3 acquire() goes back to sleep when it is woken and there is no permit", {
  call: "semaphore.acquire() in two Workers; both are woken, but nothing is released",
  idea: "A wake-up is a hint. Whether there is a permit, only the word can tell: look again.",
  hint: 1,
  startsChildren: true,
}, async (t) => {
  const { words, semaphore } = makeSemaphore(t, 0);
  const crew = await startCrew(t, words);
  crew.letAcquire(2);
  for (let times = 0; times < 3; times++) await crew.seeAsleep(2);
  semaphore.release();
  await crew.hear("one of them is let in", 1, 2);
  await crew.seeAsleep(1);
  semaphore.release();
  await crew.hear("the other is let in", 1, 1);
  check("permits", semaphore.permits, 0);
}));

Deno.test(fact("T4 acquire() lets two of four threads in, and the next when one has left", {
  call: "semaphore.acquire() in four Workers, with two permits",
  idea: "As many are inside as there are permits: not one more, and not one less.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const { words, semaphore } = makeSemaphore(t, 2);
  const crew = await startCrew(t, words);
  crew.letAcquire(4);
  await crew.hear("two are let in", 2);
  for (const outside of [2, 1]) {
    await crew.seeAsleep(outside);
    semaphore.release(); // one of those inside leaves
    await crew.hear("the next is let in", 1, outside);
  }
  check("permits", semaphore.permits, 0);
}));

Deno.test(fact("T5 acquire() misses no release(), whenever it comes", {
  call: "semaphore.acquire(), and a rival between any two of its steps",
  idea: "Atomics.wait() looks and falls asleep in one step: say which value you mean to sleep on.",
  hint: 3,
}, async (t) => {
  const { duel, semaphore } = await startDuel(t);
  for (const moments of SCHEDULES) {
    for (const free of [0, 1]) {
      duel.begin({ free, rivalHolds: 1 - free, moments });
      check("acquire()", semaphore.acquire(), true);
      duel.checkWord();
      check("permits: free, with the rival", [duel.free, duel.rivalHolds], [0, 0]);
    }
  }
}));

Deno.test(fact("T6 acquire(30) gives up after 30 ms in all, however often it is woken", {
  call: "semaphore.acquire(30), woken for nothing every 10 ms",
  idea:
    "A new wait must not start the time anew. Note when to give up, and sleep for what is left.",
  hint: 2,
}, async (t) => {
  const words = makeWords();
  let sleeps = 0;
  const semaphore = await playSleeper(t, words, (limitMs) => {
    const leftMs = 30 - 10 * sleeps++;
    checkThat(
      limitMs <= leftMs + 2, // clocks round
      `after ${30 - leftMs} of 30 ms it sleeps for ${leftMs} ms at most`,
      `it would sleep for ${limitMs} ms`,
    );
    pass(Math.min(limitMs, 10));
    return limitMs > 10 ? "ok" : "timed-out";
  });
  check("acquire(30)", semaphore.acquire(30), false);
  checkThat(sleeps > 0, "it sleeps before it gives up", "it gives up at once");
  check("permits", semaphore.permits, 0);
}));

Deno.test(fact("T7 release(3) wakes three of five", {
  call: "semaphore.release(3), then semaphore.release()",
  idea: "Each permit wakes one sleeper. Whoever is woken for nothing has lost his time.",
  hint: 2,
}, (t) => {
  const { words, semaphore } = makeSemaphore(t, 0);
  t.defer(() => Atomics.notify(words, INDEX));
  const sleep = (count: number) => {
    for (let one = 0; one < count; one++) Atomics.waitAsync(words, INDEX, 0);
  };
  sleep(5);
  semaphore.release(3);
  check("permits", semaphore.permits, 3);
  check("still asleep, of five", Atomics.notify(words, INDEX), 2);
  Atomics.store(words, INDEX, 0);
  sleep(5);
  semaphore.release();
  check("still asleep, of five", Atomics.notify(words, INDEX), 4);
}));

Deno.test(fact("T8 release(2) adds its permits before it wakes anybody, and none gets lost", {
  call: "semaphore.release(2), and a rival between any two of its steps",
  idea: "Whoever wakes looks at once. If the permit comes later, he sleeps again, beside a permit.",
  hint: 2,
}, async (t) => {
  const { duel, semaphore } = await startDuel(t);
  for (const moments of SCHEDULES) {
    duel.begin({ free: 0, rivalHolds: 1, moments });
    semaphore.release(2);
    duel.checkWord();
    check("permits when notify() was called, the rival's among them,", duel.presentAtNotify, 3);
    check("permits at the end, the rival's among them,", duel.free + duel.rivalHolds, 3);
  }
}));

Deno.test(fact("T9 tryAcquire() takes the permit that is left when somebody was faster", {
  call: "semaphore.tryAcquire() on two permits, and a rival takes one of them",
  idea: "compareExchange() fails because somebody came in between, not because nothing is left.",
  hint: 3,
}, async (t) => {
  const { duel, semaphore } = await startDuel(t);
  for (const moments of SCHEDULES) {
    duel.begin({ free: 2, rivalHolds: 0, moments });
    check("tryAcquire()", semaphore.tryAcquire(), true);
    duel.checkWord();
    check("permits at the end, the rival's among them,", duel.free + duel.rivalHolds, 1);
  }
}));

Deno.test(fact("T10 acquire() that is woken too late still takes the permit it was woken for", {
  call: "semaphore.acquire(10), woken by release() after 20 ms",
  idea:
    "release() has woken you and nobody else. Leave the permit, and the next one sleeps beside it.",
  hint: 3,
}, async (t) => {
  const words = makeWords();
  const semaphore = await playSleeper(t, words, () => {
    pass(20);
    Atomics.add(words, INDEX, 1);
    return "ok";
  });
  check("acquire(10)", semaphore.acquire(10), true);
  check("permits", semaphore.permits, 0);
}));

Deno.test(fact("T11 acquire() without a time limit sleeps for as long as nobody wakes it", {
  call: "semaphore.acquire()",
  idea: "Waking up every few ms to look is asking again and again, only slower.",
  hint: 2,
}, async (t) => {
  const words = makeWords();
  const semaphore = await playSleeper(t, words, (limitMs) => {
    check("the time limit of Atomics.wait()", limitMs, Infinity);
    Atomics.add(words, INDEX, 1);
    return "ok";
  });
  check("acquire()", semaphore.acquire(), true);
}));

Deno.test(fact("T12 Semaphore with one permit protects a number that four threads add to", {
  call: "mutex.acquire(), words[0] += 1, mutex.release(), 500 times in each of four Workers",
  idea: "One permit is a lock: whoever has it is alone with the data.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const { words, semaphore } = makeSemaphore(t, 1);
  const crew = new Crew(t, { words, index: INDEX, gate: GATE }, "counts_under_semaphore.ts");
  const first = await crew.hear("one is let in", 1);
  check("what the first one says", first, ["in"]);
  await crew.seeAsleep(3);
  Atomics.store(words, GATE, 1);
  Atomics.notify(words, GATE);
  await crew.hear("all have counted", 7);
  check("the number", words[0], 2000);
  check("permits", semaphore.permits, 1);
}));
