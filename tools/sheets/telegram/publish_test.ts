import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { loadIntent } from "./journal.ts";
import { loadState, saveState } from "./posts_state.ts";
import { faultAt, idsOf, message, MESSAGES, openDesk, textsOf } from "./publish_desk.ts";
import { PublishStop } from "./publish_stop.ts";

Deno.test("publish() sends each message once, with one sound, at telegram's pace, and pins the index", async () => {
  await using desk = await openDesk();
  const { counts, problems } = await desk.publish();
  assertEquals([counts, problems], [{ send: 3, edit: 0, keep: 0, delete: 0 }, []]);
  const { posts, pinned } = desk.double.channel;
  assertEquals([...posts.values()].map(({ isSilent }) => isSilent), [false, true, true]);
  assertEquals([textsOf(desk.double).slice(0, 2), pinned], [["one/1", "two/1"], 4]);
  const state = await loadState(desk.root);
  assertEquals([idsOf(state), state.pinned], [{ "one/1": 2, "two/1": 3, index: 4 }, 4]);
  assertEquals(desk.waits, [3000, 3000]);
  assertEquals(desk.reports[0], "+ one/1: https://t.me/ipc_course/2");
});

Deno.test("publish() calls nothing when nothing has changed", async () => {
  await using desk = await openDesk();
  await desk.publish();
  const callCount = desk.double.calls.length;
  const { counts } = await desk.publish();
  assertEquals([counts.keep, desk.double.calls.length], [3, callCount]);
});

Deno.test("publish() edits in place what has changed, and deletes what a shorter post leaves over", async () => {
  await using desk = await openDesk();
  await desk.publish({ messages: [message("one/1"), message("one/2")] });
  const { counts } = await desk.publish({ messages: [message("one/1", "new")] });
  assertEquals(counts, { send: 0, edit: 1, keep: 1, delete: 1 });
  assertEquals([textsOf(desk.double).length, textsOf(desk.double)[0]], [2, "new"]);
  assertEquals(idsOf(await loadState(desk.root)), { "one/1": 2, index: 4 });
});

Deno.test("publish() lists in the index what earlier runs have posted, too", async () => {
  await using desk = await openDesk();
  await desk.publish({ messages: MESSAGES.slice(0, 1) });
  const { counts } = await desk.publish({ messages: MESSAGES.slice(1) });
  assertEquals(counts, { send: 1, edit: 1, keep: 0, delete: 0 });
  const index = desk.double.channel.posts.get(3)?.html ?? "";
  assertEquals(index.match(/t\.me\/ipc_course\/\d/g), ["t.me/ipc_course/2", "t.me/ipc_course/5"]);
});

Deno.test("publish() waits for what telegram asks for, and posts once", async () => {
  const limit = {
    type: "status",
    code: 429,
    description: "Too Many Requests",
    retryAfterS: 9,
  } as const;
  await using desk = await openDesk(faultAt(0, limit));
  await desk.publish();
  assertEquals([desk.waits[0], textsOf(desk.double).length], [9000, 3]);
});

Deno.test("publish() takes an edit that changes nothing for done: the last run lost the answer", async () => {
  await using desk = await openDesk();
  await desk.publish();
  const state = await loadState(desk.root);
  const messages = { ...state.messages, "one/1": { id: 2, hash: "older" } };
  await saveState(desk.root, { ...state, messages });
  assertEquals((await desk.publish()).counts, { send: 0, edit: 1, keep: 2, delete: 0 });
});

for (
  const [what, fault, words] of [
    ["missing rights", {
      type: "status",
      code: 400,
      description: "Bad Request: not enough rights",
    }, "Make the bot an administrator"],
    [
      "its content",
      { type: "status", code: 400, description: "Bad Request: can't parse entities" },
      "Nothing was posted",
    ],
    ["a limit of an hour", {
      type: "status",
      code: 429,
      description: "Too Many",
      retryAfterS: 3600,
    }, "in 3600 s at the earliest"],
  ] as const
) {
  Deno.test(`publish() stops with nothing open when a message is refused because of ${what}`, async () => {
    await using desk = await openDesk(faultAt(0, fault));
    const { exitCode } = await assertRejects(() => desk.publish(), PublishStop, words);
    assertEquals([exitCode, await loadIntent(desk.root), textsOf(desk.double)], [1, undefined, []]);
    assertEquals((await desk.publish()).counts.send, 3);
  });
}

Deno.test("publish() goes on with the other posts when somebody has deleted one, and says what to do", async () => {
  await using desk = await openDesk();
  await desk.publish();
  desk.double.channel.posts.delete(2);
  const changed = [message("one/1", "1"), message("two/1", "2")];
  const { problems, counts } = await desk.publish({ messages: changed });
  assertEquals([problems.length, counts.edit], [1, 1]);
  assertStringIncludes(problems[0] ?? "", "--resend posts it again");
  assertEquals(textsOf(desk.double).length, 2);
  const again = await desk.publish({ messages: changed, settlement: { type: "resend" } });
  assertEquals([again.problems, again.counts.send], [[], 1]);
  assertEquals(textsOf(desk.double).toSorted().slice(0, 2), ["1", "2"]);
});

Deno.test("publish() pins an index that it has posted anew", async () => {
  await using desk = await openDesk();
  await desk.publish();
  desk.double.channel.posts.delete(4);
  await desk.publish({ settlement: { type: "resend" } });
  assertEquals([desk.double.channel.pinned, textsOf(desk.double).length], [6, 3]);
});
