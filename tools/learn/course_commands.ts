import { exportLearner } from "./export.ts";
import { usage } from "./help.ts";
import { importLearner } from "./import.ts";
import type { Session } from "./learn.ts";
import { showList } from "./list.ts";
import { updateCourse } from "./update.ts";

/** Commands about the course as a whole, which take a file or nothing. */
export const COURSE_COMMANDS = ["list", "update", "export", "import"] as const;
export type CourseCommand = typeof COURSE_COMMANDS[number];

/** Whether a word is such a command. */
export function isCourseCommand(name: string | undefined): name is CourseCommand {
  return COURSE_COMMANDS.some((command) => command === name);
}

/** Runs such a command; `rest` are the words after its name. */
export async function runCourseCommand(
  session: Session,
  name: CourseCommand,
  rest: readonly string[],
): Promise<number> {
  const { io } = session;
  const [file, extra] = rest;
  if (extra !== undefined) return usage(io, `${name} takes one file; what is "${extra}"?`);
  switch (name) {
    case "list":
      return file === undefined ? showList(session) : usage(io, listUsage(file));
    case "update":
      return file === undefined ? await updateCourse(session) : usage(io, "update takes no lesson");
    case "export":
      return await exportLearner(session, file);
    case "import":
      return file === undefined
        ? usage(io, "import needs a file, or - for stdin")
        : await importLearner(session, file);
  }
}

function listUsage(word: string): string {
  return `list takes no lesson; to search: deno task learn list --search ${word}`;
}
