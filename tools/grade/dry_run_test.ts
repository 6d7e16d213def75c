import { assertEquals } from "@std/assert";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { loadLessons } from "../course/load_lessons.ts";
import { listNeeded, planAll, renderPlans } from "./dry_run.ts";
import { makeLesson } from "./formats/sample_reports.ts";
import { planSubmission } from "./plan_submission.ts";
import { applyPolicy } from "./policy/apply_policy.ts";
import { PLAIN_POLICY } from "./policy/policy.ts";
import { writeReport } from "./report_file.ts";
import { NO_GROUPS } from "./sandbox/control_group.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");
const SLUGS = ["pipeline", "doorbell"];
const LESSONS = (await loadLessons(ROOT)).filter((lesson) => SLUGS.includes(lesson.slug));

/** Plans three submissions: one is graded, one was stopped, one is new: of that a file is refused, the other missing. */
async function planThree() {
  const dir = await Deno.makeTempDir({ prefix: "ipc-dry-" });
  try {
    const options = {
      lessons: LESSONS,
      commit: "e850a02",
      isolation: { level: "bwrap", warnings: [], groups: NO_GROUPS } as const,
      seed: undefined,
      outDir: `${dir}/out`,
      width: 2,
    };
    const submissions = [];
    for (const [id, count] of [["anna", 2], ["ben", 1], ["carl", 0]] as const) {
      const path = `${dir}/${id}`;
      await Deno.mkdir(`${path}/copy`, { recursive: true });
      for (const folder of count > 0 ? ["05_pipeline", "17_doorbell"] : []) {
        await Deno.writeTextFile(`${path}/${folder}.ts`, "export {};");
      }
      if (count === 0) await Deno.symlink("/etc/passwd", `${path}/05_pipeline.ts`);
      submissions.push({ path, id });
      if (count === 0) continue;
      const plan = await planSubmission({ path, id }, `${path}/copy`, options);
      const lessons = SLUGS.slice(0, count).map((slug) => makeLesson({ id: slug }));
      const report = { ...plan.begun, lessons, isComplete: count === 2 };
      await writeReport(plan.path, applyPolicy(report, SLUGS, PLAIN_POLICY));
    }
    const plans = await planAll(submissions, options);
    const written = Array.from(Deno.readDirSync(options.outDir), (entry) => entry.name).sort();
    const brief = plans.map((one) => ({ ...one, report: one.report.replace(dir, "") }));
    return { plans: brief, written };
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("planAll() says what would be graded, what is kept and why, and writes nothing", async () => {
  const { plans, written } = await planThree();
  const own = (id: string) => ({ submission: id, report: `/out/${id}/report.json` });
  assertEquals(plans, [
    {
      ...own("anna"),
      toGrade: [],
      notHandedIn: [],
      kept: SLUGS,
      reason: "nothing has changed",
    },
    {
      ...own("ben"),
      toGrade: ["doorbell"],
      notHandedIn: [],
      kept: ["pipeline"],
      reason: "the grader was stopped",
    },
    {
      ...own("carl"),
      toGrade: SLUGS,
      notHandedIn: ["doorbell"],
      kept: [],
      reason: "there is no report yet",
    },
  ]);
  assertEquals(written, ["anna", "ben"]);
  const needed = [plans, plans.slice(0, 2), plans.slice(0, 1)].map((some) =>
    listNeeded(some, LESSONS).map((lesson) => lesson.slug)
  );
  assertEquals(needed, [SLUGS, ["doorbell"], []]);
  assertEquals(renderPlans(plans).split("\n"), [
    "submission  to grade  not handed in  kept  why",
    "anna        0         0              2     nothing has changed",
    "ben         1         0              1     the grader was stopped",
    "carl        2         1              0     there is no report yet",
    "",
    "3 lessons would be graded and 3 kept; nothing was run or written.",
  ]);
});
