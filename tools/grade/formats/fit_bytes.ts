const ENCODER = new TextEncoder();

/** Renders with one setting after the other, the richest first, and returns the first text within the limit; else the last. */
export function fitBytes<Step>(
  steps: readonly Step[],
  render: (step: Step) => string,
  maxBytes: number,
): string {
  let text = "";
  for (const step of steps) {
    text = render(step);
    if (countBytes(text) <= maxBytes) break;
  }
  return text;
}

/** Counts the bytes of a text in UTF-8. */
export function countBytes(text: string): number {
  return ENCODER.encode(text).length;
}
