// @style generators: each process is a coroutine, and memoised sets of results are joined

export type Step = "load" | "add" | "store";
export type Schedule = readonly (readonly ["A" | "B", Step])[];

interface Memory {
  word: number;
}

/** Does one step after the other; at each yield it says which step comes next, and waits for its turn. */
function* increment(memory: Memory): Generator<Step, never> {
  for (;;) {
    yield "load";
    let register = memory.word;
    yield "add";
    register += 1;
    yield "store";
    memory.word = register;
  }
}

export function runSchedule(s: Schedule, initial = 0): number {
  const memory = { word: initial };
  const running = { A: increment(memory), B: increment(memory) };
  const next = { A: running.A.next().value, B: running.B.next().value };
  for (const [who, step] of s) {
    if (next[who] !== step) throw new RangeError(`${who} is at ${next[who]}, not at ${step}`);
    next[who] = running[who].next().value;
  }
  return memory.word;
}

export function outcomes(a: number, b: number): number[] {
  const known = new Map<string, Set<number>>();
  const last = { a: 3 * a, b: 3 * b };
  const reach = (word: number, atA: number, atB: number, inA: number, inB: number): Set<number> => {
    const key = `${word} ${atA} ${atB} ${inA} ${inB}`;
    let results = known.get(key);
    if (results !== undefined) return results;
    results = new Set(atA === last.a && atB === last.b ? [word] : []);
    if (atA < last.a) {
      const [next, register] = step(atA, word, inA);
      for (const result of reach(next, atA + 1, atB, register, inB)) results.add(result);
    }
    if (atB < last.b) {
      const [next, register] = step(atB, word, inB);
      for (const result of reach(next, atA, atB + 1, inA, register)) results.add(result);
    }
    known.set(key, results);
    return results;
  };
  return Array.from(reach(0, 0, 0, 0, 0)).sort((one, other) => one - other);
}

function step(at: number, word: number, register: number): [word: number, register: number] {
  if (at % 3 === 0) return [word, word];
  return at % 3 === 1 ? [word, register + 1] : [register, 0];
}

export function worstSchedule(n: number): Schedule {
  const script = [
    "A load",
    "B load, B add, B store, ".repeat(n - 1) + "A add, A store, B load",
    "A load, A add, A store, ".repeat(n - 1) + "B add, B store",
  ].join(", ");
  return script.split(", ").map((line) => {
    const [who, step] = line.split(" ") as ["A" | "B", Step];
    return [who, step] as const;
  });
}
