import { assertEquals } from "@std/assert";
import { findLesson, suggest } from "./find_lesson.ts";
import type { Lesson } from "./lesson.ts";

const lesson = (number: number, slug: string): Lesson => ({
  folder: `${String(number).padStart(2, "0")}_${slug.replaceAll("-", "_")}`,
  number,
  slug,
  title: slug,
  teaches: slug,
  unit: "unit",
  level: 1,
  minutes: 1,
  needs: [],
});
const pipeline = lesson(5, "pipeline");
const lessons = [lesson(3, "line-framing"), lesson(4, "length-frames"), pipeline];

for (const name of ["pipeline", "5", "05", "pipe", "05_pipeline", "PIPELINE"]) {
  Deno.test(`findLesson() finds 05 pipeline by ${name}`, () => {
    assertEquals(findLesson(lessons, name), { lesson: pipeline });
  });
}

Deno.test("findLesson() suggests the nearest slug for a typo", () => {
  assertEquals(findLesson(lessons, "pipelne"), {
    problem: 'There is no lesson "pipelne"; did you mean pipeline?',
  });
});

Deno.test("findLesson() names the candidates when a prefix is not unique", () => {
  assertEquals(findLesson(lessons, "l"), {
    problem: '"l" could be line-framing, length-frames: type a little more',
  });
});

Deno.test("findLesson() points to the list when nothing is near", () => {
  assertEquals(findLesson(lessons, "99"), {
    problem: 'There is no lesson "99"; see: deno task learn list',
  });
});

Deno.test("suggest() finds nothing when nothing is near", () => {
  assertEquals(suggest("qqqqqq", ["list", "run"]), undefined);
});
