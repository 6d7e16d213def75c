// A lesson that may have failed for reasons of this machine is judged once more before it counts.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { loadLessons } from "../course/load_lessons.ts";
import { type GradeOptions, gradeSubmission } from "./grade_submission.ts";
import { type ExpectedTest, readManifest } from "./manifest.ts";
import { Turns } from "./turns.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");
const LESSONS = (await loadLessons(ROOT)).filter((lesson) => lesson.slug === "pipeline");

/** Counts what is done alone. */
class CountingTurns extends Turns {
  count = 0;

  override alone<T>(work: () => Promise<T>): Promise<T> {
    this.count++;
    return super.alone(work);
  }
}

/** Some test: without any, nothing is tried. */
const UNKNOWN: ExpectedTest[] = [{
  event: { type: "test", id: "pipeline/T1", name: "T1", called: "", idea: "", hint: 1 },
  skipped: undefined,
}];

/** Grades this text as a pipeline, without a sandbox. */
async function grade(text: string, root: string) {
  const dir = await Deno.makeTempDir();
  const [lesson] = LESSONS;
  const turns = new CountingTurns();
  const groups = { memory: undefined, pids: undefined, cpu: undefined, isUnified: false };
  const place = {
    root,
    cacheDir: dir,
    isolation: { level: "none", warnings: [], groups } as const,
  };
  try {
    await Deno.writeTextFile(`${dir}/05_pipeline.ts`, text);
    const tests = root === ROOT && lesson !== undefined
      ? await readManifest(lesson, place)
      : UNKNOWN;
    const options: GradeOptions = {
      ...place,
      ...{ lessons: LESSONS, manifests: new Map([["pipeline", tests]]), commit: "test", turns },
      ...{ seed: 1, outDir: `${dir}/out`, timeScale: 1, progress: () => {} },
    };
    const { report } = await gradeSubmission({ path: dir, id: "anna" }, options);
    return { lesson: report.lessons[0], aloneCount: turns.count };
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("gradeSubmission() tries once more, alone, what the grader could not do, and blames nobody", async () => {
  const { lesson, aloneCount } = await grade("export {};", "/nowhere");
  assertEquals([lesson?.status, lesson?.score, aloneCount], ["infra", 0, 1]);
  assertStringIncludes(lesson?.cause ?? "", "the grader could not do its work");
});

Deno.test("gradeSubmission() lets a lesson pass that was too slow once and is not when it is alone", async () => {
  const text = `const mark = new URL("mark", import.meta.url);
try {
  Deno.statSync(mark);
} catch {
  Deno.writeTextFileSync(mark, "");
  await new Promise(() => setInterval(() => {}, 1_000));
}
export const { pipeline } = await import("file://${ROOT}/solutions/05_pipeline/mod.ts");
`;
  const { lesson, aloneCount } = await grade(text, ROOT);
  assertEquals([lesson?.status, lesson?.cause, aloneCount], ["pass", "", 1]);
});

Deno.test("gradeSubmission() judges once what is plainly wrong", async () => {
  const { lesson, aloneCount } = await grade("export const pipeline = () => 7;", ROOT);
  assertEquals([lesson?.status, aloneCount], ["fail", 0]);
});
