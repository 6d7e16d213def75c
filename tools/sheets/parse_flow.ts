// The one-line picture language of the course: boxes joined by arrows, for terminal, web and telegram alike.
//
//     Process A --write()--> (kernel buffer | 64 KiB) --read()--> Process B
//
// Round brackets draw a buffer, `|` starts a new line inside a box, `-->` is an arrow without a label.

/** One box of a picture. */
export interface FlowNode {
  /** The lines of its label, at least one. */
  readonly lines: readonly string[];
  /** Written in round brackets: something that holds data, as a pipe does. */
  readonly isBuffer: boolean;
}

/** One arrow; it points from the box before it to the box after it. */
export interface FlowArrow {
  /** Empty when the arrow has none. */
  readonly label: string;
  /** Written `<--label-->`: data goes both ways. */
  readonly isTwoWay: boolean;
}

/** One line of a picture: always one box more than arrows. */
export interface Flow {
  readonly nodes: readonly FlowNode[];
  readonly arrows: readonly FlowArrow[];
}

/** What a line turned out to be. */
export type FlowResult =
  | { readonly type: "flow"; readonly flow: Flow }
  | { readonly type: "problem"; readonly problem: string };

/** All lines of one flow block; line numbers are those of the file. */
export interface FlowBlock {
  readonly flows: readonly Flow[];
  readonly problems: readonly { readonly line: number; readonly problem: string }[];
}

const ARROW = /(?<=^|\s)(<?)--(?:([^\s>-](?:(?!-->).)*?)--)?>(?=\s|$)/g;
const PIECE = /--|->|<-/;

/** Parses one line of the picture language. */
export function parseFlow(line: string): FlowResult {
  const nodes: FlowNode[] = [];
  const arrows: FlowArrow[] = [];
  let start = 0;
  for (const match of [...line.matchAll(ARROW), undefined]) {
    const node = parseNode(line.slice(start, match?.index).trim());
    if (typeof node === "string") return { type: "problem", problem: node };
    nodes.push(node);
    if (match === undefined) break;
    const [arrow, two, label = ""] = match;
    if (PIECE.test(label)) return { type: "problem", problem: describePiece(label) };
    arrows.push({ label, isTwoWay: two === "<" });
    start = match.index + arrow.length;
  }
  if (arrows.length > 0) return { type: "flow", flow: { nodes, arrows } };
  const problem = `"${line.trim()}" has no arrow; join two boxes as in "a --write()--> b"`;
  return { type: "problem", problem };
}

/** Parses the text of a flow block, whose first line is line `firstLine` of its file. */
export function parseFlowBlock(text: string, firstLine: number): FlowBlock {
  const flows: Flow[] = [];
  const problems: { line: number; problem: string }[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const result = parseFlow(line);
    if (result.type === "flow") flows.push(result.flow);
    else problems.push({ line: firstLine + index, problem: result.problem });
  }
  if (flows.length + problems.length === 0) {
    problems.push({ line: firstLine, problem: 'the picture is empty; write "a --write()--> b"' });
  }
  return { flows, problems };
}

function parseNode(text: string): FlowNode | string {
  if (text === "") return "an arrow has no box on one side; write a name before and after it";
  if (PIECE.test(text)) return describePiece(text);
  const isBuffer = text.startsWith("(");
  if (isBuffer && findClose(text) !== text.length - 1) {
    return `the box "${text}" opens a round bracket and does not end with it; put all of it in one "(…)"`;
  }
  const label = isBuffer ? text.slice(1, -1) : text;
  const lines = label.split("|").map((line) => line.trim());
  if (lines.includes("")) return `the box "${text}" has an empty line; name it, or drop the "|"`;
  return { lines, isBuffer };
}

/** The index of the bracket that closes the first one; -1 when none does. */
function findClose(text: string): number {
  let depth = 0;
  return text.split("").findIndex((sign) => {
    depth += sign === "(" ? 1 : sign === ")" ? -1 : 0;
    return depth === 0;
  });
}

function describePiece(text: string): string {
  return `"${text}" holds a piece of an arrow; an arrow is written --label--> with a blank on each side`;
}
