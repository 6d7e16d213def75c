import { type Lesson, lessonFile, solutionFile, stubFile } from "./lesson.ts";

export type SubjectKind = "learner" | "stub" | "solution" | "wrong" | "right" | "file";

/** One module under test. */
export interface Subject {
  readonly kind: SubjectKind;
  /** As in `buffers_each_stage` for a variant, else the kind itself. */
  readonly name: string;
  /** Absolute path of the module. */
  readonly path: string;
}

/** One lesson's tests against one subject. */
export interface Job {
  readonly lesson: Lesson;
  readonly subject: Subject;
}

/** The subject of each kind that a lesson has exactly one of. */
export function subjectOf(
  root: string,
  lesson: Lesson,
  kind: "learner" | "stub" | "solution",
): Subject {
  const file = { learner: lessonFile, stub: stubFile, solution: solutionFile }[kind](lesson);
  return { kind, name: kind, path: `${root}/${file}` };
}
