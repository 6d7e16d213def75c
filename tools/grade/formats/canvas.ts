// Points into the gradebook that Canvas exported, and nothing else: a file that is uploaded with one unknown column
// would create an assignment, so no column is ever made.
import { cleanLine } from "../../page/clean_text.ts";
import type { Report } from "../report.ts";
import { listUnjudged } from "./csv.ts";
import { type CsvRow, type CsvText, parseCsv, renderCsvText } from "./csv_text.ts";
import { renderPoints } from "./render_points.ts";

export interface CanvasOptions {
  /** The text of the exported file. */
  readonly gradebook: string;
  /** The assignment's column, with or without the number that Canvas puts behind its name. */
  readonly assignment: string;
}

/** The filled gradebook and what a person should know of it, or why it cannot be filled. */
export type CanvasMerge =
  | { readonly text: string; readonly notices: readonly string[] }
  | { readonly problem: string };

/** By which a submission's name is looked for. */
const ID_COLUMNS = ["SIS Login ID", "SIS User ID", "ID"];

/** Fills one assignment's column of an exported gradebook; all other cells stay as they are, byte for byte. */
export function mergeCanvas(reports: readonly Report[], options: CanvasOptions): CanvasMerge {
  const csv = parseCsv(options.gradebook);
  if ("problem" in csv) return csv;
  const [head, ...rest] = csv.rows;
  const names = head?.cells.map((cell) => cell.value.trim()) ?? [];
  if (head === undefined || !names.includes("Student")) {
    return {
      problem: 'it has no column "Student" in its first line: export it from Canvas once more',
    };
  }
  const column = findColumn(names, options.assignment);
  if (typeof column !== "number") return column;
  const possible = readPossible(rest, column);
  if (possible === "read only") {
    return { problem: `"${names[column]}" is read only: Canvas computes it` };
  }
  return fill(reports, { csv, names, column, possible });
}

interface Target {
  readonly csv: CsvText;
  readonly names: readonly string[];
  readonly column: number;
  /** Undefined when the file does not say. */
  readonly possible: number | undefined;
}

function fill(reports: readonly Report[], { csv, names, column, possible }: Target): CanvasMerge {
  const rows = [...csv.rows];
  const notices: string[] = [];
  const filled = new Map<number, string>();
  for (const report of reports) {
    const id = cleanLine(report.submission.id);
    const found = findStudents(rows, names, id);
    const [place] = found;
    const unjudged = listUnjudged(report);
    const obstacle = place === undefined
      ? "is not in the gradebook"
      : found.length > 1
      ? `fits ${found.length} students of the gradebook`
      : filled.has(place)
      ? `is the same student as ${filled.get(place)}`
      : unjudged.length > 0
      ? `has no final result (${unjudged.join(", ")})`
      : undefined;
    if (obstacle !== undefined || place === undefined) {
      notices.push(`${id} ${obstacle}: not filled in`);
      continue;
    }
    filled.set(place, id);
    rows[place] = fillRow(rows[place], column, renderPoints(scalePoints(report, possible)));
  }
  const scaled = reports.find((one) => possible !== undefined && one.maxScore !== possible);
  if (scaled !== undefined) {
    notices.push(`points are scaled from ${scaled.maxScore} to the ${possible} of the gradebook`);
  }
  return { text: renderCsvText({ ...csv, rows }), notices };
}

function findColumn(
  names: readonly string[],
  wanted: string,
): number | { readonly problem: string } {
  const fits = (name: string) => name === wanted || name.replace(/ \(\d+\)$/, "") === wanted;
  const assignments = names.filter((name) => / \(\d+\)$/.test(name));
  const found = names.flatMap((name, index) => fits(name) ? [index] : []);
  const [column] = found;
  if (column !== undefined && found.length === 1 && assignments.includes(names[column] ?? "")) {
    return column;
  }
  const list = assignments.map((name) => `"${name}"`).join(", ") || "none";
  const what = found.length > 1 ? `${found.length} columns` : "no assignment";
  return { problem: `${what} named "${wanted}"; its assignments are: ${list}` };
}

/** The row "Points Possible" stands above the students, in some exports below a row about posting. */
function readPossible(rows: readonly CsvRow[], column: number): number | "read only" | undefined {
  const row = rows.slice(0, 3).find((one) => one.cells[0]?.value.trim() === "Points Possible");
  const text = row?.cells[column]?.value.trim() ?? "";
  if (/read only/i.test(text)) return "read only";
  const points = Number(text.replace(",", "."));
  return text === "" || !(points > 0) ? undefined : points;
}

/** Rows whose login, SIS or Canvas number is the name of the submission; upper and lower case are the same there. */
function findStudents(rows: readonly CsvRow[], names: readonly string[], id: string): number[] {
  const columns = ID_COLUMNS.map((name) => names.indexOf(name)).filter((column) => column >= 0);
  const wanted = id.toLowerCase();
  return rows.flatMap(({ cells }, index) => {
    const isHead = index === 0 || cells[0]?.value.trim() === "Points Possible";
    const fits = columns.some((column) => cells[column]?.value.trim().toLowerCase() === wanted);
    return !isHead && fits ? [index] : [];
  });
}

function fillRow(row: CsvRow | undefined, column: number, points: string): CsvRow {
  const cells = [...(row?.cells ?? [])];
  while (cells.length <= column) cells.push({ raw: "", value: "" }); // a row may end early
  cells[column] = { raw: points, value: points };
  return { cells, end: row?.end ?? "" };
}

/** In the points that the gradebook has for the assignment; rounded down, so that only full marks look like it. */
function scalePoints({ score, maxScore }: Report, possible: number | undefined): number {
  if (possible === undefined || maxScore === 0) return score;
  const hundredths = score * possible * 100 / maxScore;
  return Math.floor(hundredths + 1e-6) / 100; // 0.29 * 100 is 28.999…
}
