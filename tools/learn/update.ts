import { displayLesson, type Lesson, lessonFile, stubFile } from "../course/lesson.ts";
import { loadLessons } from "../course/load_lessons.ts";
import { keepCopy } from "./kept_copies.ts";
import type { Session } from "./learn.ts";
import { fetchUpdate, git, tryGit } from "./git.ts";
import { currentSlug, loadRenames } from "./renames.ts";
import { writeAtomic } from "../proc/write_atomic.ts";

/** A learner's file while the course around it changes. */
interface Edited {
  readonly slug: string;
  readonly file: string;
  readonly text: string;
  readonly copy: string;
  readonly stub: string | undefined;
}

/**
 * Brings the newest course by git and leaves the learner's lesson files as they are: they are copied, taken out of
 * git's way and put back, also when git gives up. Whatever happens in between, the dated copies are there.
 */
export async function updateCourse(session: Session): Promise<number> {
  const { io, root } = session;
  const obstacle = await describeObstacle(root);
  if (obstacle !== undefined) return io.err(`Cannot update the course: ${obstacle}`), 2;
  if (!await fetchUpdate(root, session.signal)) {
    if (session.signal.aborted) return 130;
    return io.err("Cannot update the course: git fetch failed, see above. Nothing was changed."), 2;
  }
  const counts = await git(root, "rev-list", "--left-right", "--count", "HEAD...@{u}");
  const [ahead = 0, behind = 0] = counts.split(/\s+/).map(Number);
  if (behind === 0) return io.out("This is the newest course already."), 0;
  const before = await git(root, "rev-parse", "--short", "HEAD");
  const edited = await keepEdited(session);
  const merge = await mergeAround(root, edited, ahead > 0);
  if (merge !== undefined) {
    io.err(`Cannot update the course: git says\n\n${merge}\n`);
    io.err(
      "Your files are as they were. Put your other changes away (git stash), then once more.",
    );
    return 1;
  }
  io.out(`The course is updated (${behind} new commits); CHANGELOG.md says what is new.`);
  const lessons = await loadLessons(root);
  for (const line of await putBack(session, { edited, lessons, before })) io.out(line);
  io.out("Go on with deno task learn");
  return 0;
}

/** Why git cannot update this folder; undefined when it can. */
async function describeObstacle(root: string): Promise<string | undefined> {
  if (await tryGit(root, "rev-parse", "HEAD") === undefined) {
    return "this folder is no git checkout, or git is not installed. Take your work along instead: " +
      "deno task learn export here, deno task learn import in a new copy of the course.";
  }
  if (await tryGit(root, "rev-parse", "@{u}") === undefined) {
    return "this branch follows no other. If it is to follow main: git branch --set-upstream-to=origin/main";
  }
  const isUnfinished = await git(root, "ls-files", "--unmerged") !== "" ||
    await tryGit(root, "rev-parse", "--verify", "--quiet", "MERGE_HEAD") !== undefined;
  if (!isUnfinished) return undefined;
  return "a merge is not finished. Finish it, or leave it with git merge --abort, then once more.";
}

/** Copies every lesson file that differs from what both sides started from, committed or not. */
async function keepEdited(session: Session): Promise<Edited[]> {
  const { root } = session;
  const base = await git(root, "merge-base", "HEAD", "@{u}");
  const glob = ":(glob)lessons/*/mod.ts";
  const names = await git(root, "diff", "--name-only", "--relative", base, "--", glob);
  const edited: Edited[] = [];
  for (const lesson of session.lessons) {
    const file = lessonFile(lesson);
    if (!names.split("\n").includes(file)) continue;
    const info = await Deno.lstat(`${root}/${file}`).catch(() => undefined);
    if (!info?.isFile) continue; // deleted, or nothing that git could restore
    const text = await Deno.readTextFile(`${root}/${file}`);
    const copy = await keepCopy({ root, now: session.io.now() }, lesson.slug, text);
    const stub = await readStub(root, lesson);
    edited.push({ slug: lesson.slug, file, text, copy, stub });
  }
  return edited;
}

/** Merges with the learner's files out of the way; puts them back and returns git's words when that fails. */
async function mergeAround(
  root: string,
  edited: readonly Edited[],
  hasCommits: boolean,
): Promise<string | undefined> {
  const how = hasCommits ? ["--no-edit", "-X", "ours"] : ["--ff-only"];
  try {
    if (edited.length > 0) {
      await git(root, "checkout", "HEAD", "--", ...edited.map((one) => one.file));
    }
    await git(root, "merge", "--quiet", ...how, "@{u}");
    return undefined;
  } catch (error) {
    await tryGit(root, "merge", "--abort");
    for (const one of edited) await writeAtomic(`${root}/${one.file}`, one.text);
    return error instanceof Error ? error.message : String(error);
  }
}

/** Puts the learner's files where the updated course wants them; says of each what changed around it. */
async function putBack(
  session: Session,
  update: { edited: readonly Edited[]; lessons: readonly Lesson[]; before: string },
): Promise<string[]> {
  const { root } = session;
  const renames = await loadRenames(root);
  const lines: string[] = [];
  for (const one of update.edited) {
    const slug = currentSlug(one.slug, renames);
    const lesson = update.lessons.find((other) => other.slug === slug);
    if (lesson === undefined) {
      lines.push(`${one.slug} is no longer in the course; your version is kept in ${one.copy}`);
      continue;
    }
    await writeAtomic(`${root}/${lessonFile(lesson)}`, one.text);
    const isSame = await readStub(root, lesson) === one.stub;
    const change = `git diff ${update.before} -M -- tests/stubs`;
    lines.push(
      isSame
        ? `${displayLesson(lesson)}: your version is in place`
        : `${displayLesson(lesson)}: your version is in place; the stub has changed: ${change}`,
    );
  }
  return lines;
}

async function readStub(root: string, lesson: Lesson): Promise<string | undefined> {
  return await Deno.readTextFile(`${root}/${stubFile(lesson)}`).catch(() => undefined);
}
