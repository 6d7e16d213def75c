import { type Job, subjectOf } from "../course/job.ts";
import { CourseError, type Lesson, solutionFile, stubFile, testFile } from "../course/lesson.ts";
import {
  loadRightVariants,
  loadWrongVariants,
  type WrongVariant,
} from "../course/load_variants.ts";
import { shortName, type Verdict } from "../course/verdict.ts";
import type { Gate } from "./check_result.ts";
import { judgeGreen, judgeStub, judgeWrong } from "./judge_verdict.ts";

/** One run of a lesson's tests, and what it must show. */
export interface Step {
  readonly gate: Gate;
  readonly name: string;
  readonly job: Job;
  /** The tests that decide, as in `T3`. @default all */
  readonly only?: readonly string[];
  readonly judge: (verdict: Verdict) => string[];
}

/** Lists all runs for the lessons: stub, solution, wrong and right variants. */
export async function planSteps(root: string, lessons: readonly Lesson[]): Promise<Step[]> {
  const steps: Step[] = [];
  for (const lesson of lessons) {
    await checkThere(root, lesson);
    const step = (gate: Gate, kind: "stub" | "solution", judge: Step["judge"]): Step => ({
      gate,
      name: kind,
      job: { lesson, subject: subjectOf(root, lesson, kind) },
      judge,
    });
    steps.push(step("stub", "stub", judgeStub), step("solution", "solution", judgeGreen));
    for (const variant of await loadWrongVariants(root, lesson)) {
      steps.push(wrongStep(lesson, variant));
    }
    for (const subject of await loadRightVariants(root, lesson)) {
      const job = { lesson, subject };
      steps.push({ gate: "right", name: `right/${subject.name}`, job, judge: judgeGreen });
    }
  }
  return steps;
}

/** @throws {CourseError} when a file without which nothing can run is not there */
async function checkThere(root: string, lesson: Lesson): Promise<void> {
  for (const file of [testFile(lesson), stubFile(lesson), solutionFile(lesson)]) {
    const info = await Deno.lstat(`${root}/${file}`).catch(() => undefined);
    if (!info?.isFile) throw new CourseError(file, "is missing; every lesson needs it");
  }
}

function wrongStep(lesson: Lesson, variant: WrongVariant): Step {
  return {
    gate: "wrong",
    name: `wrong/${variant.name}`,
    job: { lesson, subject: variant },
    only: variant.tests.map(shortName),
    judge: (verdict) => judgeWrong(variant, verdict),
  };
}
