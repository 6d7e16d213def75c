import type { Lesson } from "../../course/lesson.ts";
import { diagnose } from "../../course/looks/diagnose.ts";
import { runLesson } from "../../course/run_lesson.ts";
import type { Likeness } from "../../course/verdict.ts";
import type { Mutant } from "../mutants/mutant.ts";
import { writeViable } from "../mutants/run_mutants.ts";
import { runPool } from "../../proc/run_pool.ts";

/** A mutant that was taken for a known mistake: a person has to judge whether it is that very mistake. */
export interface NamedMutant {
  readonly mutant: Mutant;
  readonly looksLike: Likeness;
}

/** What became of the mutants of one solution when their failures were diagnosed. */
export interface TriedMutants {
  readonly red: number;
  readonly named: readonly NamedMutant[];
}

/** Diagnoses every mutant of a lesson's solution: programs that are wrong in ways nobody has prepared for. */
export async function tryMutants(
  lesson: Lesson,
  options: {
    root: string;
    width: number;
    progress: (done: number, total: number, name: string) => void;
  },
): Promise<TriedMutants> {
  const { root, width, progress } = options;
  const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "ipc-looks-" }));
  try {
    const written = await writeViable(root, lesson, dir);
    let done = 0;
    const tried = await runPool(
      written.map(({ mutant, path }) => async () => {
        const subject = { kind: "file" as const, name: "mutant", path };
        const verdict = await diagnose(root, await runLesson({ lesson, subject }, { root }));
        progress(++done, written.length, `${lesson.slug} ${mutant.rule}`);
        return { mutant, isRed: verdict.status !== "pass", looksLike: verdict.looksLike };
      }),
      width,
    );
    return {
      red: tried.filter((one) => one.isRed).length,
      named: tried.flatMap(({ mutant, looksLike }) =>
        looksLike === undefined ? [] : [{ mutant, looksLike }]
      ),
    };
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}
