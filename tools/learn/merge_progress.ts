import type { LessonProgress, Progress } from "./progress.ts";

/** Merges two progresses of one learner: no mark, hint or date of either is lost, in whichever order. */
export function mergeProgress(one: Progress, other: Progress): Progress {
  const lessons: Record<string, LessonProgress> = { ...one.lessons };
  for (const [slug, lesson] of Object.entries(other.lessons)) {
    const known = lessons[slug];
    lessons[slug] = known === undefined ? lesson : mergeLesson(known, lesson);
  }
  return { lessons };
}

function mergeLesson(one: LessonProgress, other: LessonProgress): LessonProgress {
  const isOtherLater = (other.lastTriedAt ?? "") >= (one.lastTriedAt ?? "");
  const [older, later] = isOtherLater ? [one, other] : [other, one];
  return {
    ...older,
    ...later,
    attempts: Math.max(one.attempts, other.attempts),
    hintTier: Math.max(one.hintTier, other.hintTier),
    ...earliest("firstTriedAt", one, other),
    ...earliest("solvedAt", one, other),
  };
}

function earliest(
  key: "firstTriedAt" | "solvedAt",
  one: LessonProgress,
  other: LessonProgress,
): Partial<LessonProgress> {
  const [first] = [one[key], other[key]].filter((date) => date !== undefined).sort();
  return first === undefined ? {} : { [key]: first };
}
