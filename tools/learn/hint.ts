import { CourseError, displayLesson, type Lesson } from "../course/lesson.ts";
import type { Session } from "./learn.ts";
import { progressOf, withLesson } from "./progress.ts";

/** One tier of hints, as in Question, Concept, Near code. */
export interface HintTier {
  readonly title: string;
  readonly text: string;
}

/** Shows the next hint tier of a lesson, one at each call, the last one again when there are no more. */
export async function showHint(session: Session, lesson: Lesson): Promise<number> {
  const tiers = await loadHints(session.root, lesson);
  const shown = progressOf(session.progress, lesson.slug).hintTier;
  const tier = Math.min(session.flags.tier ?? shown + 1, tiers.length);
  session.io.out(renderHint(lesson, tiers, { tier, shown }));
  await session.save(
    withLesson(session.progress, lesson.slug, { hintTier: Math.max(shown, tier) }),
  );
  return 0;
}

/** Loads the hints of a lesson, at least one. @throws {CourseError} when there are none */
export async function loadHints(root: string, lesson: Lesson): Promise<HintTier[]> {
  const path = `lessons/${lesson.folder}/hints.md`;
  const text = await Deno.readTextFile(`${root}/${path}`).catch(() => {
    throw new CourseError(path, `is missing; restore it with git checkout -- ${path}`);
  });
  const tiers = parseHints(text);
  if (tiers.length === 0) throw new CourseError(path, "holds no `## ` section");
  return tiers;
}

/** Renders one tier, counted from 1; `shown` is the last one that was shown before, 0 for none. */
export function renderHint(
  lesson: Lesson,
  tiers: readonly HintTier[],
  options: { tier: number; shown: number },
): string {
  const { title = "", text = "" } = tiers[options.tier - 1] ?? {};
  const end = options.shown >= tiers.length ? "\n\nAll hints were shown; there are no more." : "";
  return `${
    displayLesson(lesson)
  }, hint ${options.tier} of ${tiers.length}: ${title}\n\n${text}${end}`;
}

/** Splits hints.md at its `## ` headings. */
export function parseHints(markdown: string): HintTier[] {
  return markdown.split(/^## /m).slice(1).map((section) => {
    const end = section.indexOf("\n");
    return { title: section.slice(0, end).trim(), text: section.slice(end).trim() };
  });
}
