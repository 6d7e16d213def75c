import { parseHeader } from "../load_variants.ts";
import type { Verdict } from "../verdict.ts";
import { readLook } from "./look.ts";
import { findVariant } from "./looks.ts";
import { loadLooks } from "./looks_file.ts";

/** Adds to a verdict the known mistake that fails in exactly this way, if there is one and only one. */
export async function diagnose(root: string, verdict: Verdict): Promise<Verdict> {
  const { lesson } = verdict.job;
  const look = readLook(verdict, root);
  if (look === undefined) return verdict;
  // a course without looks, or with damaged ones, has nothing to say here: the verdict stands without them
  const known = await loadLooks(root, lesson).catch(() => undefined);
  const variant = known === undefined ? undefined : findVariant(known.variants, look);
  if (variant === undefined) return verdict;
  const path = `${root}/tests/wrong/${lesson.folder}/${variant}.ts`;
  const text = await Deno.readTextFile(path).catch(() => "");
  const [mistake] = parseHeader(text).get("mistake") ?? [];
  return mistake === undefined ? verdict : { ...verdict, looksLike: { variant, mistake } };
}
