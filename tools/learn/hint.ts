import { CourseError, displayLesson, type Lesson } from "../course/lesson.ts";
import type { Session } from "./learn.ts";
import { progressOf, withLesson } from "./progress.ts";

/** Shows the next hint tier of a lesson, one at each call, the last one again when there are no more. */
export async function showHint(session: Session, lesson: Lesson): Promise<number> {
  const path = `lessons/${lesson.folder}/hints.md`;
  const text = await Deno.readTextFile(`${session.root}/${path}`).catch(() => {
    throw new CourseError(path, `is missing; restore it with git checkout -- ${path}`);
  });
  const tiers = parseHints(text);
  if (tiers.length === 0) throw new CourseError(path, "holds no `## ` section");
  const shown = progressOf(session.progress, lesson.slug).hintTier;
  const index = Math.min((session.flags.tier ?? shown + 1) - 1, tiers.length - 1);
  const tier = tiers[index];
  if (tier === undefined) throw new CourseError(path, "holds no hint");
  session.io.out(`${displayLesson(lesson)}, hint ${index + 1} of ${tiers.length}: ${tier.title}\n`);
  session.io.out(tier.text);
  if (shown >= tiers.length) session.io.out("\nAll hints were shown; there are no more.");
  await session.save(
    withLesson(session.progress, lesson.slug, { hintTier: Math.max(shown, index + 1) }),
  );
  return 0;
}

/** Splits hints.md at its `## ` headings. */
export function parseHints(markdown: string): { title: string; text: string }[] {
  return markdown.split(/^## /m).slice(1).map((section) => {
    const end = section.indexOf("\n");
    return { title: section.slice(0, end).trim(), text: section.slice(end).trim() };
  });
}
