import type { EarlierLesson, LessonReport, Report } from "./report.ts";

/** A lesson whose points differ from those of the report before. */
export interface Change {
  /** The lesson's slug. */
  readonly id: string;
  readonly was: Came;
  readonly now: Came;
}

/** What a lesson came to. */
export type Came = Omit<EarlierLesson, "id">;

/** Lists the lessons whose points changed; what was not graded before, or is not graded now, did not change. */
export function listChanges(before: readonly EarlierLesson[], now: Report): Change[] {
  return now.lessons.flatMap((lesson) => {
    const was = before.find((one) => one.id === lesson.id);
    if (was === undefined) return [];
    const isSame = was.score === lesson.score && was.maxScore === lesson.maxScore;
    return isSame ? [] : [{ id: lesson.id, was: pick(was), now: pick(lesson) }];
  });
}

/** Lists what lessons came to before: in the report that is there, or in the one that it is about to replace. */
export function listEarlier(report: Report | undefined): readonly EarlierLesson[] {
  return report?.before ?? report?.lessons.map((one) => ({ id: one.id, ...pick(one) })) ?? [];
}

function pick({ status, score, maxScore }: EarlierLesson | LessonReport): Came {
  return { status, score, maxScore };
}
