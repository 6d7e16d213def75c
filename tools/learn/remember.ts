import type { Verdict } from "../course/verdict.ts";
import { hashText } from "./learner_file.ts";
import { saveLastVerdict } from "./last_verdict.ts";
import type { Session } from "./learn.ts";
import { type Progress, progressOf, withLesson } from "./progress.ts";

/**
 * Remembers what a run said: progress, and the verdict for `learn why`. `text` is the file as it was before the run;
 * returns the new progress.
 */
export async function rememberVerdict(
  session: Pick<Session, "io" | "root" | "progress" | "save">,
  verdict: Verdict,
  text: string,
): Promise<Progress> {
  const { io, root } = session;
  const now = io.now();
  const date = new Date(now).toISOString();
  const { slug } = verdict.job.lesson;
  const kept = progressOf(session.progress, slug);
  const isSolved = verdict.status === "pass" || verdict.status === "skipped";
  const solvedAt = kept.solvedAt ?? (isSolved ? date : undefined);
  const progress = withLesson(session.progress, slug, {
    attempts: kept.attempts + 1,
    firstTriedAt: kept.firstTriedAt ?? date,
    lastTriedAt: date,
    lastStatus: verdict.status,
    ...(solvedAt === undefined ? {} : { solvedAt }),
    ...(verdict.status === "pass" && await isStill(verdict, text)
      ? { passedHash: await hashText(text) }
      : {}),
  });
  await saveLastVerdict({ root, now }, verdict, text);
  await session.save(progress);
  return progress;
}

/** Whether the file was left alone during the run; if not, nobody knows which version has passed. */
async function isStill(verdict: Verdict, text: string): Promise<boolean> {
  return await Deno.readTextFile(verdict.job.subject.path).catch(() => undefined) === text;
}
