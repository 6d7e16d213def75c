import { cutText } from "../../page/clean_text.ts";
import type { LessonReport } from "../report.ts";
import { type Audience, isRed, showCause, showChecks } from "./shown_checks.ts";
import { STATUS_WORDS } from "./status_words.ts";

/** Tells in plain text what happened in a lesson: the cause, and what each red check says; empty on a pass. */
export function describeLesson(lesson: LessonReport, audience: Audience, limit: number): string {
  if (lesson.status === "pass") return "";
  const red = showChecks(lesson, audience).filter((one) => isRed(one.status));
  const told = red.filter((one) => one.id !== lesson.id).map((one) => {
    const text = one.isHidden ? "its text is not shown" : one.message;
    return `${one.name} (${STATUS_WORDS[one.status].word})\n${text}`.trimEnd();
  });
  return cutText([describeCause(lesson, audience), ...told].join("\n\n"), limit);
}

/** Tells in one line why a lesson did not pass; empty on a pass. */
export function describeCause(lesson: LessonReport, audience: Audience): string {
  if (lesson.status === "pass") return "";
  const { word, sentence } = STATUS_WORDS[lesson.status];
  return `${word}: ${showCause(lesson, audience) || sentence}`;
}
