import type { LessonReport, Report } from "./report.ts";

/** What a lesson came to at one time. */
export type Came = Pick<LessonReport, "status" | "score" | "maxScore">;

/** A lesson whose points differ from those of the report before. */
export interface Change {
  /** The lesson's slug. */
  readonly id: string;
  readonly was: Came;
  readonly now: Came;
}

/** Lists the lessons whose points changed; what was not graded before, or is not graded now, did not change. */
export function listChanges(was: Report | undefined, now: Report): Change[] {
  return now.lessons.flatMap((lesson) => {
    const before = was?.lessons.find((one) => one.id === lesson.id);
    if (before === undefined) return [];
    const isSame = before.score === lesson.score && before.maxScore === lesson.maxScore;
    return isSame ? [] : [{ id: lesson.id, was: pick(before), now: pick(lesson) }];
  });
}

function pick({ status, score, maxScore }: LessonReport): Came {
  return { status, score, maxScore };
}
