// @style a class for the machine, a formula for the outcomes, one flat list for the worst schedule

export type Step = "load" | "add" | "store";
type Name = "A" | "B";
export type Schedule = readonly (readonly [Name, Step])[];

class Processor {
  #register = NaN;
  #next: Step = "load";

  do(step: Step, memory: Float64Array): void {
    if (step !== this.#next) throw new RangeError(`expected ${this.#next}, got ${step}`);
    if (step === "load") {
      this.#register = memory[0] ?? NaN;
      this.#next = "add";
    } else if (step === "add") {
      this.#register++;
      this.#next = "store";
    } else {
      memory[0] = this.#register;
      this.#next = "load";
    }
  }
}

export const runSchedule = (s: Schedule, initial?: number): number => {
  const memory = Float64Array.of(initial ?? 0);
  const processors = new Map<Name, Processor>([["A", new Processor()], ["B", new Processor()]]);
  for (const [name, step] of s) processors.get(name)?.do(step, memory);
  return memory[0] ?? NaN;
};

/**
 * Alone, nothing is lost. Against one increment, all work of the other can be wiped out: 1. Else the
 * process of the last store has stored before, so that its load saw at least 1, and it writes 2.
 */
export const outcomes = (a: number, b: number): number[] => {
  const fewest = Math.min(a, b);
  const least = fewest === 0 ? a + b : fewest === 1 ? 1 : 2;
  return [...Array(a + b + 1).keys()].slice(least);
};

export const worstSchedule = (n: number): Schedule => {
  const stepAt = (index: number): Step =>
    index % 3 === 0 ? "load" : index % 3 === 1 ? "add" : "store";
  const all = 3 * n;
  const order: [who: Name, from: number, to: number][] = [
    ["A", 0, 1],
    ["B", 0, all - 3],
    ["A", 1, 3],
    ["B", all - 3, all - 2],
    ["A", 3, all],
    ["B", all - 2, all],
  ];
  return order.flatMap(([who, from, to]) =>
    Array.from({ length: to - from }, (_, index): [Name, Step] => [who, stepAt(from + index)])
  );
};
