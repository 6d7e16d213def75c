// @test lost-update/T3
// @says "the list of values is [ 1, 2 ]"
// @mistake using the rule for two and more increments where one of the processes does only one

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

export function outcomes(a: number, b: number): number[] {
  const least = a + b <= 2 ? Math.min(1, a + b) : 2;
  return Array.from({ length: a + b - least + 1 }, (_, index) => least + index);
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
