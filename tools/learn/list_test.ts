import { assertEquals, assertStringIncludes } from "@std/assert";
import { loadLessons } from "../course/load_lessons.ts";
import { makeStyles } from "../term/style.ts";
import { filterLessons, type ListFilter, renderList } from "./list.ts";
import { learn, ROOT, withCourse } from "./with_course.ts";

const lessons = await loadLessons(ROOT);
const solved = { attempts: 1, hintTier: 0, solvedAt: "2026-11-25T10:00:00.000Z" };
const standing = { lessons, progress: { lessons: { "sealed-box": solved, pipeline: solved } } };
const find = (filter: ListFilter) => filterLessons(standing, filter).map((lesson) => lesson.slug);

Deno.test("filterLessons() lets through what is solved, or what is open", () => {
  assertEquals(find({ state: "solved" }), ["sealed-box", "pipeline"]);
  assertEquals(find({ state: "open" }).length, lessons.length - 2);
  assertEquals(find({}).length, lessons.length);
});

Deno.test("filterLessons() searches slug, number, title, idea and unit, in any case", () => {
  const lesson = lessons.find((one) => one.slug === "file-lock");
  for (const word of ["FILE-lock", "13 file", lesson?.title ?? "", lesson?.teaches ?? ""]) {
    assertEquals(find({ search: word }), ["file-lock"], word);
  }
  const unit = lesson?.unit ?? "";
  assertEquals(
    find({ search: unit.toUpperCase() }),
    lessons.filter((one) => one.unit === unit).map((one) => one.slug),
  );
});

Deno.test("filterLessons() wants all words, and the state as well", () => {
  assertEquals(find({ search: "grep sealed" }), []);
  assertEquals(find({ search: "grep", state: "solved" }), ["pipeline"]);
  assertEquals(find({ search: "grep", state: "open" }), []);
});

Deno.test("renderList() shows the units of what it shows, and counts the whole course", () => {
  const text = renderList(standing, { state: "solved" }, makeStyles(false));
  assertEquals(
    text.split("\n").map((line) => line.trim().split("  ")[0]),
    [
      "Boxes and pipes",
      "01 sealed-box",
      "05 pipeline",
      "",
      "[##----------------------] 2 of 25 solved, 2 shown",
    ],
  );
  const none = renderList(standing, { state: "solved", search: "zebra" }, makeStyles(false));
  assertStringIncludes(none, 'No solved lesson speaks of "zebra".');
});

Deno.test("learn list filters, also as JSON", async () => {
  await withCourse(async (course) => {
    const json = await learn(course, "list", "--json", "--search", "DRAIN", "--open");
    assertEquals(JSON.parse(json.stdout).map((one: { slug: string }) => one.slug), [
      "drain-both-ends",
    ]);
    const both = await learn(course, "list", "--open", "--solved");
    assertEquals([both.code, both.stdout], [2, ""]);
    assertStringIncludes((await learn(course, "list", "drain")).stderr, "--search drain");
  });
});
