/** Thrown by every export of a stub, at once, so that an unsolved lesson is red and never waits. */
export class Todo extends Error {
  /** What the harness knows it by, whichever copy of this module threw it. */
  override readonly name = "Todo";

  /**
   * Says what is not written yet, and where.
   *
   * @param folder the lesson's folder, as in `05_pipeline`
   * @param what the export, as in `pipeline()`
   */
  constructor(folder: string, what: string) {
    super(`${what} is not written yet: open lessons/${folder}/mod.ts`);
  }
}
