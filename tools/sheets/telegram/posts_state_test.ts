import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { CourseError } from "../../course/lesson.ts";
import {
  loadState,
  loadStateIfThere,
  parseState,
  type PostsState,
  renderState,
  saveState,
} from "./posts_state.ts";

const STATE: PostsState = {
  channel: { id: -1001234567890, username: "ipc_course" },
  base: "https://example.org/course/",
  site: "https://example.org/site/",
  messages: { "pipeline/1": { id: 12, hash: "ab" }, index: { id: 13, hash: "cd" } },
  pinned: 13,
};

Deno.test("parseState() reads back what renderState() has written", () => {
  assertEquals(parseState(renderState(STATE)), STATE);
});

Deno.test("parseState() takes a format number alone for a channel without posts", () => {
  const unknown = { channel: undefined, base: undefined, site: undefined, pinned: undefined };
  assertEquals(parseState('{"format": 1}'), { ...unknown, messages: {} });
});

Deno.test("renderState() does not depend on the order in which messages came", () => {
  const messages = { index: { id: 13, hash: "cd" }, "pipeline/1": { id: 12, hash: "ab" } };
  assertEquals(renderState({ ...STATE, messages }), renderState(STATE));
});

for (
  const [change, words] of [
    ["{", "it holds no JSON object"],
    ['{"format": 2}', "a newer course wrote it (format 2, this one knows 1): git pull"],
    ['{"format": "1"}', '"format" must be 1'],
    ['{"format": 1, "token": "x"}', '"token" is no key of it'],
    ['{"format": 1, "base": "example.org"}', '"base" must be an address that ends in a slash'],
    [
      '{"format": 1, "site": "ftp://example.org/"}',
      '"site" must be an address that ends in a slash',
    ],
    ['{"format": 1, "pinned": -1}', '"pinned" must be the number of a message'],
    ['{"format": 1, "channel": {"id": "x", "username": null}}', '"channel" must hold "id"'],
    ['{"format": 1, "messages": []}', '"messages" must be an object'],
    ['{"format": 1, "messages": {"pipeline": {"id": 1, "hash": ""}}}', '"pipeline" is no key'],
    ['{"format": 1, "messages": {"index": {"id": 0, "hash": ""}}}', '"index" must hold "id"'],
    [
      '{"format": 1, "messages": {"index": {"id": 1, "hash": ""}, "a/1": {"id": 1, "hash": ""}}}',
      '"index" and "a/1" have the same message 1',
    ],
  ] as const
) {
  Deno.test(`parseState() refuses ${change} and says what to do`, () => {
    const { message } = assertThrows(() => parseState(change), CourseError, words);
    assertEquals(message.startsWith("lessons/posts.json: is damaged: "), true);
    assertEquals(
      /git checkout -- lessons\/posts\.json\. .* before you publish$/.test(message),
      true,
    );
  });
}

Deno.test("loadState() follows a lesson that was renamed twice: its post stays its post", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await saveState(dir, STATE);
    await Deno.writeTextFile(
      `${dir}/lessons/renamed.json`,
      '{"pipeline": "pipe", "pipe": "pipes"}',
    );
    assertEquals(Object.keys((await loadState(dir)).messages), ["index", "pipes/1"]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("loadState() refuses a missing file: an empty state would post everything again", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await assertRejects(
      () => loadState(dir),
      CourseError,
      "git checkout -- lessons/posts.json restores it",
    );
    assertEquals((await loadStateIfThere(dir)).messages, {});
    await Deno.mkdir(`${dir}/lessons/posts.json`, { recursive: true });
    await assertRejects(() => loadState(dir), CourseError, "it cannot be read");
    await Deno.remove(`${dir}/lessons/posts.json`);
    await saveState(dir, STATE);
    assertEquals(await loadState(dir), STATE);
    assertEquals(Array.from(Deno.readDirSync(`${dir}/lessons`), ({ name }) => name), [
      "posts.json",
    ]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
