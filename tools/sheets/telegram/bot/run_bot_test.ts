// The real program with the permissions of the task and the real grammY, against a Bot API on this machine.
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { makeTelegramCourse, type Ran } from "../telegram_course.ts";
import { ChatsDouble } from "./chats_double.ts";
import { startBot } from "./running_bot.ts";

/** Of the person, and of the group. */
const [PERSON, GROUP] = [4242, -55];

Deno.test("telegram bot answers commands, words and what is unknown, and ends by Ctrl-C with nothing unconfirmed", async () => {
  const chats = new ChatsDouble();
  await using bot = await startBot({ chats });
  const said = ["/start", "/lesson 05", "/cheat pipelien", "<xylophone>", undefined];
  for (const text of said) chats.say(text);
  chats.say("/cheat 5", { isViaBot: true });
  chats.say("hello", { chat: "group" });
  chats.say("/cheat 5", { chat: "group" });
  await bot.untilSent(6);
  const { code, out, err } = await bot.interrupt();
  assertEquals([code, err], [130, "Stopped.\n"]);
  assertEquals(out, "@ipc_course_bot answers now: https://t.me/ipc_course_bot (Ctrl-C ends it)\n");
  assertEquals(chats.sent.map(({ chatId, text }) => [chatId, text.split("\n")[0]]), [
    [PERSON, "Inter-process communication, by making failing tests pass"],
    [PERSON, "Lesson 05: Pipeline"],
    [PERSON, "No lesson is about “pipelien”."],
    [PERSON, "No lesson is about “<xylophone>”."],
    [PERSON, "Inter-process communication, by making failing tests pass"],
    [GROUP, "A pipeline carries three things"],
  ]);
  assertStringIncludes(chats.sent[2]?.text ?? "", "/cheat_05 A pipeline carries three things");
  assertEquals([chats.pendingCount, chats.commands.length], [0, 3]);
});

Deno.test("telegram bot sends a sheet of several messages, its buttons below the last, then the others that fit", async () => {
  const chats = new ChatsDouble();
  await using bot = await startBot({ chats });
  chats.say("/cheat tanks");
  chats.say("/cheat pipes");
  await bot.untilSent(4);
  assertEquals(
    chats.sent.map(({ text, markup }) => [text.split("\n")[0], markup.includes("copy_text")]),
    [
      ["Pipes are small tanks", false],
      ["Traps", true],
      ["A pipeline carries three things", true],
      ["Also about “pipes”:", false],
    ],
  );
});

Deno.test("telegram bot offers what fits an inline query, all for an empty one, and a way to all for nothing", async () => {
  const chats = new ChatsDouble();
  await using bot = await startBot({ chats });
  const [several, empty, nothing] = [chats.ask("pipes"), chats.ask(""), chats.ask("xylophone")];
  chats.say("/lesson 5");
  await bot.untilSent(1);
  const offered = [several, empty, nothing].map((id) => chats.offered.get(id));
  const tanks = ["drain-both-ends/1", "drain-both-ends/2"];
  assertEquals(offered, [
    { ids: ["pipeline/1", ...tanks], nextOffset: "", payload: undefined },
    { ids: ["sealed-box/1", ...tanks, "pipeline/1"], nextOffset: "", payload: undefined },
    { ids: [], nextOffset: "", payload: "all" },
  ]);
});

Deno.test("telegram bot sends an answer again when telegram has asked to wait", async () => {
  const chats = new ChatsDouble();
  const description = "Too Many Requests: retry after 0.1";
  let isLimited = false;
  await using bot = await startBot({
    chats,
    faultOf: ({ method }) => {
      if (method !== "sendMessage" || isLimited) return undefined;
      isLimited = true;
      return { type: "status", code: 429, description, retryAfterS: 0.1 };
    },
  });
  chats.say("/lesson 5");
  await bot.untilSent(1);
  const { code, err } = await bot.interrupt();
  assertEquals([code, err, chats.sent.length], [
    130,
    `Waiting 0.1 s to call sendMessage: ${description}\nStopped.\n`,
    1,
  ]);
});

