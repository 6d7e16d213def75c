import { assertEquals } from "@std/assert";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { loadLessons } from "../course/load_lessons.ts";
import { gradeSubmission } from "./grade_submission.ts";
import { readReport } from "./report_file.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");
const LESSONS = (await loadLessons(ROOT)).filter((lesson) => lesson.slug === "pipeline");
const GROUPS = { memory: undefined, pids: undefined, cpu: undefined, isUnified: false };

Deno.test("gradeSubmission() accuses nobody whose file came when the tests had been listed", async () => {
  const dir = await Deno.makeTempDir({ prefix: "ipc-late-" });
  try {
    await Deno.writeTextFile(`${dir}/05_pipeline.ts`, "export {};");
    const told: string[] = [];
    const options = {
      root: ROOT,
      cacheDir: dir,
      lessons: LESSONS,
      commit: "e850a02",
      isolation: { level: "bwrap", warnings: [], groups: GROUPS } as const,
      manifests: new Map(),
      seed: 3,
      timeScale: 1,
      outDir: `${dir}/out`,
      progress: (id: string, slug: string, isKept: boolean) =>
        void told.push(`${id} ${slug} ${isKept}`),
    };
    const { report, path, keptCount, was } = await gradeSubmission(
      { path: dir, id: "anna" },
      options,
    );
    const [lesson] = report.lessons;
    assertEquals([lesson?.status, lesson?.score, lesson?.needsReview], ["infra", 0, false]);
    assertEquals([report.score, report.maxScore, report.seed, report.isComplete], [0, 1, 3, true]);
    assertEquals([keptCount, was, told], [0, undefined, ["anna pipeline false"]]);
    assertEquals(await readReport(path), report);
    const again = await gradeSubmission({ path: dir, id: "anna" }, { ...options, seed: undefined });
    assertEquals([again.keptCount, again.report.seed, again.was], [0, 3, report]); // judged once more
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
