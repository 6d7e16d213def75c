// @test lost-update/T4
// @test lost-update/T5
// @test lost-update/T8
// @says "the word, after 3 increments by each is 3"
// @mistake walking in step, so that each round loses one increment and no more

export type Step = "load" | "add" | "store";
export type Schedule = readonly (readonly ["A" | "B", Step])[];

const INCREMENT: readonly [Step, Step, Step] = ["load", "add", "store"];

export function runSchedule(s: Schedule, initial = 0): number {
  let word = initial;
  const processes = { A: { register: 0, done: 0 }, B: { register: 0, done: 0 } };
  for (const [who, step] of s) {
    const process = processes[who];
    const due = INCREMENT[process.done % INCREMENT.length];
    if (step !== due) {
      throw new RangeError(`Cannot let ${who} ${step} now: its next step is ${due}`);
    }
    process.done++;
    switch (step) {
      case "load":
        process.register = word;
        break;
      case "add":
        process.register++;
        break;
      case "store":
        word = process.register;
        break;
    }
  }
  return word;
}

interface Progress {
  readonly left: number;
  readonly held?: number;
}

export function outcomes(a: number, b: number): number[] {
  const results = new Set<number>();
  const visited = new Set<string>();
  const visit = (word: number, a: Progress, b: Progress): void => {
    const state = [word, a.left, a.held, b.left, b.held].join();
    if (visited.has(state)) return;
    visited.add(state);
    if (a.left > 0) visit(a.held ?? word, move(a, word), b);
    if (b.left > 0) visit(b.held ?? word, a, move(b, word));
    if (a.left + b.left === 0) results.add(word);
  };
  visit(0, { left: a }, { left: b });
  return [...results].sort((x, y) => x - y);
}

function move({ left, held }: Progress, word: number): Progress {
  return held === undefined ? { left, held: word + 1 } : { left: left - 1 };
}

export function worstSchedule(n: number): Schedule {
  const round = INCREMENT.flatMap((step) => [["A", step], ["B", step]] as const);
  return Array.from({ length: n }, () => round).flat();
}
