/** One thing that is wrong with the course itself, for whoever maintains it. */
export interface Problem {
  /** The file, with a line where known, as in `lessons/05_pipeline/cheatsheet.md:12`. */
  readonly place: string;
  /** What is wrong, why, and what to do. */
  readonly problem: string;
}
