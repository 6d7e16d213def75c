import { suggest } from "../course/find_lesson.ts";
import { displayLesson, type Lesson, lessonFile, solutionFile } from "../course/lesson.ts";
import { loadRightVariants, type RightVariant } from "../course/load_variants.ts";
import { makeStyles, type Styles } from "../term/style.ts";
import { renderTable } from "../term/table.ts";
import { diffBlocks } from "./diff_blocks.ts";
import type { Session } from "./learn.ts";
import { hashText, loadLearnerFile } from "./learner_file.ts";
import { progressOf } from "./progress.ts";
import { renderDiff } from "./render_diff.ts";

/** What a comparison is made from. */
export interface Comparison {
  readonly lesson: Lesson;
  readonly mine: string;
  readonly other: string;
  /** The other one's file, relative to the course. */
  readonly otherFile: string;
  /** In which style it is written; undefined for the reference solution. */
  readonly style?: string;
  readonly variants: readonly Pick<RightVariant, "name" | "style">[];
}

/** Shows the learner's green file beside the reference solution, or beside the way that `--with` names. */
export async function showCompare(session: Session, lesson: Lesson): Promise<number> {
  const { io, root, flags } = session;
  const refusal = await refuseCompare(session, lesson);
  if (refusal !== undefined) return io.err(refusal), 1;
  const comparison = await loadComparison(root, lesson, flags.with);
  if (typeof comparison === "string") return io.err(comparison), 2;
  io.out(renderCompare(comparison, { columns: io.columns, styles: makeStyles(io.color) }));
  return 0;
}

/**
 * Says why a lesson's solution is not shown yet; undefined when it may be. The present file must be the one that
 * passed, so that a solution never helps before one's own is there.
 */
export async function refuseCompare(
  session: Pick<Session, "root" | "progress">,
  lesson: Lesson,
): Promise<string | undefined> {
  const { solvedAt, passedHash, lastStatus } = progressOf(session.progress, lesson.slug);
  const name = displayLesson(lesson);
  if (solvedAt === undefined) {
    return `${name} is still yours to solve. Once its tests are green you can compare with the ` +
      `solution; until then: deno task learn hint ${lesson.slug}`;
  }
  if (passedHash === undefined && lastStatus === "skipped") {
    return `The tests of ${name} were skipped on this machine, so there is no green version of yours to compare.`;
  }
  const mine = await loadLearnerFile(session.root, lesson);
  if (mine.kind === "text" && await hashText(mine.text) === passedHash) return undefined;
  return `Your ${name} as it is now has not passed yet. Make it green first, then compare: ` +
    `deno task learn run ${lesson.slug}`;
}

/** Loads both sides; a sentence when there is no way of that name. Ask refuseCompare() first. */
export async function loadComparison(
  root: string,
  lesson: Lesson,
  name: string | undefined,
): Promise<Comparison | string> {
  const variants = await loadRightVariants(root, lesson);
  const mine = await Deno.readTextFile(`${root}/${lessonFile(lesson)}`);
  if (name === undefined || name === "solution") {
    const otherFile = solutionFile(lesson);
    const other = await Deno.readTextFile(`${root}/${otherFile}`);
    return { lesson, mine, other, otherFile, variants };
  }
  const variant = variants.find((one) => one.name === name);
  if (variant === undefined) {
    const names = variants.map((one) => one.name);
    const near = suggest(name, names);
    const hint = near === undefined ? `there are: ${names.join(", ")}` : `did you mean ${near}?`;
    return `${displayLesson(lesson)} has no way "${name}"; ${hint}`;
  }
  const text = await Deno.readTextFile(variant.path);
  return {
    lesson,
    mine,
    other: text.replace(/^(?:\/\/ @.*\n)+\n*/, ""), // the header is for verify
    otherFile: variant.path.slice(root.length + 1),
    style: variant.style,
    variants,
  };
}

/** Renders a comparison and the names of the other ways. */
export function renderCompare(
  comparison: Comparison,
  options: { columns: number; styles: Styles },
): string {
  const { lesson, style, variants } = comparison;
  const { styles } = options;
  const what = style === undefined ? "the reference solution" : `another way: ${style}`;
  const blocks = [
    `${styles.bold(displayLesson(lesson))}: yours, and ${what}`,
    renderDiff(diffBlocks(comparison.mine, comparison.other), {
      ...options,
      left: `yours, ${lessonFile(lesson)}`,
      right: comparison.otherFile,
    }),
  ];
  if (variants.length > 0) {
    const rows = variants.map((one) => [`  --with ${one.name}`, one.style]);
    blocks.push(`Other ways: deno task learn compare ${lesson.slug}\n${renderTable(rows)}`);
  }
  return blocks.join("\n\n");
}
