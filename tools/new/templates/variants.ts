import type { Draft } from "../draft.ts";

/** Renders a wrong variant: a named mistake, and the test that must notice it. */
export function renderWrong({ slug, symbol }: Draft): string {
  return `// @test ${slug}/T1
// @says "TODO(author): Quote the words that tell the learner most in the failure of that test."
// @mistake TODO(author): Name a mistake that people really make, in one line, and this file after it.

// TODO(author): Copy the solution and make that mistake. One file for each mistake; see what still passes.
export function ${symbol}(_text: string): Promise<string> {
  throw new Error("the mistake is not made yet");
}
`;
}

/** Renders a right variant: another correct style. */
export function renderRight({ symbol }: Draft): string {
  return `// @style TODO(author): Name another correct style, in one line, and this file after it.

// TODO(author): Solve the lesson in that style: it must pass, or the tests ask for more than the task says.
export function ${symbol}(_text: string): Promise<string> {
  throw new Error("this style is not written yet");
}
`;
}