Deno.test("telegram bot goes on when an answer cannot be sent, and says why", async () => {
  const chats = new ChatsDouble();
  const description = "Forbidden: bot was blocked by the user";
  let isBlocked = false;
  await using bot = await startBot({
    chats,
    faultOf: ({ method }) => {
      if (method !== "sendMessage" || isBlocked) return undefined;
      isBlocked = true;
      return { type: "status", code: 403, description };
    },
  });
  chats.say("/lesson 5");
  chats.say("/lesson 1");
  await bot.untilSent(1);
  const { code, err } = await bot.interrupt();
  assertEquals(code, 130);
  assertStringIncludes(
    err,
    `An answer was not sent: Call to 'sendMessage' failed! (403: ${description})`,
  );
});

Deno.test("telegram bot goes on when telegram is there again, and says both", async () => {
  const chats = new ChatsDouble();
  await using bot = await startBot({
    chats,
    faultOf: ({ index }) => index === 0 ? { type: "close", when: "before" } : undefined,
  });
  chats.say("/lesson 5");
  await bot.untilSent(1);
  const { err } = await bot.interrupt();
  assertMatch(
    err,
    /^No answer from telegram, trying again: .+\nTelegram answers again\.\nStopped\.\n$/,
  );
});

Deno.test("telegram bot says that inline queries are off, and how they are turned on", async () => {
  await using bot = await startBot({ chats: new ChatsDouble({ hasInline: false }) });
  await bot.running.waitForErr("Inline queries are off: send /setinline to @BotFather");
  assertMatch((await bot.interrupt()).err, /^Inline queries are off/);
});

for (
  const [code, description, words] of [
    [401, "Unauthorized", "401 Unauthorized.\nTELEGRAM_BOT_TOKEN is not the token of a bot"],
    [409, "Conflict: terminated by other getUpdates request", "End the other program"],
    [400, "Bad Request: odd", "Telegram refuses to run the bot: 400 Bad Request: odd."],
  ] as const
) {
  Deno.test(`telegram bot ends with 1 and says why when telegram answers ${code}, its token kept to itself`, async () => {
    await using bot = await startBot({
      faultOf: ({ method }) => {
        const isFirst = method === "deleteWebhook" || method === "getUpdates";
        return isFirst ? { type: "status", code, description } : undefined;
      },
    });
    const ran = await bot.running.ended;
    assertEquals(ran.code, 1, ran.err);
    assertStringIncludes(ran.err, words);
    assertEquals(`${ran.out}${ran.err}`.includes("secret_of_the_double"), false);
  });
}

Deno.test("telegram bot ends an answer that is on its way at Ctrl-C, and leaves the next question to the next run", async () => {
  const chats = new ChatsDouble();
  const confirmed = Promise.withResolvers<void>();
  const ends: Promise<Ran>[] = [];
  await using bot = await startBot({
    chats,
    onReceived: ({ method, body }) => {
      if (method === "getUpdates" && body.timeout === undefined) confirmed.resolve();
    },
    onDone: async ({ method }) => {
      if (method !== "sendMessage" || ends.length > 0) return;
      ends.push(bot.interrupt());
      await Promise.race([confirmed.promise, ...ends]);
    },
  });
  chats.say("/cheat tanks");
  chats.say("/lesson 5");
  await bot.untilSent(1);
  const ran = await ends[0];
  assertEquals([ran?.code, chats.sent.length, chats.pendingCount], [130, 2, 1]);
});

Deno.test("telegram bot ends by Ctrl-C within seconds although telegram answers nothing", async () => {
  const asked = Promise.withResolvers<void>();
  await using bot = await startBot({
    faultOf: ({ method }) => method === "getUpdates" ? { type: "silence" } : undefined,
    onReceived: ({ method }) => method === "getUpdates" ? asked.resolve() : undefined,
  });
  await bot.until(asked.promise);
  assertEquals((await bot.interrupt()).code, 130);
});

Deno.test("telegram bot ends by Ctrl-C while telegram cannot be reached, its token kept to itself", async () => {
  await using bot = await startBot({ faultOf: () => ({ type: "close", when: "before" }) });
  await bot.running.waitForErr("No answer from telegram");
  const { code, out, err } = await bot.interrupt();
  assertEquals([code, `${out}${err}`.includes("secret_of_the_double")], [130, false]);
});

Deno.test("telegram bot asks for a token before it starts", async () => {
  await using course = await makeTelegramCourse();
  const nowhere = { root: "http://127.0.0.1:9", token: "" };
  const { code, err } = await course.start(nowhere, ["bot"]).ended;
  assertEquals(code, 2);
  assertStringIncludes(err, "TELEGRAM_BOT_TOKEN is not set");
});
