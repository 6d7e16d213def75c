import type { ObservedCase } from "../harness/observed.ts";
import type { Random } from "../harness/random.ts";
import type * as Stub from "../stubs/11_lost_update.ts";

type Step = ["A" | "B", "load" | "add" | "store"];
/** Schedules to run, counts to find all outcomes of, and numbers to find the worst schedule for. */
type Input = {
  runs: { steps: Step[]; initial: number }[];
  counts: [number, number][];
  worst: number[];
};
type Seen = { runs: (number | string)[]; outcomes: number[][]; worst: Step[][] };

const STEPS = ["load", "add", "store"] as const;

export function cases(random: Random): ObservedCase<Input>[] {
  const none: Input = { runs: [], counts: [], worst: [] };
  const makeRun = () => ({ steps: makeSchedule(random), initial: random.below(1_000_000) });
  const runs = Array.from({ length: 20 }, makeRun);
  const illegal = runs.map(({ steps, initial }) => ({ steps: spoil(steps, random), initial }));
  const small = (): [number, number] => [1 + random.below(3), 1 + random.below(3)];
  const large = (): [number, number] => [1, 2].map(() => 5 + random.below(5)) as [number, number];
  return [
    { name: "random schedules", input: { ...none, runs } },
    { name: "random schedules with a step out of order", input: { ...none, runs: illegal } },
    {
      name: "outcomes",
      input: { ...none, counts: [small(), small(), [0, random.below(9)], large()] },
    },
    { name: "the worst schedule", input: { ...none, worst: [3, 4 + random.below(500)] } },
  ];
}

/** A and B take turns by chance, each in its own order, and stop anywhere. */
function makeSchedule(random: Random): Step[] {
  const done = { A: 0, B: 0 };
  return Array.from({ length: 1 + random.below(40) }, (): Step => {
    const who = random.pick(["A", "B"] as const);
    return [who, STEPS[done[who]++ % 3] ?? "load"];
  });
}

/** Puts another step in the place of one of them, where it is not that process's turn to do it. */
function spoil(steps: Step[], random: Random): Step[] {
  const at = random.below(steps.length);
  return steps.map(([who, step], index): Step => {
    if (index !== at) return [who, step];
    return [who, STEPS[(STEPS.indexOf(step) + 1 + random.below(2)) % 3] ?? "load"];
  });
}

export function observe(module: typeof Stub, { runs, counts, worst }: Input): Promise<Seen> {
  const run = ({ steps, initial }: Input["runs"][number]): number | string => {
    try {
      return module.runSchedule(steps, initial);
    } catch (error) {
      if (error instanceof RangeError) return error.name;
      throw error;
    }
  };
  return Promise.resolve({
    runs: runs.map(run),
    outcomes: counts.map(([a, b]) => module.outcomes(a, b)),
    worst: worst.map((n) => module.worstSchedule(n).map(([who, step]): Step => [who, step])),
  });
}

export function judge({ runs, counts, worst }: Input, seen: Seen): string | undefined {
  for (const [index, { steps, initial }] of runs.entries()) {
    const due = execute(steps, initial);
    if (seen.runs[index] === due) continue;
    return `runSchedule(${steps.join("; ")}; ${initial}) gives ${seen.runs[index]}, not ${due}`;
  }
  for (const [index, [a, b]] of counts.entries()) {
    const due = findOutcomes(a, b).join();
    if (seen.outcomes[index]?.join() === due) continue;
    return `outcomes(${a}, ${b}) gives ${seen.outcomes[index]}, not ${due}`;
  }
  for (const [index, n] of worst.entries()) {
    const steps = seen.worst[index] ?? [];
    const word = execute(steps, 0);
    if (word !== 2) return `worstSchedule(${n}) ends in ${word}, not in 2`;
    const short = (["A", "B"] as const).find((who) => countSteps(steps, who) !== 3 * n);
    if (short !== undefined) return `worstSchedule(${n}): ${short} does not do ${n} increments`;
  }
  return undefined;
}

const countSteps = (steps: Step[], who: string) => steps.filter(([name]) => name === who).length;

function execute(steps: Step[], initial: number): number | string {
  let word = initial;
  const held: Record<string, number[]> = { A: [], B: [] }; // what the current increment has held so far
  for (const [who, step] of steps) {
    const values = held[who];
    if (values === undefined || step !== STEPS[values.length]) return "RangeError";
    if (step === "load") values.push(word);
    else if (step === "add") values.push((values[0] ?? NaN) + 1);
    else word = held[who]?.splice(0)[1] ?? NaN;
  }
  return word;
}

/** Layer by layer: all states [word, moves of A, moves of B, held by A, held by B] after 0, 1, 2, … moves. */
function findOutcomes(a: number, b: number): number[] {
  let layer = new Map([["", [0, 0, 0, 0, 0] as [number, number, number, number, number]]]);
  for (let move = 0; move < 2 * (a + b); move++) {
    const next: typeof layer = new Map();
    for (const [word, ofA, ofB, inA, inB] of layer.values()) {
      const after: [number, number, number, number, number][] = [];
      if (ofA < 2 * a) {
        after.push(ofA % 2 ? [inA, ofA + 1, ofB, 0, inB] : [word, ofA + 1, ofB, word + 1, inB]);
      }
      if (ofB < 2 * b) {
        after.push(ofB % 2 ? [inB, ofA, ofB + 1, inA, 0] : [word, ofA, ofB + 1, inA, word + 1]);
      }
      for (const state of after) next.set(state.join(), state);
    }
    layer = next;
  }
  return [...new Set(Array.from(layer.values(), ([word]) => word))].sort((x, y) => x - y);
}
