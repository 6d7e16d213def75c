import { assertEquals, assertRejects } from "@std/assert";
import { CourseError } from "../../course/lesson.ts";
import {
  closeIntent,
  type Intent,
  isCarriedOut,
  JOURNAL_FILE,
  loadIntent,
  openIntent,
} from "./journal.ts";
import { parseState } from "./posts_state.ts";

const INTENT: Intent = { key: "pipeline/1", hash: "ab", text: "Pipelines", replaces: null };

Deno.test("loadIntent() gives what openIntent() has written, and nothing once it is closed", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${dir}/lessons`);
    assertEquals(await loadIntent(dir), undefined);
    await openIntent(dir, INTENT);
    assertEquals(await loadIntent(dir), INTENT);
    await closeIntent(dir);
    await closeIntent(dir);
    assertEquals([await loadIntent(dir), Array.from(Deno.readDirSync(`${dir}/lessons`))], [
      undefined,
      [],
    ]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

for (const text of ["", "{}", '{"key": "pipeline", "hash": "", "text": "", "replaces": null}']) {
  Deno.test(`loadIntent() refuses ${text || "an empty file"} and says what to look at`, async () => {
    const dir = await Deno.makeTempDir();
    try {
      await Deno.mkdir(`${dir}/lessons`);
      await Deno.writeTextFile(`${dir}/${JOURNAL_FILE}`, text);
      await assertRejects(() => loadIntent(dir), CourseError, "Look at the end of the channel");
    } finally {
      await Deno.remove(dir, { recursive: true });
    }
  });
}

/** A program may be killed between two writes; these are all the states that the two files can be in. */
for (
  const [when, messages, replaces, expected] of [
    ["before the state was saved", {}, null, false],
    ["after the state was saved", { "pipeline/1": { id: 7, hash: "ab" } }, null, true],
    [
      "before a message took the place of a deleted one",
      { "pipeline/1": { id: 7, hash: "ab" } },
      7,
      false,
    ],
    [
      "after a message took the place of a deleted one",
      { "pipeline/1": { id: 9, hash: "ab" } },
      7,
      true,
    ],
  ] as const
) {
  Deno.test(`isCarriedOut() is ${expected} when the program was killed ${when}`, () => {
    const state = parseState(JSON.stringify({ format: 1, messages }));
    assertEquals(isCarriedOut({ ...INTENT, replaces }, state), expected);
  });
}
