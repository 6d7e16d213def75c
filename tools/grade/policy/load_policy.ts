import type { Lesson } from "../../course/lesson.ts";
import { makeSchemaCheck } from "../formats/check_schema.ts";
import { listCheckIds } from "./list_check_ids.ts";
import { parsePolicy } from "./parse_policy.ts";
import { PLAIN_POLICY, type Policy } from "./policy.ts";
import schema from "./policy.schema.json" with { type: "json" };

export interface LoadPolicyOptions {
  /** The course's folder. */
  readonly root: string;
  /** All lessons of the course, also those that are not graded now: one policy serves many commands. */
  readonly lessons: readonly Lesson[];
  /** The ids of checks that are not the course's own. */
  readonly extraIds: readonly string[];
}

/** Loads the policy file at `path`, the plain policy without one, or says what is wrong with it. */
export async function loadPolicy(
  path: string | undefined,
  { root, lessons, extraIds }: LoadPolicyOptions,
): Promise<{ readonly policy: Policy } | { readonly problem: string }> {
  if (path === undefined) return { policy: PLAIN_POLICY };
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { problem: `Cannot read the policy ${path}: ${why}` };
  }
  const own = await Promise.all(lessons.map((lesson) => listCheckIds(root, lesson)));
  const checkIds = [...own.flat(), ...extraIds];
  const parsed = parsePolicy(text, {
    lessons,
    checkIds,
    checkShape: await makeSchemaCheck(schema),
  });
  return "problem" in parsed
    ? { problem: `Cannot use the policy ${path}: ${parsed.problem}` }
    : parsed;
}
