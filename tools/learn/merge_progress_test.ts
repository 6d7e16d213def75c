import { assertEquals } from "@std/assert";
import { mergeProgress } from "./merge_progress.ts";
import type { LessonProgress } from "./progress.ts";

const [D1, D2, D3, D4] = [1, 2, 3, 4].map((day) => `2026-11-0${day}T10:00:00.000Z`);
const ONE: LessonProgress = {
  attempts: 7,
  hintTier: 1,
  firstTriedAt: D1,
  lastTriedAt: D2,
  solvedAt: D2,
  lastStatus: "pass",
  passedHash: "old",
};
const OTHER: LessonProgress = {
  attempts: 3,
  hintTier: 3,
  firstTriedAt: D3,
  lastTriedAt: D4,
  solvedAt: D4,
  lastStatus: "fail",
  passedHash: "new",
};

Deno.test("mergeProgress() keeps marks, first dates, most hints and the later verdict, in either order", () => {
  const [one, other] = [{ lessons: { a: ONE, b: ONE } }, { lessons: { a: OTHER, c: OTHER } }];
  const merged: LessonProgress = {
    attempts: 7,
    hintTier: 3,
    firstTriedAt: D1,
    lastTriedAt: D4,
    solvedAt: D2,
    lastStatus: "fail",
    passedHash: "new",
  };
  assertEquals(mergeProgress(one, other).lessons, { a: merged, b: ONE, c: OTHER });
  assertEquals(mergeProgress(other, one).lessons, { a: merged, c: OTHER, b: ONE });
});

Deno.test("mergeProgress() keeps the mark that only one side has, and changes nothing twice", () => {
  const open = { lessons: { a: { attempts: 9, hintTier: 0, lastTriedAt: D4 } } };
  const solved = { lessons: { a: ONE } };
  const merged = mergeProgress(solved, open);
  assertEquals(merged.lessons.a?.solvedAt, D2);
  assertEquals(mergeProgress(merged, solved), merged);
});
