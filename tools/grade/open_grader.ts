import type { Lesson } from "../course/lesson.ts";
import { makeOwnPlace } from "../proc/own_place.ts";
import { runPool } from "../proc/run_pool.ts";
import { identifyCourse } from "./identify_course.ts";
import { type ExpectedTest, readManifest, type SuitePlace } from "./manifest.ts";
import { makeCache } from "./sandbox/cache.ts";
import { type Isolation, limitWidth } from "./sandbox/probe.ts";
import { removeLeftovers } from "./sandbox/remove_leftovers.ts";
import { makeStand } from "./sandbox/stand.ts";
import { translateInBox } from "./sandbox/translate_in_box.ts";
import { Turns } from "./turns.ts";

/** All that is the same for each submission. */
export interface Grader extends SuitePlace {
  /** The tests of each lesson, by its slug. */
  readonly manifests: ReadonlyMap<string, readonly ExpectedTest[]>;
  /** Which course this is. */
  readonly commit: string;
  /** All lessons of this grader, so that one can be judged alone. */
  readonly turns: Turns;
}

export interface OpenGraderOptions {
  /** The course's folder. */
  readonly root: string;
  readonly lessons: readonly Lesson[];
  readonly isolation: Isolation;
  /** How many lessons at a time. */
  readonly width: number;
  readonly progress: (done: number, total: number, name: string) => void;
}

/** Prepares what each submission needs, calls `use`, and removes it again. */
export async function withGrader<T>(
  { root, lessons, isolation, width, progress }: OpenGraderOptions,
  use: (grader: Grader) => Promise<T>,
): Promise<T> {
  await removeLeftovers(isolation.groups);
  const cacheDir = await makeOwnPlace();
  try {
    await makeCache(cacheDir);
    if (isolation.level === "bwrap") await translateInBox(cacheDir, { root, lessons });
    if (isolation.cells !== undefined) {
      const hasAccounts = isolation.cells.uids !== undefined;
      await makeStand(cacheDir, { root, lessons, hasAccounts });
    }
    const place = { root, isolation, cacheDir };
    const manifests = new Map<string, readonly ExpectedTest[]>();
    await runPool(
      lessons.map((lesson) => async () => {
        manifests.set(lesson.slug, await readManifest(lesson, place));
        progress(manifests.size, lessons.length, `reading the tests of ${lesson.slug}`);
      }),
      limitWidth(isolation, width),
    );
    return await use({
      ...place,
      manifests,
      commit: await identifyCourse(root),
      turns: new Turns(),
    });
  } finally {
    await Deno.remove(cacheDir, { recursive: true });
  }
}
