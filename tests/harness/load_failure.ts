import { stripVTControlCharacters } from "node:util";
import { fromFileUrl } from "./paths.ts";

/** What keeps a module from being used: it is no TypeScript, imports what is not there, throws, or lacks an export. */
export type LoadProblem = "syntax" | "import" | "throw" | "export";

/** Says why a module cannot be imported, with the line at fault where the cause names one. */
export function describeLoadFailure(
  path: string,
  cause: unknown,
): { problem: LoadProblem; message: string } {
  if (!(cause instanceof Error)) {
    return { problem: "throw", message: `${path} cannot be imported: it throws ${String(cause)}` };
  }
  const told = stripVTControlCharacters(cause.message); // Deno paints the place, where colours are on
  const exit = /attempted to exit with exit code: (\d+)/.exec(told);
  if (exit !== null) {
    const message = `${path} cannot be imported: it calls Deno.exit(${exit[1]}) while it is loaded`;
    return { problem: "throw", message };
  }
  const { text, place } = splitMessage(told);
  const isUnparsed = told.startsWith("SyntaxError: ") ||
    (cause.name === "SyntaxError" && place !== undefined);
  if (/^Module not found|not a dependency|does not provide an export|^Relative import/.test(text)) {
    const message = `${path} cannot be loaded, because an import of it fails: ${text}`;
    return { problem: "import", message: message + showLine(place) };
  }
  if (isUnparsed) {
    const where = place?.path === path || place === undefined ? path : place.path;
    return { problem: "syntax", message: `${where} cannot be compiled: ${text}${showLine(place)}` };
  }
  const name = cause.name === "Todo" ? "" : `${cause.name}: `;
  return { problem: "throw", message: `${path} cannot be imported: ${name}${told}` };
}

interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** Deno puts the place at the end of the message, below a picture of the line; V8 puts it at the end of its line. */
function splitMessage(message: string): { text: string; place: Place | undefined } {
  const match = /\s+at (file:\S+?):(\d+):(\d+)\s*$/.exec(message);
  const [first = ""] = (match === null ? message : message.slice(0, match.index)).split("\n");
  const text = first.replace(/^SyntaxError: /, "").replaceAll("<eof>", "the end of the file");
  if (match === null) return { text, place: undefined };
  const [, url = "", line, column] = match;
  return { text, place: { path: fromFileUrl(url), line: Number(line), column: Number(column) } };
}

/** The line itself with a caret below the column. */
function showLine(place: Place | undefined): string {
  if (place === undefined) return "";
  const { path, line, column } = place;
  const where = `\nline ${line}, column ${column}:`;
  const source = readLine(path, line);
  if (source === undefined) return where;
  const gutter = `  ${line} | `;
  // tabs stay tabs, so that the caret stands where the line is shown
  const indent = source.slice(0, column - 1).replace(/[^\t]/g, " ");
  return `${where}\n${gutter}${source}\n${" ".repeat(gutter.length)}${indent}^`;
}

function readLine(path: string, line: number): string | undefined {
  try {
    return Deno.readTextFileSync(path).split("\n")[line - 1];
  } catch {
    return undefined; // imported from elsewhere, or gone meanwhile
  }
}
