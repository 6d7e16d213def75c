import { type Lesson } from "../../course/lesson.ts";
import { listCourseFiles } from "./list_course_files.ts";
import {
  type GradescopeOptions,
  POLICY,
  renderRunAutograder,
  renderSetup,
} from "./render_gradescope_scripts.ts";

/** A zip that can be uploaded as it is, and how many of the course's files are in it. */
export interface GradescopeZip {
  readonly bytes: Uint8Array;
  readonly fileCount: number;
}

/** Always the same, so that the same course gives the same bytes; zip knows no earlier year. */
const DATE = new Date(1980, 0, 1);
const [FILE, PROGRAM] = [0o100644, 0o100755];
const UNIX = 3;

/** Makes the zip: setup.sh, run_autograder, and the course's files that grading needs below `course/`. */
export async function makeGradescopeZip(
  root: string,
  lessons: readonly Lesson[],
  options: GradescopeOptions,
): Promise<GradescopeZip> {
  const { strToU8, zipSync } = await import("./fflate.ts");
  const withMode = (mode: number) => ({ os: UNIX, attrs: mode << 16, mtime: DATE });
  const paths = await listCourseFiles(root, lessons);
  const files = paths.map(async (path) =>
    [`course/${path}`, [await Deno.readFile(`${root}/${path}`), withMode(FILE)]] as const
  );
  const bytes = zipSync({
    "setup.sh": [strToU8(renderSetup()), withMode(PROGRAM)],
    "run_autograder": [strToU8(renderRunAutograder(options)), withMode(PROGRAM)],
    ...(options.policy !== undefined && { [POLICY]: [strToU8(options.policy), withMode(FILE)] }),
    ...Object.fromEntries((await Promise.all(files)).map(([path, file]) => [path, [...file]])),
  });
  return { bytes, fileCount: paths.length };
}
