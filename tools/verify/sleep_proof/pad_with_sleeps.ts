import { ts } from "../typescript.ts";

/** How long each inserted sleep is. */
const SLEEP_MS = 2;
const SLEEP = `await new Promise((done) => setTimeout(done, ${SLEEP_MS}));`;

/**
 * Puts a short sleep before every statement of every async function: what somebody does who hopes that a mistake goes away
 * when everything is slower.
 */
export function padWithSleeps(text: string): string {
  const file = ts.createSourceFile("mod.ts", text, ts.ScriptTarget.Latest, true);
  const places: number[] = [];
  const visit = (node: ts.Node, isAsync: boolean): void => {
    const inside = ts.isFunctionLike(node) ? isAsyncFunction(node) : isAsync;
    if (inside && ts.isBlock(node)) {
      places.push(...node.statements.map((statement) => statement.getStart()));
    }
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(file, false);
  let padded = text;
  for (const place of places.sort((a, b) => b - a)) {
    padded = padded.slice(0, place) + SLEEP + " " + padded.slice(place);
  }
  return padded;
}

function isAsyncFunction(node: ts.SignatureDeclaration): boolean {
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) ?? [] : [];
  return modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword);
}
