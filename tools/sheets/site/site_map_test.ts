import { assertEquals } from "@std/assert";
import { SAMPLE_LESSON } from "../sample_sheet.ts";
import { makeSiteMap, relate } from "./site_map.ts";

Deno.test("makeSiteMap() knows the page of each text, and the lesson of each test", () => {
  const siteMap = makeSiteMap([SAMPLE_LESSON], { hasComparison: true });
  const paths = [
    "README.md",
    "lessons/README.md",
    "lessons/05_pipeline/",
    "lessons/05_pipeline/README.md",
    "lessons/05_pipeline/hints.md",
    "lessons/05_pipeline/cheatsheet.md",
    "tests/05_pipeline_test.ts",
    "lessons/lib/os.ts",
  ];
  assertEquals(paths.map(siteMap), [
    "index.html",
    "compare.html",
    "lessons/pipeline.html",
    "lessons/pipeline.html",
    "lessons/pipeline.html#hints",
    "sheets/pipeline.html",
    "lessons/pipeline.html",
    undefined,
  ]);
});

Deno.test("relate() leads up and down", () => {
  assertEquals(relate("lessons/a.html", "sheets/a.html#b"), "../sheets/a.html#b");
  assertEquals(relate("index.html", "lessons/a.html"), "lessons/a.html");
});
