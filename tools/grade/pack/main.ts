// `deno task grade pack`: what other places need to grade this course.
import { parseArgs } from "@std/cli/parse-args";
import { fromFileUrl } from "../../../tests/harness/paths.ts";
import { selectLessons } from "../../course/find_lesson.ts";
import { CourseError, type Lesson } from "../../course/lesson.ts";
import { loadLessons } from "../../course/load_lessons.ts";
import { readStartDir } from "../../course/open_course.ts";
import type { Io } from "../../term/io.ts";
import { identifyCourse } from "../identify_course.ts";
import { openRules } from "../open_rules.ts";
import { writeWhole } from "../write_whole.ts";
import { makeGradescopeZip } from "./make_gradescope_zip.ts";
import { renderDocker } from "./render_docker.ts";
import { renderGithub } from "./render_github.ts";

const HELP = `Makes what other places need to grade this course.

usage: deno task grade pack gradescope [options]
       deno task grade pack github    prints a workflow of GitHub Actions for a repository of yours
       deno task grade pack docker    prints a Dockerfile for the folder of the course

  --out FILE        where Gradescope's zip goes (default: gradescope.zip)
  --only LESSON,…   only these lessons
  --policy FILE     points, partial credit, who reads what: see the README
  --minutes N       the time-out that you set at Gradescope, 2 to 40 (default: 10); the grader ends a minute earlier
  --unsafe-no-sandbox   lets it grade where no sandbox works: for code that you trust

Gradescope gives its containers no CAP_SYS_ADMIN, and Ubuntu 22.04's bubblewrap is older than 0.8: it will probably not work
there, and uid+landlock is tried. Where no sandbox works, nothing is graded and Gradescope says that the autograder failed.

exit codes: 0 done, 2 wrong usage, 3 the course is damaged`;

const ROOT = fromFileUrl(new URL("../../../", import.meta.url)).replace(/\/$/, "");

/** Runs the command; returns its exit code. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const command = parse(args);
  if (command === "help") return io.out(HELP), 0;
  if ("problem" in command) return io.err(`${command.problem}; see deno task grade pack --help`), 2;
  switch (command.target) {
    case "github":
      return await packGithub(io);
    case "docker":
      return io.out(renderDocker().trimEnd()), 0;
    case "gradescope":
      return await packGradescope(command, io);
  }
}

interface Command {
  readonly target: "gradescope" | "github" | "docker";
  readonly only: readonly string[];
  readonly out: string;
  /** As it was typed. */
  readonly policyFile: string | undefined;
  readonly minutes: number;
  readonly isUnsafe: boolean;
}

function parse(args: readonly string[]): Command | { problem: string } | "help" {
  let unknown: string | undefined;
  const flags = parseArgs([...args], {
    boolean: ["unsafe-no-sandbox", "help"],
    string: ["out", "only", "minutes", "policy", "_"],
    unknown: (arg, key) => {
      if (key !== undefined) unknown ??= arg;
      return key === undefined;
    },
  });
  if (flags.help) return "help";
  if (unknown !== undefined) return { problem: `There is no option ${unknown}` };
  const [target, ...others] = flags._.map(String);
  if (target !== "gradescope" && target !== "github" && target !== "docker" || others.length > 0) {
    return { problem: "Cannot pack that: name one of gradescope, github, docker" };
  }
  const minutes = Number(flags.minutes ?? 10);
  if (!(Number.isInteger(minutes) && minutes >= 2 && minutes <= 40)) {
    return { problem: "--minutes takes a whole number from 2 to 40" };
  }
  if (flags.out === "") return { problem: "--out takes a file" };
  const only = flags.only === undefined ? [] : flags.only.split(",");
  const out = flags.out ?? "gradescope.zip";
  const { policy: policyFile, "unsafe-no-sandbox": isUnsafe } = flags;
  return { target, only, out, policyFile, minutes, isUnsafe };
}

/** The workflow fetches the course by its commit, so what was changed since is not in it. */
async function packGithub(io: Io): Promise<number> {
  const [commit = "", changes] = (await identifyCourse(ROOT)).split("+");
  if (changes !== undefined) {
    io.err(
      `warning: this course is not as in commit ${commit}; COURSE_COMMIT must name one that is`,
    );
  }
  io.out(renderGithub(commit).trimEnd());
  return 0;
}

async function packGradescope(command: Command, io: Io): Promise<number> {
  try {
    const all = await loadLessons(ROOT);
    const selected = selectLessons(all, command.only);
    if ("problem" in selected) return io.err(selected.problem), 2;
    const lessons = selected.lessons ?? all;
    const resolve = (path: string) => path.startsWith("/") ? path : `${readStartDir()}/${path}`;
    const policy = await readPolicy(command, lessons, resolve);
    if (typeof policy === "object") return io.err(policy.problem), 2;
    const { bytes, fileCount } = await makeGradescopeZip(ROOT, lessons, { ...command, policy });
    await writeWhole(resolve(command.out), bytes);
    io.out(renderSteps(command, { lessonCount: lessons.length, fileCount, bytes }));
    return 0;
  } catch (error) {
    if (error instanceof CourseError) return io.err(`The course is damaged: ${error.message}`), 3;
    if (!(error instanceof TypeError || error instanceof Deno.errors.NotFound)) throw error;
    return io.err(`Cannot write ${command.out}: ${error.message}`), 2;
  }
}

/** Reads the policy and checks it against the lessons that are packed: there it would be too late. */
async function readPolicy(
  { policyFile }: Command,
  lessons: readonly Lesson[],
  resolve: (path: string) => string,
): Promise<string | undefined | { readonly problem: string }> {
  if (policyFile === undefined) return undefined;
  const opened = await openRules({ policyFile, extraDir: undefined }, {
    root: ROOT,
    lessons,
    resolve,
  });
  return "problem" in opened ? opened : await Deno.readTextFile(resolve(policyFile));
}

function renderSteps(
  { out, minutes, isUnsafe }: Command,
  { lessonCount, fileCount, bytes }: { lessonCount: number; fileCount: number; bytes: Uint8Array },
): string {
  const kilobytes = Math.ceil(bytes.length / 1024);
  return `${out}: ${lessonCount} ${
    lessonCount === 1 ? "lesson" : "lessons"
  } in ${fileCount} files, ${kilobytes} kB

Next, at Gradescope: Configure Autograder, upload it (base image: Ubuntu 22.04), set the time-out to ${minutes} minutes, build,
and test it with one submission. Gradescope gives its containers no CAP_SYS_ADMIN, and Ubuntu
22.04's bubblewrap is older than 0.8: it will probably not work there, and uid+landlock is tried.
${
    isUnsafe
      ? "Where no sandbox works, this pack grades without one, and says so: a submission can change its own result."
      : "Where no sandbox works, nothing is graded, and Gradescope says that the autograder failed: pack again with\n--unsafe-no-sandbox for students that you trust, or grade on a machine of yours."
  }`;
}
