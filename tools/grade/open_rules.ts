import type { Lesson } from "../course/lesson.ts";
import { type ExtraChecks, openExtra } from "./extra/open_extra.ts";
import { loadPolicy } from "./policy/load_policy.ts";
import type { Policy } from "./policy/policy.ts";

/** The files of a teacher that a command line names, as they were typed. */
export interface RuleFiles {
  readonly policyFile: string | undefined;
  /** The folder of extra checks. */
  readonly extraDir: string | undefined;
}

/** What a teacher decides about points, and adds to the checks. */
export interface Rules extends AsyncDisposable {
  readonly policy: Policy;
  readonly extra: ExtraChecks | undefined;
}

export interface OpenRulesOptions {
  /** The course's folder. */
  readonly root: string;
  readonly lessons: readonly Lesson[];
  /** Makes an absolute path of what was typed. */
  readonly resolve: (path: string) => string;
}

/** Opens both, the extra checks first: a policy may speak of them. */
export async function openRules(
  { policyFile, extraDir }: RuleFiles,
  { root, lessons, resolve }: OpenRulesOptions,
): Promise<Rules | { readonly problem: string }> {
  const opened = extraDir === undefined
    ? { extra: undefined }
    : await openExtra(resolve(extraDir), { root, lessons });
  if ("problem" in opened) return opened;
  const { extra } = opened;
  const dispose = async () => await extra?.[Symbol.asyncDispose]();
  const path = policyFile === undefined ? undefined : resolve(policyFile);
  // a policy may speak of extra checks that are left out this time
  const extraIds = extra?.ids ?? lessons.map((lesson) => `${lesson.slug}/extra/1`);
  const loaded = await loadPolicy(path, { root, lessons, extraIds });
  if ("problem" in loaded) return await dispose(), loaded;
  return { ...loaded, extra, [Symbol.asyncDispose]: dispose };
}
