// A lesson that may have failed for reasons of this machine is judged once more before it counts.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { loadLessons } from "../course/load_lessons.ts";
import { besideLoops } from "../proc/beside_loops.ts";
import { type GradeOptions, gradeSubmission } from "./grade_submission.ts";
import { type ExpectedTest, readManifest } from "./manifest.ts";
import { NO_GROUPS } from "./sandbox/control_group.ts";
import { Turns } from "./turns.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");
const LESSONS = (await loadLessons(ROOT)).filter((lesson) => lesson.slug === "pipeline");

/** More than this machine has processors for. */
const NOISE = navigator.hardwareConcurrency + 1;

/** Notes all tries; the first `noisy` ones have other programs beside them. */
class NotingTurns extends Turns {
  readonly tries: string[] = [];

  constructor(readonly noisy: number) {
    super();
  }

  override async together<T>(work: () => Promise<T>): Promise<T> {
    this.tries.push("together");
    const isNoisy = this.tries.length <= this.noisy;
    return await besideLoops(isNoisy ? NOISE : 0, () => super.together(work), 19);
  }

  override alone<T>(work: () => Promise<T>): Promise<T> {
    this.tries.push("alone");
    return super.alone(work);
  }
}

/** Some test: without any, nothing is tried. */
const UNKNOWN: ExpectedTest[] = [{
  event: { type: "test", id: "pipeline/T1", name: "T1", called: "", idea: "", hint: 1 },
  skipped: undefined,
}];

/** Grades this text as a pipeline, without a sandbox; the first `noisy` tries are made on a busy machine. */
async function grade(text: string, root: string, noisy = 0) {
  const dir = await Deno.makeTempDir();
  const [lesson] = LESSONS;
  const turns = new NotingTurns(noisy);
  const place = {
    root,
    cacheDir: dir,
    isolation: { level: "none", warnings: [], groups: NO_GROUPS } as const,
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
    return { lesson: report.lessons[0], tries: turns.tries };
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("gradeSubmission() tries once more, alone, what the grader could not do, and blames nobody", async () => {
  const { lesson, tries } = await grade("export {};", "/nowhere");
  assertEquals([lesson?.status, lesson?.score, tries], ["infra", 0, ["together", "alone"]]);
  assertStringIncludes(lesson?.cause ?? "", "the grader could not do its work");
});

const SOLUTION = `await import("file://${ROOT}/solutions/05_pipeline/mod.ts")`;

/** A module that does not get as far as its export for the first `count` times: both kinds of evidence ask it. */
const slow = (count: number, exported = SOLUTION) =>
  `const mark = new URL("mark", import.meta.url);
const tries = await Deno.readTextFile(mark).catch(() => "");
Deno.writeTextFileSync(mark, tries + "x");
if (tries.length < ${count}) await new Promise(() => setInterval(() => {}, 1_000));
export const { pipeline } = ${exported};
`;

Deno.test("gradeSubmission() lets a lesson pass that was too slow once, on a busy machine", async () => {
  const { lesson, tries } = await grade(slow(1), ROOT, 1);
  assertEquals([lesson?.status, lesson?.cause, tries], ["pass", "", ["together", "together"]]);
});

Deno.test("gradeSubmission() tries a third time, alone, what was too slow twice on a busy machine", async () => {
  const { lesson, tries } = await grade(slow(3), ROOT, 2);
  assertEquals([lesson?.status, lesson?.cause, tries], ["pass", "", [
    "together",
    "together",
    "alone",
  ]]);
});

Deno.test("gradeSubmission() tries again what has failed anyway, when a check of it was too slow on a busy machine", async () => {
  const { lesson, tries } = await grade(slow(1, "{ pipeline: () => 7 }"), ROOT, 1);
  assertEquals([lesson?.status, tries], ["fail", ["together", "together"]]);
  assertEquals(lesson?.checks.filter(({ status }) => status === "timeout"), []);
});

Deno.test("gradeSubmission() judges once what is plainly wrong", async () => {
  const { lesson, tries } = await grade("export const pipeline = () => 7;", ROOT);
  assertEquals([lesson?.status, tries], ["fail", ["together"]]);
});
