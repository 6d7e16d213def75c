import { type LessonReport, type Report, REPORT_SCHEMA } from "./report.ts";

/** What a verdict depends on; what is found under one identity is true under it for ever, but for chance. */
export type Identity = Pick<Report, "schema" | "course" | "grader" | "submission" | "isolation">;

/** What is asked for now. */
export interface Asked {
  /** The lessons, in their order. */
  readonly slugs: readonly string[];
  /** Undefined for any. */
  readonly seed: number | undefined;
}

/** What of an earlier report holds. */
export interface Resumption {
  /** Undefined when nothing does; else the report goes on with its seed, even before its first lesson. */
  readonly old: Report | undefined;
  /** By the lesson's slug. */
  readonly kept: ReadonlyMap<string, LessonReport>;
  /** Why so much is kept, or so little, for a person. */
  readonly reason: string;
}

/** Finds what an earlier report says that grading again would say, where only chance could differ. */
export function resume(old: Report | undefined, now: Identity, asked: Asked): Resumption {
  if (old === undefined) return { old, kept: new Map(), reason: "there is no report yet" };
  const difference = findDifference(old, now, asked);
  if (difference !== undefined) return { old: undefined, kept: new Map(), reason: difference };
  const judged = old.lessons.filter((lesson) => lesson.status !== "infra"); // this machine's failure
  const kept = new Map(judged.map((lesson) => [lesson.id, lesson]));
  const unjudged = old.lessons.filter((lesson) => !kept.has(lesson.id)).map((lesson) => lesson.id);
  const reasons = [
    ...(unjudged.length > 0 ? [`${unjudged.join(", ")} could not be judged`] : []),
    ...(old.isComplete ? [] : ["the grader was stopped"]),
  ];
  return { old, kept, reason: reasons.join(", ") || "nothing has changed" };
}

function findDifference(old: Report, now: Identity, { slugs, seed }: Asked): string | undefined {
  const differs = (pick: (one: Identity) => unknown) =>
    JSON.stringify(pick(old)) !== JSON.stringify(pick(now));
  if (old.schema !== REPORT_SCHEMA || differs((one) => one.grader)) return "the grader has changed";
  if (differs((one) => one.course.commit)) return "the course has changed";
  if (differs((one) => one.course.extra)) return "the extra checks are others";
  if (differs((one) => one.isolation.level)) return `its sandbox was ${old.isolation.level}`;
  const ids = old.lessons.map((lesson) => lesson.id);
  const isPart = ids.every((id) => slugs.includes(id));
  if (!isPart || old.isComplete && ids.length < slugs.length) return "other lessons are asked for";
  if (differs((one) => one.submission.sha256)) {
    return old.isComplete ? "its files have changed" : "its files have changed, or the lessons";
  }
  return seed === undefined || seed === old.seed ? undefined : `its seed was ${old.seed}`;
}
