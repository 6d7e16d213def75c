/** A mechanical change of one place of a program. */
export interface Mutant {
  /** Which rule made it, as in `dropped await`. */
  readonly rule: string;
  /** Line of the place, from 1. */
  readonly line: number;
  /** The text that was there, and what stands there instead. */
  readonly before: string;
  readonly after: string;
  /** Where `before` starts in the program. */
  readonly start: number;
}

/** Applies a mutant to the program it was found in. */
export function applyMutant(text: string, { start, before, after }: Mutant): string {
  return text.slice(0, start) + after + text.slice(start + before.length);
}
