import { subjectOf } from "../course/job.ts";
import { CourseError, displayLesson, type Lesson, testFile } from "../course/lesson.ts";
import { diagnose } from "../course/looks/diagnose.ts";
import { runLesson } from "../course/run_lesson.ts";
import { firstFailure } from "../course/verdict.ts";
import { makeStyles, type Styles } from "../term/style.ts";
import { renderBar } from "../term/table.ts";
import { checkTests, checkTypes, describeUnreadable } from "./check_learner.ts";
import { currentLesson, type Session } from "./learn.ts";
import { renderNextSteps, renderSolved } from "./next_steps.ts";
import { progressOf } from "./progress.ts";
import { rememberVerdict } from "./remember.ts";
import { editPlace, renderVerdict } from "./render_verdict.ts";

/** Runs one lesson's tests on the learner's file, shows the verdict and what to do next. */
export async function showLesson(session: Session, lesson: Lesson): Promise<number> {
  const { io, root, signal } = session;
  const styles = makeStyles(io.color);
  io.out(renderHead(session, lesson, styles) + "\n");
  await checkTests(root, lesson);
  const unreadable = await describeUnreadable(root, lesson);
  if (unreadable !== undefined) {
    io.out(`${styles.bad("CANNOT BE LOADED")}  ${unreadable}\n`);
    io.out(`Put the stub back with deno task learn reset ${lesson.slug}`);
    return 1;
  }
  const job = { lesson, subject: subjectOf(root, lesson, "learner") };
  const text = await Deno.readTextFile(job.subject.path);
  const checking = session.flags.check ? checkTypes(root, lesson, signal) : undefined;
  const verdict = await diagnose(root, await runLesson(job, { root, signal }));
  if (signal.aborted) {
    io.err("interrupted; nothing was changed");
    return 130;
  }
  io.out(renderVerdict(verdict, styles, root) + "\n");
  if (verdict.status === "infra") {
    throw new CourseError(testFile(lesson), `does not run: ${verdict.cause.split("\n")[0]}`);
  }
  const typeErrors = await checking;
  const facts = firstFailure(verdict)?.facts;
  const isSaid = facts?.problem === "syntax"; // the compiler would say it again
  if (typeErrors !== undefined && !isSaid) {
    io.out(`The compiler has something to say as well:\n\n${typeErrors}\n`);
  }
  const isSolved = verdict.status === "pass" || verdict.status === "skipped";
  const progress = await rememberVerdict(session, verdict, text);
  const current = currentLesson({ ...session, progress });
  if (isSolved) {
    io.out(renderSolved(lesson, current));
    return 0;
  }
  const edit = await editPlace(lesson, verdict, root);
  io.out(
    await renderNextSteps(root, lesson, {
      edit,
      progress,
      isCurrent: current === lesson,
      // no hint of the lesson is about a file that cannot be loaded
      fittingTier: facts?.problem === undefined ? facts?.hint : undefined,
    }),
  );
  return 1;
}

function renderHead(session: Session, lesson: Lesson, styles: Styles): string {
  const solved = session.lessons.filter((one) =>
    progressOf(session.progress, one.slug).solvedAt !== undefined
  );
  return [
    `${styles.bold("IPC course")}  ${renderBar(solved.length, session.lessons.length)} solved`,
    `${
      styles.bold(displayLesson(lesson))
    }  ${lesson.unit}, level ${lesson.level} of 5, about ${lesson.minutes} min`,
    lesson.teaches,
  ].join("\n");
}
