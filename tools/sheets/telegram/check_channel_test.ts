import { assertEquals, assertStringIncludes } from "@std/assert";
import { openBotApi } from "./bot_api.ts";
import { type BotApiDoubleOptions, startBotApiDouble } from "./bot_api_double.ts";
import { type ChannelCheck, checkChannel } from "./check_channel.ts";
import { parseState } from "./posts_state.ts";

const READY: ChannelCheck = {
  named: "@ipc_course",
  ownerId: "4242",
  state: parseState('{"format": 1, "base": "https://example.org/"}'),
  intent: undefined,
};

/** Checks against a double; gives name and status of each line, and the texts of those that are not ok. */
async function check(
  changes: Partial<ChannelCheck> = {},
  { token, ...options }: BotApiDoubleOptions & { token?: string } = {},
) {
  await using double = startBotApiDouble(options);
  const api = openBotApi({ root: double.root, token: token ?? double.token });
  const findings = await checkChannel(api, { ...READY, ...changes });
  const methods = new Set(double.calls.map(({ method }) => method));
  assertEquals([...methods].filter((method) => !method.startsWith("get")), []);
  return {
    lines: findings.map(({ name, status }) => `${name} ${status}`),
    text: findings.filter(({ status }) => status !== "ok").map(({ text }) => text).join("\n"),
  };
}

Deno.test("checkChannel() is content with a bot that may post, and changes nothing", async () => {
  const lines = ["token ok", "channel ok", "rights ok", "posts ok", "address ok", "owner ok"];
  assertEquals(await check(), { lines, text: "" });
});

for (
  const [what, changes, options, line, words] of [
    [
      "a wrong token",
      {},
      { token: `777:${"x".repeat(35)}` },
      "token bad",
      "take it from @BotFather",
    ],
    [
      "another channel",
      { named: "@other_one" },
      {},
      "channel bad",
      "make the bot an administrator",
    ],
    ["no channel", { named: undefined }, {}, "channel bad", "TELEGRAM_CHANNEL is not set"],
    ["no rights", {}, { hasRights: false }, "rights bad", "who may post and edit messages"],
    [
      "a state of another channel",
      { state: parseState('{"format": 1, "channel": {"id": -1009, "username": "other"}}') },
      {},
      "state bad",
      'write {"format": 1} into lessons/posts.json',
    ],
    [
      "an open intent",
      { intent: { key: "pipeline/1", hash: "", text: "", replaces: null } },
      {},
      "posts bad",
      "nobody knows whether pipeline/1 was posted",
    ],
    ["no address", { state: parseState('{"format": 1}') }, {}, "address bad", "--base URL once"],
    ["no owner", { ownerId: undefined }, {}, "owner note", "--probe needs it"],
  ] as const
) {
  Deno.test(`checkChannel() says what to do about ${what}`, async () => {
    const { lines, text } = await check(changes, options);
    assertEquals(lines.includes(line), true, lines.join());
    assertStringIncludes(text, words);
  });
}

Deno.test("checkChannel() names the right that an administrator lacks", async () => {
  const { text } = await check({}, { canEdit: false });
  const way = "In the channel: Administrators, the bot, Post Messages and Edit Messages";
  assertEquals(text, `it may not edit messages, nor pin them.\n${way}`);
});
