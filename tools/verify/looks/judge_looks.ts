import type { Lesson } from "../../course/lesson.ts";
import { findVariant, type Looks } from "../../course/looks/looks.ts";
import { loadLooks, looksFile } from "../../course/looks/looks_file.ts";
import type { CheckResult } from "../check_result.ts";
import { hashLooks } from "./hash_looks.ts";

/** What became of the wrong variants of a lesson when each was looked up by how it failed. */
export interface LooksCount {
  /** Recognised as themselves. */
  readonly own: number;
  /** Not recognised: nothing is said. */
  readonly silent: number;
  /** Taken for another one, as in `a is taken for b`. */
  readonly wrong: readonly string[];
}

/**
 * The gate of the looks: they belong to the tests and variants of today. A lesson without looks is silent. How many
 * variants that ran just now against all tests are recognised, and which are taken for another, is printed and is no rule:
 * a loaded machine makes failures look different.
 */
export async function judgeLooks(
  root: string,
  lesson: Lesson,
  results: readonly CheckResult[] | undefined,
): Promise<CheckResult[]> {
  const known = await loadLooks(root, lesson);
  if (known === undefined) return [];
  const own = results?.filter((one) => one.slug === lesson.slug && one.gate === "wrong");
  const recognised = own && countLooks(known.variants, own);
  const isStale = known.hash !== await hashLooks(root, lesson);
  const stale =
    `${looksFile(lesson)} is older than tests or wrong variants; when all else is green, ` +
    `deno task looks ${lesson.slug} renews it`;
  return [{
    gate: "looks",
    slug: lesson.slug,
    name: "looks",
    problems: isStale ? [stale] : [],
    skips: [],
    ms: 0,
    ...(recognised && { note: `${recognised.own}/${own.length}`, recognised }),
    isSummary: true,
  }];
}

/** Counts which variants are recognised by how they failed. */
export function countLooks(
  looks: Looks,
  variants: readonly Pick<CheckResult, "name" | "look">[],
): LooksCount {
  const wrong: string[] = [];
  let own = 0;
  for (const { name, look } of variants) {
    const found = look === undefined ? undefined : findVariant(looks, look);
    if (found === undefined) continue;
    if (name === `wrong/${found}`) own++;
    else wrong.push(`${name} is taken for ${found}`);
  }
  return { own, silent: variants.length - own - wrong.length, wrong };
}
