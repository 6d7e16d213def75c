// The rules of mutation: small mechanical changes, each of which a good set of tests notices. They are the classic ones
// (relational, arithmetic and logical operators, boundaries, constants), and those that matter for processes: an await
// that is missing, a close() that is never called, a branch that is never taken.
import type { Mutant } from "./mutant.ts";
import { ts } from "../typescript.ts";

type Change = readonly [rule: string, node: Range, after: string];
interface Range {
  getStart(): number;
  getEnd(): number;
}

const SWAPPED: Readonly<Record<string, readonly [rule: string, ...after: string[]]>> = {
  "<": ["relational operator", "<=", ">="],
  "<=": ["relational operator", "<", ">"],
  ">": ["relational operator", ">=", "<="],
  ">=": ["relational operator", ">", "<"],
  "===": ["relational operator", "!=="],
  "!==": ["relational operator", "==="],
  "+": ["arithmetic operator", "-"],
  "-": ["arithmetic operator", "+"],
  "*": ["arithmetic operator", "/"],
  "/": ["arithmetic operator", "*"],
  "%": ["arithmetic operator", "*"],
  "<<": ["arithmetic operator", ">>"],
  ">>>": ["arithmetic operator", ">>"],
  "&": ["arithmetic operator", "|"],
  "|": ["arithmetic operator", "&"],
  "+=": ["arithmetic operator", "-="],
  "-=": ["arithmetic operator", "+="],
  "&&": ["logical operator", "||"],
  "||": ["logical operator", "&&"],
  "??": ["logical operator", "&&"],
  "??=": ["logical operator", "="],
};

/** Finds every mutant of a program, in the order of its text. */
export function findMutants(text: string): Mutant[] {
  const file = ts.createSourceFile("mod.ts", text, ts.ScriptTarget.Latest, true);
  const changes: Change[] = [];
  const visit = (node: ts.Node): void => {
    if (isSkipped(node)) return;
    changes.push(...changesOf(node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  const mutants = changes.map(([rule, node, after]) => {
    const start = node.getStart();
    const before = text.slice(start, node.getEnd());
    return { rule, line: file.getLineAndCharacterOfPosition(start).line + 1, before, after, start };
  });
  return mutants.filter((mutant) => mutant.before !== mutant.after)
    .sort((a, b) => a.start - b.start);
}

/** What only the compiler reads, and text that is only for people. */
function isSkipped(node: ts.Node): boolean {
  return ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node);
}

function changesOf(node: ts.Node): Change[] {
  if (ts.isBinaryExpression(node)) return changeOperator(node);
  if (ts.isPrefixUnaryExpression(node)) return changeUnary(node);
  if (ts.isPostfixUnaryExpression(node)) return changeStep(node, node.operand);
  if (ts.isAwaitExpression(node)) {
    return [["dropped await", node, node.expression.getText()]];
  }
  if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) {
    return [["dropped await", node.awaitModifier, ""]];
  }
  if (ts.isIfStatement(node)) return decide(node.expression);
  if (ts.isConditionalExpression(node)) return decide(node.condition);
  if (ts.isWhileStatement(node)) return [["condition", node.expression, "false"]];
  if (ts.isCallExpression(node)) return changeCall(node);
  if (ts.isNumericLiteral(node)) return changeNumber(node);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [["constant", node, "false"]];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [["constant", node, "true"]];
  if (ts.isReturnStatement(node)) return changeReturn(node);
  if (ts.isExpressionStatement(node) || ts.isThrowStatement(node)) return removeStatement(node);
  if (ts.isArrayLiteralExpression(node)) return removeElements(node);
  return [];
}

function changeOperator(node: ts.BinaryExpression): Change[] {
  const [rule, ...others] = SWAPPED[node.operatorToken.getText()] ?? [];
  if (rule === undefined) return [];
  return others.map((other) => [rule, node.operatorToken, other]);
}

function changeUnary(node: ts.PrefixUnaryExpression): Change[] {
  const operand = node.operand.getText();
  switch (node.operator) {
    case ts.SyntaxKind.ExclamationToken:
      return [["logical operator", node, operand]];
    case ts.SyntaxKind.MinusToken:
      return ts.isNumericLiteral(node.operand) ? [] : [["arithmetic operator", node, operand]];
    default:
      return changeStep(node, node.operand);
  }
}

function changeStep(
  node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression,
  operand: ts.Expression,
): Change[] {
  const text = node.getText();
  const other = text.includes("++") ? text.replace("++", "--") : text.replace("--", "++");
  return other === text || operand === undefined ? [] : [["arithmetic operator", node, other]];
}

/** Takes one branch always: a condition that no test needs is a condition too many. */
function decide(condition: ts.Expression): Change[] {
  return [["condition", condition, "true"], ["condition", condition, "false"]];
}

function changeCall(node: ts.CallExpression): Change[] {
  const [first, second] = node.arguments;
  if (first === undefined || second === undefined) return [];
  const between = node.getSourceFile().text.slice(first.getEnd(), second.getStart());
  const swapped = second.getText() + between + first.getText();
  const both = { getStart: () => first.getStart(), getEnd: () => second.getEnd() };
  return [["swapped arguments", both, swapped]];
}

function changeNumber(node: ts.NumericLiteral): Change[] {
  const value = Number(node.text);
  return Number.isSafeInteger(value)
    ? [["constant", node, String(value + 1)], ["constant", node, `(${value - 1})`]]
    : [];
}

function changeReturn(node: ts.ReturnStatement): Change[] {
  const isNothing = node.expression === undefined || node.expression.getText() === "undefined";
  return isNothing ? [] : [["returned undefined", node, "return undefined as never;"]];
}

function removeStatement(node: ts.ExpressionStatement | ts.ThrowStatement): Change[] {
  const text = node.getText();
  if (/^(?:super\b|"use )/.test(text)) return [];
  return [["removed statement", node, ";"]];
}

/** What is waited for together: one of several. */
function removeElements(node: ts.ArrayLiteralExpression): Change[] {
  const { elements, parent } = node;
  const isWaitedFor = ts.isCallExpression(parent) && /^Promise\./.test(parent.expression.getText());
  if (!isWaitedFor || elements.length < 2) return [];
  return elements.map((element) => ["removed element", element, "undefined"]);
}
