// `deno task grade convert`: reports of the grader in the formats that others read.
import { readStartDir } from "../course/open_course.ts";
import { cleanLine } from "../page/clean_text.ts";
import { type Io, openIo } from "../term/io.ts";
import { type ConvertFlags, parseFlags, UsageError } from "./convert_flags.ts";
import { mergeCanvas } from "./formats/canvas.ts";
import { listUnjudged } from "./formats/csv.ts";
import { makeReportReader } from "./formats/load_report.ts";
import { isManyFormat, isSingleFormat, renderMany, renderSingle } from "./formats/render_format.ts";
import type { Audience } from "./formats/shown_checks.ts";
import type { Report } from "./report.ts";
import { writeWhole } from "./write_whole.ts";

const HELP = `Writes reports of the grader in the formats that others read.

usage: deno task grade convert --to FORMAT REPORT.json… [options]

  --to FORMAT     of one report:    gradescope exercism classroom50 github-classroom
                  of many reports:  junit tap csv markdown html canvas
  --out FILE      writes this file, whole or not at all, instead of standard output
  --for READER    student: without what is hidden; teacher: all (default: teacher for html, else student)
  --after-due     shows students what is kept for after the due date
  --lesson SLUG   this lesson alone, as for an exercise of Exercism
  --canvas FILE   the gradebook that Canvas exported: all of it stays but one column, which must be there:
  --assignment NAME
  --help

classroom50 reads CLASSROOM, ASSIGNMENT, SUBMISSION_TAG, COMMIT_URL, RELEASE_URL, REVIEW_URL and OWNER.

examples: deno task grade convert --to html reports/*/report.json --out grades.html
          deno task grade convert --to canvas reports/*/report.json --canvas old.csv --assignment IPC --out new.csv

exit codes: 0 done, 2 wrong usage or a file that is no report`;

/** Converts reports; gives the exit code. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  try {
    const flags = parseFlags(args);
    if (flags.help) return io.out(HELP), 0;
    const text = await convert(flags, io);
    if (flags.out === undefined) io.out(text.replace(/\n$/, "")); // out() ends the line itself
    else await writeWhole(resolvePath(flags.out), text).catch(refuse("write", flags.out));
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(error.message);
    return 2;
  }
}

async function convert(flags: ConvertFlags, io: Io): Promise<string> {
  const { to = "" } = flags;
  const reports = await loadReports(flags);
  for (const notice of reports.flatMap(listDoubts)) io.err(notice);
  const isTeacher = flags.for === "teacher" || (flags.for === undefined && to === "html");
  const reader = isTeacher ? "teacher" : "student";
  const audience: Audience = { reader, isAfterDue: flags.isAfterDue };
  if (isManyFormat(to)) return renderMany(to, reports, audience);
  const [report] = reports;
  if (report === undefined || !isSingleFormat(to)) return await fillCanvas(flags, reports, io);
  const rendered = renderSingle(to, report, { audience, readEnv: (name) => Deno.env.get(name) });
  if ("text" in rendered) return rendered.text;
  throw new UsageError(
    `Cannot write for ${to}, whose runner sets the environment: ${rendered.problem}`,
  );
}

/** What a person should know before they hand the result on. */
function listDoubts(report: Report): string[] {
  const id = cleanLine(report.submission.id);
  const unjudged = listUnjudged(report).join(", ");
  return [
    ...(unjudged === "" ? [] : [`${id} is not wholly judged (${unjudged}): grade it again`]),
    ...(report.isolation.level === "none" ? [`${id} was graded without a sandbox`] : []),
  ];
}

/** Reads and checks all reports before anything is written. */
async function loadReports({ files, lesson }: ConvertFlags): Promise<Report[]> {
  const read = await makeReportReader();
  const reports: Report[] = [];
  for (const file of files) {
    const text = await Deno.readTextFile(resolvePath(file)).catch(refuse("read", file));
    const result = read(text);
    if ("problem" in result) {
      throw new UsageError(`Cannot read ${file} as a report: ${result.problem}`);
    }
    reports.push(
      lesson === undefined ? result.report : pickLesson(result.report, { lesson, file }),
    );
  }
  return reports;
}

function pickLesson(
  report: Report,
  { lesson, file }: { readonly lesson: string; readonly file: string },
): Report {
  const [picked] = report.lessons.filter((one) => one.id === lesson);
  if (picked !== undefined) {
    return {
      ...report,
      score: picked.score,
      maxScore: picked.maxScore,
      isComplete: true,
      lessons: [picked],
    };
  }
  const known = report.lessons.map((one) => cleanLine(one.id)).join(", ");
  throw new UsageError(`Cannot find the lesson "${lesson}" in ${file}; it has ${known || "none"}`);
}

async function fillCanvas(
  flags: ConvertFlags,
  reports: readonly Report[],
  io: Io,
): Promise<string> {
  const { canvas = "", assignment = "" } = flags;
  const bytes = await Deno.readFile(resolvePath(canvas)).catch(refuse("read", canvas));
  const gradebook = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes); // the mark stays
  const merged = mergeCanvas(reports, { gradebook, assignment });
  if ("problem" in merged) throw new UsageError(`Cannot fill ${canvas}: ${merged.problem}`);
  for (const notice of merged.notices) io.err(notice);
  return merged.text;
}

function refuse(act: string, file: string): (error: unknown) => never {
  return (error) => {
    throw new UsageError(
      `Cannot ${act} ${file}: ${error instanceof Error ? error.message : error}`,
    );
  };
}

/** Relative to where the command was typed. */
function resolvePath(file: string): string {
  return file.startsWith("/") ? file : `${readStartDir()}/${file}`;
}

if (import.meta.main) Deno.exit(await main(Deno.args, openIo()));
