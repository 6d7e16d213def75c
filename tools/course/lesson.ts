/** One folder of lessons/: what lesson.json says and what follows from the folder's name. */
export interface Lesson {
  /** As in `05_pipeline`; every path derives from it. */
  readonly folder: string;
  /** As in 5: order only. */
  readonly number: number;
  /** As in `pipeline`: identity in progress, reports, links and on the command line. */
  readonly slug: string;
  readonly title: string;
  /** The one idea, as a sentence without a full stop. */
  readonly teaches: string;
  readonly unit: string;
  /** Difficulty, 1 to 5. */
  readonly level: number;
  readonly minutes: number;
  /** Capabilities that some of its tests need, as in `ffi`. */
  readonly needs: readonly string[];
}

/** The course is damaged: our fault or a broken checkout, never the learner's. Ends with exit code 3. */
export class CourseError extends Error {
  override readonly name = "CourseError";
  /** The file at fault, with a line where known, as in `lessons/05_pipeline/lesson.json:3`. */
  readonly place: string;

  constructor(place: string, problem: string) {
    super(`${place}: ${problem}`);
    this.place = place;
  }
}

/** How a lesson is shown: `05 pipeline`. */
export function displayLesson(lesson: Lesson): string {
  return `${String(lesson.number).padStart(2, "0")} ${lesson.slug}`;
}

/** The file that the learner edits, relative to the course. */
export function lessonFile(lesson: Lesson): string {
  return `lessons/${lesson.folder}/mod.ts`;
}

/** The pristine stub, relative to the course. */
export function stubFile(lesson: Lesson): string {
  return `tests/stubs/${lesson.folder}.ts`;
}

/** The only tests of the lesson, relative to the course. */
export function testFile(lesson: Lesson): string {
  return `tests/${lesson.folder}_test.ts`;
}

/** The reference solution, relative to the course. */
export function solutionFile(lesson: Lesson): string {
  return `solutions/${lesson.folder}/mod.ts`;
}

/** What is checked about the lesson from outside, relative to the course. */
export function observedFile(lesson: Lesson): string {
  return `tests/observed/${lesson.folder}.ts`;
}
