// @test lost-update/T7
// @says "the list of values is ["
// @mistake trying some schedules by chance instead of all states

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
  for (let run = 0; run < 2000; run++) {
    let word = 0;
    let [one, other]: [Progress, Progress] = [{ left: a }, { left: b }];
    while (one.left + other.left > 0) {
      if (one.left === 0 || Math.random() < 0.5) [one, other] = [other, one];
      if (one.left === 0) continue;
      const next = one.held ?? word;
      one = move(one, word);
      word = next;
    }
    results.add(word);
  }
  return [...results].sort((x, y) => x - y);
}

function move({ left, held }: Progress, word: number): Progress {
  return held === undefined ? { left, held: word + 1 } : { left: left - 1 };
}

export function worstSchedule(n: number): Schedule {
  return [
    ["A", "load"],
    ...increments("B", n - 1),
    ["A", "add"],
    ["A", "store"],
    ["B", "load"],
    ...increments("A", n - 1),
    ["B", "add"],
    ["B", "store"],
  ];
}

function increments(who: "A" | "B", count: number): Schedule {
  return Array.from({ length: count }, () => INCREMENT.map((step) => [who, step] as const)).flat();
}
