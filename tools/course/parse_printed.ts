// What `deno test` shows between two marks below a test's name is what the code printed while that test ran.
const BEGIN = "------- output -------";
const END = "----- output end -----";
const NAME_LINE = / \.\.\.$/;

/**
 * Parses what the learner's code printed from the output of `deno test`, by the name of the test that ran. What a module
 * prints while it is imported belongs to the first test: that one imports it. A block that was cut off by a crash ends
 * where the output ends. What is printed before the tests is the harness's own, and left out.
 */
export function parsePrinted(output: string): Map<string, string> {
  const printed = new Map<string, string>();
  let rest = output;
  for (;;) {
    const begin = findLine(rest, BEGIN);
    if (begin < 0) return printed;
    const [nameLine = ""] = rest.slice(0, begin).trimEnd().split("\n").slice(-1);
    const body = rest.slice(begin + BEGIN.length + 1);
    const name = nameLine.replace(NAME_LINE, "");
    const end = findEnd(body, name);
    const text = body.slice(0, end).trimEnd();
    if (NAME_LINE.test(nameLine) && text !== "") printed.set(name, text);
    rest = body.slice(end);
  }
}

/** Where `line` begins as a line of its own; -1 when there is none. */
function findLine(text: string, line: string): number {
  if (text.startsWith(`${line}\n`)) return 0;
  const found = text.indexOf(`\n${line}\n`);
  return found < 0 ? -1 : found + 1;
}

/** The end mark that counts is followed by the test's name: the code may print such a line as well. */
function findEnd(body: string, name: string): number {
  const found = body.indexOf(`${END}\n${name} ... `);
  return found < 0 ? body.length : found;
}
