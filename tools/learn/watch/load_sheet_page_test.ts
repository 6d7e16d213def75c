import { assertEquals, assertStringIncludes } from "@std/assert";
import { loadLessons } from "../../course/load_lessons.ts";
import { BOX, ROOT, withCourse } from "../with_course.ts";
import { loadSheetPage } from "./load_sheet_page.ts";

const lesson = (await loadLessons(ROOT)).filter((one) => one.folder === BOX)[0];
const load = (root: string, isPlain = false) => {
  if (lesson === undefined) throw new Error(`${BOX} is missing`);
  return loadSheetPage(root, lesson, { columns: 80, isPlain });
};

Deno.test("loadSheetPage() draws the picture and fits the width", async () => {
  const text = await load(ROOT);
  assertStringIncludes(text, "│ parent │");
  assertEquals(text.split("\n").filter((line) => line.length > 80), []);
});

Deno.test("loadSheetPage() draws no boxes for a screen reader", async () => {
  assertEquals(/[│┌─]/.test(await load(ROOT, true)), false);
});

Deno.test("loadSheetPage() gives the Markdown when the sheet cannot be drawn, and says when there is none", async () => {
  await withCourse(async (course) => {
    const path = `lessons/${BOX}/cheatsheet.md`;
    await course.write(path, "# no front matter\n");
    assertEquals(await load(course.root), "# no front matter\n");
    await Deno.remove(`${course.root}/${path}`);
    assertEquals(await load(course.root), `${path} is missing`);
  });
});
