import { assertEquals, assertRejects } from "@std/assert";
import { CourseError } from "../course/lesson.ts";
import { loadProgress, saveProgress, withLesson } from "./progress.ts";
import { allSlugs, applyRenames, currentSlug, loadRenames, RENAMES_FILE } from "./renames.ts";

const RENAMES = { "old-pipe": "pipes", pipes: "pipeline", ring: "circle", circle: "ring" };
const [EARLY, LATE] = ["2026-11-23T10:00:00.000Z", "2026-11-24T10:00:00.000Z"];

Deno.test("currentSlug() follows a chain of renames and survives a ring", () => {
  assertEquals(
    ["old-pipe", "pipes", "pipeline", "other"].map((slug) => currentSlug(slug, RENAMES)),
    [
      "pipeline",
      "pipeline",
      "pipeline",
      "other",
    ],
  );
  assertEquals(typeof currentSlug("ring", RENAMES), "string");
});

Deno.test("allSlugs() names a lesson's slug and all that it had", () => {
  assertEquals(allSlugs("pipeline", RENAMES), ["pipeline", "old-pipe", "pipes"]);
});

Deno.test("applyRenames() merges what old and new slug have, and loses no mark", () => {
  const progress = {
    lessons: {
      pipes: { attempts: 5, hintTier: 1, solvedAt: EARLY },
      pipeline: { attempts: 2, hintTier: 3, solvedAt: LATE },
      other: { attempts: 1, hintTier: 0 },
    },
  };
  assertEquals(applyRenames(progress, RENAMES).lessons, {
    pipeline: { attempts: 5, hintTier: 3, solvedAt: EARLY },
    other: { attempts: 1, hintTier: 0 },
  });
});

Deno.test("loadProgress() and saveProgress() know a lesson by its new slug", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const path = `${dir}/progress.json`;
    await saveProgress(path, withLesson({ lessons: {} }, "old-pipe", { solvedAt: EARLY }));
    const { progress } = await loadProgress(path, RENAMES);
    const wanted = { pipeline: { attempts: 0, hintTier: 0, solvedAt: EARLY } };
    assertEquals(progress.lessons, wanted);
    await saveProgress(path, progress, RENAMES);
    assertEquals(JSON.parse(await Deno.readTextFile(path)).lessons, wanted);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("loadRenames() reads the course's file, does without, and names a damaged one", async () => {
  const root = await Deno.makeTempDir();
  try {
    assertEquals(await loadRenames(root), {});
    await Deno.mkdir(`${root}/lessons`);
    await Deno.writeTextFile(`${root}/${RENAMES_FILE}`, '{"a": "b"}');
    assertEquals(await loadRenames(root), { a: "b" });
    for (const text of ["{", "[]", '{"a": 1}']) {
      await Deno.writeTextFile(`${root}/${RENAMES_FILE}`, text);
      await assertRejects(() => loadRenames(root), CourseError, RENAMES_FILE);
    }
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
