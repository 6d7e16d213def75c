// Decoys: checks among a suite's own tests of which some must hold and some must not; which, is known here alone. Whoever makes
// all results green by patching the comparison, by writing result files or by ending the process, makes the wrong ones green as well.
// Whoever tells them apart and forges the rest is not caught by them: the observed checks are what decides.
import { Random } from "../../tests/harness/random.ts";
import type { Lesson } from "../course/lesson.ts";
import type { ExpectedTest } from "./manifest.ts";

/** One check that the grader has put among the tests. */
export interface Decoy {
  readonly test: ExpectedTest;
  /** The number of tests that are defined before it. */
  readonly place: number;
  readonly got: Value;
  readonly expected: Value;
  /** Whether it holds: never said inside. */
  readonly isRight: boolean;
}

type Value = number | string | readonly number[];

const MAX_COUNT = 6;

/** Makes decoys for one run: at least one must hold, and at least one must not. */
export function planDecoys(lesson: Lesson, expected: readonly ExpectedTest[]): Decoy[] {
  const [seed = 0] = crypto.getRandomValues(new Uint32Array(1));
  const random = new Random(seed);
  const [symbol = lesson.slug] = /\S+\(\)/.exec(expected[0]?.event.name ?? "") ?? [];
  const count = 4 + random.below(MAX_COUNT - 3);
  const first = 10 + expected.length + random.below(60);
  const turn = random.below(2);
  return Array.from({ length: count }, (_, index) => {
    const id = `T${first + index}`;
    const isRight = index < 2 ? index === turn : random.below(2) === 0;
    const value = makeValue(random);
    const event = {
      type: "test",
      id: `${lesson.slug}/${id}`,
      called: "",
      idea: "",
      hint: 1,
    } as const;
    return {
      test: {
        event: { ...event, name: `${id} ${symbol} gives ${makeWord(random)}` },
        skipped: undefined,
      },
      place: random.below(expected.length + 1),
      got: isRight ? value : spoil(value, random),
      expected: value,
      isRight,
    };
  });
}

/** Writes the module that defines a suite's tests with the decoys among them. */
export function renderDecoys(
  decoys: readonly Decoy[],
  { course, testFile }: { readonly course: string; readonly testFile: string },
): string {
  const list = decoys.map(({ test: { event: { id, name } }, place, got, expected }) =>
    JSON.stringify({ id, name, place, got, expected })
  );
  const base = JSON.stringify(`file://${encodeURI(course)}/`);
  return `const course = ${base};
const { check } = await import(course + "tests/harness/check.ts");
const { openEvents } = await import(course + "tests/harness/events.ts");
const say = openEvents(Deno.env.get("IPC_EVENTS"));
const decoys = [
${list.map((line) => `  ${line},`).join("\n")}
];
const define = Deno.test;
let count = 0;
const run = ({ id, got, expected }) => {
  say({ type: "start", id });
  try {
    check("the value", got, expected);
  } catch (error) {
    say({ type: "end", id, ms: 0, status: "fail" });
    throw error;
  }
  say({ type: "end", id, ms: 0, status: "pass" });
};
const place = (isDue) => {
  for (const decoy of decoys.filter(isDue)) {
    const own = { sanitizeOps: false, sanitizeResources: false }; // what a test before it has left is not its doing
    define({ ...own, name: decoy.name, fn: () => run(decoy) });
  }
};
const defineAmong = (...args) => {
  place((decoy) => decoy.place === count);
  count++;
  return define(...args);
};
Deno.test = Object.setPrototypeOf(defineAmong, define);
await import(course + ${JSON.stringify(encodeURI(testFile))});
Deno.test = define;
place((decoy) => decoy.place >= count);
`;
}

function makeValue(random: Random): Value {
  switch (random.below(3)) {
    case 0:
      return random.below(1_000_000);
    case 1:
      return `${makeWord(random)} ${makeWord(random)}\n`;
    default:
      return [...random.bytes(4 + random.below(8))];
  }
}

/** Another value of the same shape. */
function spoil(value: Value, random: Random): Value {
  if (typeof value === "number") return value + 1 + random.below(9);
  if (typeof value === "string") return value.replace(/.$/m, (last) => last === "0" ? "1" : "0");
  const at = random.below(value.length);
  return value.map((byte, index) => index === at ? byte ^ (1 + random.below(255)) : byte);
}

function makeWord(random: Random): string {
  return random.bytes(3).toHex();
}
