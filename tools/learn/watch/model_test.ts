import { assertEquals } from "@std/assert";
import type { Lesson } from "../../course/lesson.ts";
import type { Verdict } from "../../course/verdict.ts";
import {
  isGreen,
  listedLessons,
  nextLesson,
  openModel,
  pressKey,
  type WatchModel,
} from "./model.ts";

const LESSONS = ["alpha", "beta", "gamma"].map((slug, index): Lesson => ({
  folder: `0${index + 1}_${slug}`,
  number: index + 1,
  slug,
  title: slug.toUpperCase(),
  teaches: `about ${slug}`,
  unit: "Unit",
  level: 1,
  minutes: 5,
  needs: [],
}));
const [ALPHA, BETA, GAMMA] = LESSONS as [Lesson, Lesson, Lesson];
const solved = (...slugs: string[]) => ({
  lessons: Object.fromEntries(slugs.map((slug) => [slug, {
    attempts: 1,
    hintTier: 0,
    solvedAt: "2026-01-01T00:00:00.000Z",
  }])),
});
const open = (lesson = BETA, progress = solved("beta")) =>
  openModel(lesson, { lessons: LESSONS, progress });
const green = (model: WatchModel): WatchModel => ({
  ...model,
  verdict: { status: "pass" } as Verdict,
});
/** Presses keys one after the other; the last action. */
const press = (model: WatchModel, ...keys: string[]) => {
  let action: ReturnType<typeof pressKey>[1];
  for (const key of keys) [model, action] = pressKey(model, key);
  return { model, action };
};

Deno.test("pressKey() opens the next lesson only when this one is green", () => {
  const red = press(open(), "n");
  assertEquals([red.action, red.model.notice !== ""], [undefined, true]);
  assertEquals(press(green(open()), "n").action, { type: "open", lesson: GAMMA });
});

Deno.test("pressKey() shows the solution only when the lesson is green, and not while the tests run", () => {
  assertEquals(press(open(), "s").action, undefined);
  assertEquals(press(green(open()), "s").action, { type: "page", name: "compare" });
  assertEquals(press({ ...green(open()), isRunning: true }, "s").action, undefined);
});

Deno.test("pressKey() asks before it resets, and takes anything but y for no", () => {
  assertEquals(press(open(), "x").model.view, "reset");
  assertEquals(press(open(), "x", "y").action, { type: "reset" });
  const no = press(open(), "x", "x");
  assertEquals([no.action, no.model.view], [undefined, "verdict"]);
});

Deno.test("pressKey() searches the list by letters that are commands elsewhere", () => {
  const { model } = press(open(), "l", "g", "a");
  assertEquals([model.search, listedLessons(model).map((one) => one.slug)], ["ga", ["gamma"]]);
  assertEquals(press(model, "return").action, { type: "open", lesson: GAMMA });
  assertEquals(press(model, "backspace").model.search, "g");
  assertEquals(press(model, "escape").model.view, "verdict");
});

Deno.test("pressKey() goes through the filters of the list by tab", () => {
  const { model } = press(open(), "l", "tab");
  assertEquals(listedLessons(model), [ALPHA, GAMMA]);
  assertEquals(listedLessons(press(model, "tab").model), [BETA]);
});

Deno.test("pressKey() stays within the list when it selects", () => {
  assertEquals(press(open(), "l", "down", "down", "down").model.selected, 2);
  assertEquals(press(open(), "l", "up", "up", "up").model.selected, 0);
  assertEquals(press(open(), "l", "z", "z", "return").action, undefined);
});

Deno.test("pressKey() quits on q, Ctrl-C and Ctrl-D, in the list not on q", () => {
  for (const key of ["q", "ctrl-c", "ctrl-d"]) {
    assertEquals(press(open(), key).action, { type: "quit" }, key);
  }
  assertEquals(press(open(), "l", "q").action, undefined);
  assertEquals(press(open(), "l", "ctrl-c").action, { type: "quit" });
});

Deno.test("pressKey() forgets the notice of the key before", () => {
  assertEquals(press(open(), "n", "j").model.notice, "");
});

Deno.test("nextLesson() takes the next open one, then the first, and none when all are solved", () => {
  assertEquals(nextLesson(open(BETA)), GAMMA);
  assertEquals(nextLesson(open(GAMMA)), ALPHA);
  assertEquals(nextLesson(open(GAMMA, solved("alpha", "beta", "gamma"))), undefined);
});

Deno.test("isGreen() is false before the first verdict and while the tests run", () => {
  assertEquals([open(), green(open()), { ...green(open()), isRunning: true }].map(isGreen), [
    false,
    true,
    false,
  ]);
});
