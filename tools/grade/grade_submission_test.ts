import { assertEquals } from "@std/assert";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { loadLessons } from "../course/load_lessons.ts";
import { makeLesson } from "./formats/sample_reports.ts";
import { type Graded, type GradeOptions, gradeSubmission } from "./grade_submission.ts";
import { applyPolicy } from "./policy/apply_policy.ts";
import { PLAIN_POLICY } from "./policy/policy.ts";
import type { Report } from "./report.ts";
import { readReport, writeReport } from "./report_file.ts";
import { NO_GROUPS } from "./sandbox/control_group.ts";
import { Turns } from "./turns.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");
const LESSONS = (await loadLessons(ROOT)).filter((lesson) => lesson.slug === "pipeline");
const PASS = { status: "pass" } as const;

/** Makes a submission of one lesson, and a way to grade it where nothing of it can run: no tests are known. */
async function withSubmission(
  use: (bench: {
    write: (text: string) => Promise<void>;
    grade: (given?: Partial<GradeOptions>) => Promise<Graded>;
    path: string;
  }) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir({ prefix: "ipc-late-" });
  const options: GradeOptions = {
    root: ROOT,
    cacheDir: dir,
    lessons: LESSONS,
    commit: "e850a02",
    turns: new Turns(),
    isolation: { level: "bwrap", warnings: [], groups: NO_GROUPS },
    manifests: new Map(),
    seed: undefined,
    timeScale: 1,
    outDir: `${dir}/out`,
    progress: () => {},
  };
  const write = (text: string) => Deno.writeTextFile(`${dir}/05_pipeline.ts`, text);
  try {
    await write("export {};");
    await use({
      write,
      grade: (given) => gradeSubmission({ path: dir, id: "anna" }, { ...options, ...given }),
      path: `${dir}/out/anna/report.json`,
    });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("gradeSubmission() accuses nobody whose file came when the tests had been listed", async () => {
  await withSubmission(async ({ grade, path }) => {
    const told: string[] = [];
    const progress: GradeOptions["progress"] = (...words) => void told.push(words.join(" "));
    const { report, keptCount, before } = await grade({ seed: 3, progress });
    const [lesson] = report.lessons;
    assertEquals([lesson?.status, lesson?.score, lesson?.needsReview], ["infra", 0, false]);
    assertEquals([report.score, report.maxScore, report.seed, report.isComplete], [0, 1, 3, true]);
    assertEquals([keptCount, before, told], [0, [], ["anna pipeline false"]]);
    assertEquals(await readReport(path), report);
    const again = await grade();
    assertEquals([again.keptCount, again.report.seed], [0, 3]); // the machine's failure runs once more
  });
});

Deno.test("gradeSubmission() knows the points that it replaces, also when it was killed meanwhile", async () => {
  await withSubmission(async ({ write, grade, path }) => {
    const { report } = await grade();
    const passed = {
      ...report,
      lessons: report.lessons.map((one) => makeLesson({ ...one, ...PASS })),
    };
    await writeReport(path, passed);
    assertEquals((await grade()).report, applyPolicy(passed, ["pipeline"], PLAIN_POLICY)); // kept
    await write("export const changed = 1;");
    let killed: Report | undefined; // what a grader that is killed now leaves
    const graded = await grade({ progress: () => void (killed = readReportSync(path)) });
    const earlier = [{ id: "pipeline", ...PASS, score: 1, maxScore: 1 }];
    assertEquals([killed?.isComplete, killed?.lessons, killed?.before], [false, [], earlier]);
    assertEquals([graded.before, graded.report.before, graded.report.isComplete], [
      earlier,
      undefined,
      true,
    ]);
    await writeReport(path, killed ?? graded.report);
    assertEquals((await grade()).before, earlier);
  });
});

function readReportSync(path: string): Report {
  return JSON.parse(Deno.readTextFileSync(path));
}
