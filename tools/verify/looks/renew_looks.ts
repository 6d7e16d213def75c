import type { Lesson } from "../../course/lesson.ts";
import { loadWrongVariants } from "../../course/load_variants.ts";
import { type Look, readLook } from "../../course/looks/look.ts";
import { type Looks, makeLooks } from "../../course/looks/looks.ts";
import { runLesson } from "../../course/run_lesson.ts";
import { runPool } from "../../proc/run_pool.ts";

export interface RenewLooksOptions {
  readonly root: string;
  /** How often each variant runs. */
  readonly runs: number;
  /** How many at a time. */
  readonly width: number;
  /** Told after each run. */
  readonly progress: (done: number, total: number, name: string) => void;
}

/** Runs every wrong variant of a lesson several times and keeps how its failure looks. */
export async function renewLooks(lesson: Lesson, options: RenewLooksOptions): Promise<Looks> {
  const { root, runs, width, progress } = options;
  const variants = await loadWrongVariants(root, lesson);
  // one round of all after the other: what varies with the load varies more between rounds
  const rounds = Array.from({ length: runs }, () => variants).flat();
  let done = 0;
  const looks = await runPool(
    rounds.map((subject) => async () => {
      const look = readLook(await runLesson({ lesson, subject }, { root }), root);
      progress(++done, rounds.length, `${lesson.slug} ${subject.name}`);
      return { name: subject.name, look };
    }),
    width,
  );
  const found = new Map<string, (Look | undefined)[]>(variants.map(({ name }) => [name, []]));
  for (const { name, look } of looks) found.get(name)?.push(look);
  return makeLooks(found);
}
