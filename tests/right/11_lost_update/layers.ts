// @style breadth first: layers of states packed into numbers, plain loops, B is the first to fall asleep

export type Step = "load" | "add" | "store";
export type Schedule = readonly (readonly ["A" | "B", Step])[];

export function runSchedule(s: Schedule, initial: number = 0): number {
  const register: Record<"A" | "B", number | undefined> = { A: undefined, B: undefined };
  const hasAdded = { A: false, B: false };
  let word = initial;
  s.forEach(([who, step], index) => {
    const held = register[who];
    if (step === "load" && held === undefined) {
      register[who] = word;
    } else if (step === "add" && held !== undefined && !hasAdded[who]) {
      register[who] = held + 1;
      hasAdded[who] = true;
    } else if (step === "store" && held !== undefined && hasAdded[who]) {
      word = held;
      register[who] = undefined;
      hasAdded[who] = false;
    } else {
      throw new RangeError(`step ${index} of the schedule: ${who} cannot ${step} here`);
    }
  });
  return word;
}

/** No number in a state reaches this. */
const BASE = 64;

/** A state is [word, steps of A, steps of B, register of A, register of B]. */
const pack = (state: number[]) => state.reduce((packed, part) => packed * BASE + part, 0);

function unpack(packed: number): number[] {
  const state: number[] = [];
  for (let rest = packed; state.length < 5; rest = Math.floor(rest / BASE)) {
    state.unshift(rest % BASE);
  }
  return state;
}

export function outcomes(a: number, b: number): number[] {
  const ends = [3 * a, 3 * b];
  let layer = new Set([0]);
  for (let time = 0; time < 3 * (a + b); time++) {
    const next = new Set<number>();
    for (const packed of layer) {
      for (const who of [0, 1]) {
        const state = unpack(packed);
        const at = state[1 + who] ?? 0;
        if (at === ends[who]) continue;
        state[1 + who] = at + 1;
        if (at % 3 === 0) state[3 + who] = state[0] ?? 0;
        if (at % 3 === 1) state[3 + who] = (state[3 + who] ?? 0) + 1;
        if (at % 3 === 2) [state[0], state[3 + who]] = [state[3 + who] ?? 0, 0];
        next.add(pack(state));
      }
    }
    layer = next;
  }
  const words = new Set(Array.from(layer, (packed) => unpack(packed)[0] ?? 0));
  return Array.from({ length: a + b + 1 }, (_, value) => value).filter((value) => words.has(value));
}

export function worstSchedule(n: number): Schedule {
  const schedule: ["A" | "B", Step][] = [];
  const doAll = (who: "A" | "B", times: number) => {
    for (let time = 0; time < times; time++) {
      schedule.push([who, "load"], [who, "add"], [who, "store"]);
    }
  };
  schedule.push(["B", "load"], ["B", "add"]);
  doAll("A", n - 1);
  schedule.push(["B", "store"], ["A", "load"], ["A", "add"]);
  doAll("B", n - 1);
  schedule.push(["A", "store"]);
  return schedule;
}
