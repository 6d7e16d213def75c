import { assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "../../../tests/harness/paths.ts";
import { loadLessons } from "../../course/load_lessons.ts";
import { listCheckIds } from "./list_check_ids.ts";
import { loadPolicy } from "./load_policy.ts";
import { PLAIN_POLICY, type Policy } from "./policy.ts";

const ROOT = fromFileUrl(new URL("../../../", import.meta.url)).replace(/\/$/, "");
const LESSONS = await loadLessons(ROOT);

/** Loads a policy of this text; returns it, or what is wrong with it. */
async function load(text: string): Promise<Policy | string> {
  const path = await Deno.makeTempFile({ prefix: "ipc-policy-" });
  try {
    await Deno.writeTextFile(path, text);
    const options = { root: ROOT, lessons: LESSONS, extraIds: ["pipeline/extra/1"] };
    const loaded = await loadPolicy(path, options);
    return "problem" in loaded ? loaded.problem.replaceAll(path, "FILE") : loaded.policy;
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("loadPolicy() reads worth, weights and visibility, in their order", async () => {
  const policy = await load(`{
    "partialCredit": "checks",
    "lessons": { "pipeline": 3, "07": 0.25 },
    "checks": { "*/observed/*": 2, "pipeline/T1": 0 },
    "visibility": { "*/observed/*": "hidden", "pipeline/extra/1": "after_due_date" }
  }`);
  assertEquals(policy, {
    partialCredit: "checks",
    worth: new Map([["pipeline", 3], ["fifo-rendezvous", 0.25]]),
    weights: [{ pattern: "*/observed/*", value: 2 }, { pattern: "pipeline/T1", value: 0 }],
    visibility: [
      { pattern: "*/observed/*", value: "hidden" },
      { pattern: "pipeline/extra/1", value: "after_due_date" },
    ],
    sha256: typeof policy === "string" ? "" : policy.sha256,
  });
  assertEquals(await loadPolicy(undefined, { root: ROOT, lessons: [], extraIds: [] }), {
    policy: PLAIN_POLICY,
  });
});

Deno.test("loadPolicy() takes the example of the README", async () => {
  const readme = await Deno.readTextFile(`${ROOT}/README.md`);
  const [, example = ""] = /```json\n(\{\n {2}"partialCredit"[^]*?)```/.exec(readme) ?? [];
  const policy = await load(example);
  assertEquals(typeof policy === "string" ? policy : policy.worth.get("chooser"), 0.5);
});

Deno.test("loadPolicy() says what is wrong with a policy, and what was meant", async () => {
  const cases: [text: string, words: string][] = [
    ["{", "Cannot use the policy FILE: it is no JSON"],
    ["[]", "the file: must be object"],
    [
      '{ "partialCredits": "checks" }',
      'the file: has "partialCredits", which means nothing; did you mean partialCredit?',
    ],
    [
      '{ "points": {} }',
      'has "points", which means nothing; it may have $schema, partialCredit, lessons, checks, vis',
    ],
    [
      '{ "partialCredit": "some" }',
      "partialCredit: must be equal to one of the allowed values none",
    ],
    ['{ "lessons": { "pipeline": -1 } }', "lessons.pipeline: must be >= 0"],
    ['{ "lessons": { "pipeline": 0.125 } }', "0.125 has more than two decimals"],
    ['{ "lessons": { "pipelin-e": 1 } }', 'no lesson "pipelin-e"; did you mean pipeline?'],
    ['{ "lessons": { "pipeline": 1, "05": 2 } }', '"05" is pipeline, which is named twice'],
    ['{ "checks": { "pipeline/T99": 1 } }', 'no check "pipeline/T99"; did you mean pipeline/T'],
    ['{ "checks": { "pipelime/*": 1 } }', 'no check "pipelime/*"; did you mean pipeline/*?'],
    ['{ "visibility": { "pipeline/observed/99": "hidden" } }', "did you mean pipeline/observed/"],
    ['{ "visibility": { "pipeline/*": "secret" } }', "must be equal to one of the allowed values"],
  ];
  for (const [text, words] of cases) {
    const problem = await load(text);
    assertStringIncludes(typeof problem === "string" ? problem : "it was taken", words);
  }
  const options = { root: ROOT, lessons: LESSONS, extraIds: [] };
  const missing = await loadPolicy("/nowhere.json", options);
  assertStringIncludes(
    JSON.stringify(missing),
    "Cannot read the policy /nowhere.json: No such file",
  );
});

Deno.test("listCheckIds() finds as many tests as each lesson's file has", async () => {
  for (const lesson of LESSONS) {
    const ids = await listCheckIds(ROOT, lesson);
    const text = await Deno.readTextFile(`${ROOT}/tests/${lesson.folder}_test.ts`);
    const tests = ids.filter((id) => /\/T\d+$/.test(id));
    assertEquals(tests.length, text.match(/^Deno\.test\(/gm)?.length, lesson.slug);
    assertEquals(new Set(ids).size, ids.length);
    assertEquals(ids.filter((id) => id.includes("/observed/")).length >= 3, true);
  }
});
