import type { Lesson } from "../../course/lesson.ts";
import { makeStyles } from "../../term/style.ts";
import { loadComparison, refuseCompare, renderCompare } from "../compare.ts";
import { loadHints, renderHint } from "../hint.ts";
import type { Session } from "../learn.ts";
import { type Progress, progressOf, withLesson } from "../progress.ts";
import { loadWhy, renderWhy } from "../why.ts";
import { KEY_HELP } from "./keys.ts";
import type { PageName, WatchModel } from "./model.ts";
import { loadSheetPage } from "./load_sheet_page.ts";
import { reflow } from "./reflow.ts";

/** Loads the text of a page, and the progress once it was shown. */
export async function loadPage(
  session: Session,
  model: WatchModel,
  options: { name: PageName; columns: number },
): Promise<{ text: string; progress: Progress }> {
  const { root, progress } = session;
  const { lesson } = model;
  const styles = makeStyles(session.io.color);
  switch (options.name) {
    case "help":
      return { text: KEY_HELP, progress };
    case "hint":
      return await loadNextHint(session, lesson);
    case "sheet": {
      const isPlain = session.flags.plain;
      const text = await loadSheetPage(root, lesson, { columns: options.columns, isPlain });
      return { text, progress };
    }
    case "why":
      return { text: renderWhy(await loadWhy(root, lesson), styles), progress };
    case "compare": {
      const refusal = await refuseCompare(session, lesson);
      if (refusal !== undefined) return { text: refusal, progress };
      const comparison = await loadComparison(root, lesson, undefined);
      if (typeof comparison === "string") return { text: comparison, progress };
      return { text: renderCompare(comparison, { columns: options.columns, styles }), progress };
    }
  }
}

/** The next tier, the last one again when there are no more. */
async function loadNextHint(
  { root, progress }: Session,
  lesson: Lesson,
): Promise<{ text: string; progress: Progress }> {
  const tiers = await loadHints(root, lesson);
  const shown = progressOf(progress, lesson.slug).hintTier;
  const tier = Math.min(shown + 1, tiers.length);
  return {
    text: reflow(renderHint(lesson, tiers, { tier, shown })),
    progress: withLesson(progress, lesson.slug, { hintTier: Math.max(shown, tier) }),
  };
}
