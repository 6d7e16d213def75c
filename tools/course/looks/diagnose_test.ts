import { assertEquals } from "@std/assert";
import { fromFileUrl } from "../../../tests/harness/paths.ts";
import { loadLessons } from "../load_lessons.ts";
import { runLesson } from "../run_lesson.ts";
import { diagnose } from "./diagnose.ts";

const ROOT = fromFileUrl(new URL("../../../", import.meta.url)).replace(/\/$/, "");

/** Runs a program as if it were the learner's, and diagnoses how it fails. */
async function diagnoseFile(path: string) {
  const lesson = (await loadLessons(ROOT)).find((one) => one.slug === "drain-both-ends");
  if (lesson === undefined) throw new Error("the lesson of this test is gone");
  const subject = { kind: "file" as const, name: "learner", path: `${ROOT}/${path}` };
  return (await diagnose(ROOT, await runLesson({ lesson, subject }, { root: ROOT }))).looksLike;
}

Deno.test("diagnose() names a known mistake with its explanation", async () => {
  assertEquals(await diagnoseFile("tests/wrong/02_drain_both_ends/passes_through_text.ts"), {
    variant: "passes_through_text",
    mistake: "decoding bytes to text and back: what is not UTF-8 is changed",
  });
});

Deno.test("diagnose() is silent for an untouched stub, a solution and a file that cannot be loaded", async () => {
  for (const path of ["tests/stubs/02_drain_both_ends.ts", "solutions/02_drain_both_ends/mod.ts"]) {
    assertEquals(await diagnoseFile(path), undefined, path);
  }
  assertEquals(await diagnoseFile("tools/course/hostile/throws_at_import.ts"), undefined);
});
