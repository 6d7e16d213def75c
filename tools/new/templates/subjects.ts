import type { Draft } from "../draft.ts";

/** Renders the stub: complete types, every export throws Todo at once. */
export function renderStub({ folder, symbol }: Draft): string {
  return `import { Todo } from "#lib/todo.ts";

/** TODO(author): Promise what the call does: arguments, result, units, errors. Nothing that the tests do not check. */
export function ${symbol}(_text: string): Promise<string> {
  // TODO(author): Leave the learner one line here that says where to begin, as in "start the stages".
  throw new Todo("${folder}", "${symbol}()");
}
`;
}

/** Renders the reference solution, which is still to be written. */
export function renderSolution({ symbol }: Draft): string {
  return `// TODO(author): Solve the lesson as you would like the learner to, with the exports and types of the stub.
export function ${symbol}(_text: string): Promise<string> {
  throw new Error("the solution is not written yet");
}
`;
}
