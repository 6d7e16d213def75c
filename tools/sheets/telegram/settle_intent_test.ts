import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { BotApiDouble, Fault } from "./bot_api_double.ts";
import { loadIntent, openIntent } from "./journal.ts";
import { loadState, saveState } from "./posts_state.ts";
import { type Desk, faultAt, idsOf, MESSAGES, openDesk, textsOf } from "./publish_desk.ts";
import { PublishStop } from "./publish_stop.ts";
import type { Settlement } from "./settle_intent.ts";

/** How the answer to the second message gets lost; whether it was posted all the same. */
const LOSSES: readonly (readonly [what: string, fault: Fault, isPosted: boolean])[] = [
  ["the connection closes after it is done", { type: "close", when: "after" }, true],
  ["the connection closes before it is done", { type: "close", when: "before" }, false],
  ["the answer is half", { type: "half" }, true],
  ["a proxy answers", { type: "page", code: 502 }, true],
  ["telegram fails", { type: "status", code: 500, description: "Internal Server Error" }, false],
];

for (const [what, fault, isPosted] of LOSSES) {
  Deno.test(`publish() sends nothing blindly when ${what}, and goes on once it is told`, async () => {
    await using desk = await openDesk(faultAt(1, fault));
    for (const _ of ["at once", "and again"]) {
      const { message } = await assertRejects(
        () => desk.publish(),
        PublishStop,
        "Nobody knows whether two/1",
      );
      for (const way of ["--adopt", "--resend", "--probe"]) assertStringIncludes(message, way);
    }
    assertEquals([desk.double.calls.length, textsOf(desk.double).length], [2, isPosted ? 2 : 1]);
    const settlement: Settlement = isPosted ? { type: "adopt", id: 3 } : { type: "resend" };
    await desk.publish({ settlement });
    assertEquals(textsOf(desk.double).toSorted().slice(-2), ["one/1", "two/1"]);
    assertEquals([textsOf(desk.double).length, await loadIntent(desk.root)], [3, undefined]);
  });
}

Deno.test("publish() finds with --probe what was posted, and leaves nothing in the owner's chat", async () => {
  await using desk = await openDesk(faultAt(1, { type: "close", when: "after" }));
  await assertRejects(() => desk.publish(), PublishStop);
  const { channel } = desk.double;
  await desk.publish({ settlement: { type: "probe", ownerId: String(channel.ownerId) } });
  assertEquals([textsOf(desk.double).length, channel.ownerChat.size], [3, 0]);
  assertEquals(idsOf(await loadState(desk.root))["two/1"], 3);
});

Deno.test("publish() finds with --probe what stands behind a message of telegram's own", async () => {
  await using desk = await openDesk({
    faultOf: ({ body }) => body.text === "<b>two/1</b>" ? { type: "half" } : undefined,
  });
  await desk.publish({ messages: MESSAGES.slice(0, 1) });
  await assertRejects(() => desk.publish(), PublishStop, "two/1");
  await desk.publish({ settlement: { type: "probe", ownerId: "4242" } });
  assertEquals(idsOf(await loadState(desk.root)), { "one/1": 2, index: 3, "two/1": 5 });
});

Deno.test("publish() stays stopped when --probe finds nothing: that is no proof", async () => {
  await using desk = await openDesk(faultAt(1, { type: "close", when: "before" }));
  await assertRejects(() => desk.publish(), PublishStop);
  desk.double.channel.addForeign("two/1 is a nice lesson");
  const settlement: Settlement = { type: "probe", ownerId: String(desk.double.channel.ownerId) };
  await assertRejects(
    () => desk.publish({ settlement }),
    PublishStop,
    "none of the messages 3 to 12",
  );
  assertEquals((await loadIntent(desk.root))?.key, "two/1");
});

Deno.test("publish() says what --probe needs when the owner never wrote to the bot", async () => {
  await using desk = await openDesk(faultAt(0, { type: "close", when: "before" }));
  await assertRejects(() => desk.publish(), PublishStop);
  const settlement: Settlement = { type: "probe", ownerId: "1" };
  await assertRejects(() => desk.publish({ settlement }), PublishStop, "sent /start to the bot");
});

for (
  const [what, idOf, words] of [
    ["there is none with this number", () => 99, "there is no such message"],
    [
      "somebody else wrote it",
      ({ channel }: BotApiDouble) => channel.addForeign("hello"),
      "it is not the bot's own",
    ],
    ["it is another post", () => 2, "it is one/1"],
  ] as const
) {
  Deno.test(`publish() does not take a message as the post when ${what}`, async () => {
    await using desk = await openDesk(faultAt(1, { type: "close", when: "before" }));
    await assertRejects(() => desk.publish(), PublishStop);
    const settlement: Settlement = { type: "adopt", id: idOf(desk.double) };
    await assertRejects(() => desk.publish({ settlement }), PublishStop, words);
    assertEquals((await loadIntent(desk.root))?.key, "two/1");
  });
}

Deno.test("publish() says which message it is when the state cannot be written after it was posted", async () => {
  const desks: Desk[] = [];
  await using desk = await openDesk({
    async onDone({ index }) {
      const file = `${desks[0]?.root}/lessons/posts.json`;
      if (index === 1) await Deno.rename(file, `${file}.aside`);
      if (index === 1) await Deno.mkdir(file); // nothing can be renamed to it
    },
  });
  desks.push(desk);
  await assertRejects(() => desk.publish(), PublishStop, "run the same command with --adopt 3");
  const file = `${desk.root}/lessons/posts.json`;
  await Deno.remove(file);
  await Deno.rename(`${file}.aside`, file);
  await desk.publish({ settlement: { type: "adopt", id: 3 } });
  assertEquals([textsOf(desk.double).length, idsOf(await loadState(desk.root))["two/1"]], [3, 3]);
});

Deno.test("publish() takes a message as the post of one lesson after its state was lost", async () => {
  await using desk = await openDesk();
  await desk.publish();
  const state = await loadState(desk.root);
  const { "one/1": _, ...messages } = state.messages;
  await saveState(desk.root, { ...state, messages });
  const adopt: Settlement = { type: "adopt", id: 2 };
  await assertRejects(
    () => desk.publish({ settlement: adopt }),
    PublishStop,
    "--adopt needs one lesson",
  );
  await desk.publish({ messages: MESSAGES.slice(0, 1), settlement: adopt });
  assertEquals([idsOf(await loadState(desk.root))["one/1"], textsOf(desk.double).length], [2, 3]);
});

Deno.test("publish() goes on when the program was killed after the state and before the journal was closed", async () => {
  await using desk = await openDesk();
  await desk.publish();
  for (const { key, hash, text } of MESSAGES) {
    await openIntent(desk.root, { key, hash, text, replaces: null });
  }
  assertEquals((await desk.publish()).counts.keep, 3);
  assertEquals(await loadIntent(desk.root), undefined);
});
