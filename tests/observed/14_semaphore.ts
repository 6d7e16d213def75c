import type { ObservedCase, Place } from "../harness/observed.ts";
import type { Random } from "../harness/random.ts";
import { Duel } from "../harness/semaphore_duel.ts";
import { startWorker } from "../harness/start_worker.ts";
import { loadFreshCopy } from "../harness/watch_atomics.ts";
import { waitUntil } from "../harness/wait_until.ts";
import type * as Stub from "../stubs/14_semaphore.ts";

type Call = "try" | "acquire" | number; // a number: release() so many
type Input = { permits: number; index: number; script: Call[]; waiting: number; duels: number[][] };
/** Each call's answer, that of release(): "free permits, sleepers woken". What the Workers did; all words. */
type Seen = { answers: (boolean | string)[]; rounds: string[]; duels: string[]; words: number[] };
type Words = Int32Array<SharedArrayBuffer>;

const WORD_COUNT = 8;
const SLEEPERS = [1, 2, 3];

export function cases(random: Random): ObservedCase<Input>[] {
  const base = () => ({ permits: 1 + random.below(3), index: random.below(WORD_COUNT) });
  const none = { script: [], waiting: 0, duels: [] };
  const calls = () => random.pick<Call>(["try", "acquire", 1 + random.below(SLEEPERS.length + 1)]);
  const script = Array.from({ length: 100 }, calls);
  const moments = () => Array.from({ length: 3 }, () => 1 + random.below(5));
  const duels = Array.from({ length: 60 }, moments);
  const waiting = 1 + random.below(3);
  return [
    { name: "a hundred calls of one thread", input: { ...none, ...base(), script } },
    { name: "against a rival", input: { ...none, ...base(), index: random.below(3), duels } },
    { name: "more threads than permits", input: { ...none, ...base(), waiting } },
  ];
}

export async function observe(
  { Semaphore }: typeof Stub,
  { permits, index, script, waiting, duels }: Input,
  { signal }: Place,
): Promise<Seen> {
  const words = new Int32Array(new SharedArrayBuffer(4 * WORD_COUNT));
  Semaphore.init(words, index, permits);
  const semaphore = new Semaphore(words, index);
  const answers = script.map((call) => {
    if (call === "try") return semaphore.tryAcquire();
    if (call === "acquire") return semaphore.acquire(0);
    for (const _ of SLEEPERS) Atomics.waitAsync(words, index, words[index] ?? 0);
    semaphore.release(call);
    return `${semaphore.permits}, ${SLEEPERS.length - Atomics.notify(words, index)}`;
  });
  const crew = { words, index, size: permits + waiting };
  const rounds = waiting > 0 ? await watchWorkers(semaphore, crew, signal) : [];
  const played = duels.length > 0 ? await playDuels(index, duels) : [];
  return { answers, rounds, duels: played, words: [...words] };
}

/** Acquires, tries and releases while a rival moves at the given moments; the Duel throws at once at a mistake. */
async function playDuels(index: number, duels: number[][]): Promise<string[]> {
  const undo: (() => unknown)[] = [];
  const duel = new Duel({ call: () => {}, defer: (one) => undo.push(one) }, index);
  const { Semaphore } = await loadFreshCopy<typeof Stub>(Deno.env.get("IPC_SUBJECT") ?? "");
  const semaphore = new Semaphore(duel.words, index);
  const played = duels.map((moments) => {
    duel.begin({ free: 1, rivalHolds: 0, moments });
    const taken = semaphore.acquire();
    duel.checkWord();
    const first = `${taken} ${duel.free} ${duel.rivalHolds}`;
    duel.begin({ free: 2, rivalHolds: 0, moments });
    const second = `${semaphore.tryAcquire()} ${duel.free + duel.rivalHolds}`;
    duel.begin({ free: 0, rivalHolds: 1, moments });
    semaphore.release(2);
    return `${first}, ${second}, ${duel.presentAtNotify} ${duel.free + duel.rivalHolds}`;
  });
  undo.forEach((one) => one());
  return played;
}

/** Lets more Workers acquire than there are permits, then releases one permit after the other. */
async function watchWorkers(
  semaphore: Stub.Semaphore,
  { words, index, size }: { words: Words; index: number; size: number },
  signal: AbortSignal,
): Promise<string[]> {
  const undo: (() => unknown)[] = [];
  const rounds: string[] = [];
  let inside = 0;
  for (let one = 0; one < size; one++) {
    const worker = startWorker({ defer: (one) => undo.push(one) }, "acquires_in_worker.ts");
    worker.onmessage = ({ data }) => {
      if (data === "ready") worker.postMessage("acquire");
      else if (data === true) inside++;
    };
    worker.postMessage({ memory: words.buffer, index, subjectPath: Deno.env.get("IPC_SUBJECT") });
  }
  for (let asleep = size - semaphore.permits; asleep >= 0; asleep--) {
    const isSettled = () =>
      inside >= size - asleep && Atomics.notify(words, index, asleep) === asleep;
    await waitUntil("as many are inside as may be, and the others sleep", isSettled, signal)
      .catch(() => {}); // what is seen then is wrong, and says more
    rounds.push(`${inside} inside, ${asleep} asleep, ${semaphore.permits} free`);
    if (asleep > 0) semaphore.release();
  }
  undo.forEach((one) => one());
  return rounds;
}

export function judge(input: Input, seen: Seen): string | undefined {
  const { permits, index, script, waiting, duels } = input;
  let free = permits;
  const answers = script.map((call) => {
    if (typeof call !== "number") return free > 0 && free-- > 0;
    return `${free += call}, ${Math.min(call, SLEEPERS.length)}`;
  });
  const rounds = Array.from({ length: waiting > 0 ? waiting + 1 : 0 }, (_, round) => {
    return `${permits + round} inside, ${waiting - round} asleep, 0 free`;
  });
  const words = Array.from({ length: WORD_COUNT }, (_, at) => at === index ? free : 0);
  if (waiting > 0) words[index] = 0;
  const due = { answers, rounds, duels: duels.map(() => "true 0 0, true 1, 3 3"), words };
  for (const what of ["answers", "rounds", "duels", "words"] as const) {
    const [got, expected] = [JSON.stringify(seen[what]), JSON.stringify(due[what])];
    if (got !== expected) return `${what}: ${got}; they ought to be ${expected}`;
  }
  return undefined;
}
