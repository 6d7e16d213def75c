import { assertEquals, assertStringIncludes } from "@std/assert";
import { makeRedact, openBotApi, type Outcome, type RefusalCause } from "./bot_api.ts";
import { type Fault, startBotApiDouble } from "./bot_api_double.ts";
import { asRecord } from "./parse_record.ts";

const MESSAGE = { chat_id: "@ipc_course", text: "a", parse_mode: "HTML" };

/** Sends one message to a double; gives the outcome, how many calls arrived and how many posts there are. */
async function send(fault?: Fault, { message = {}, timeoutMs = 20_000, token = "" } = {}) {
  await using double = startBotApiDouble({ faultOf: () => fault });
  const options = { root: double.root, token: token || double.token, timeoutMs };
  const body = { ...MESSAGE, ...message };
  const outcome = await openBotApi(options).call("sendMessage", body, (it) => asRecord(it)?.text);
  assertNoToken(outcome, options.token);
  return [outcome, double.calls.length, double.channel.posts.size] as const;
}

function assertNoToken(outcome: Outcome<unknown>, token: string): void {
  const seen = Deno.inspect(outcome, { depth: 9 }) + JSON.stringify(outcome);
  assertEquals(seen.includes(token.slice(token.indexOf(":") + 1)), false, seen);
}

const refused = (cause: RefusalCause, reason: string) =>
  ({ type: "refused", cause, reason }) as const;
const status = (code: number, description: string): Fault => ({
  type: "status",
  code,
  description,
});

Deno.test("call() gives what was read of the result", async () => {
  assertEquals(await send(), [{ type: "done", result: "a" }, 1, 1]);
});

for (
  const [message, cause, reason] of [
    [
      { text: "<p>" },
      "content",
      "400 Bad Request: can't parse entities: <p> is no tag of telegram",
    ],
    [{ chat_id: "@other" }, "channel", "400 Bad Request: chat not found"],
  ] as const
) {
  Deno.test(`call() is refused because of the ${cause}`, async () => {
    assertEquals(await send(undefined, { message }), [refused(cause, reason), 1, 0]);
  });
}

for (
  const [code, description, cause] of [
    [401, "Unauthorized", "token"],
    [404, "Not Found", "token"],
    [403, "Forbidden: bot is not a member of the channel chat", "rights"],
    [400, "Bad Request: need administrator rights in the channel chat", "rights"],
    [400, "Bad Request: message to edit not found", "gone"],
    [400, "Bad Request: MESSAGE_ID_INVALID", "gone"],
    [400, "Bad Request: message is not modified: specified", "same"],
    [400, "Bad Request: message can't be edited", "foreign"],
  ] as const
) {
  Deno.test(`call() takes ${code} ${description} for a refusal because of: ${cause}`, async () => {
    const [outcome] = await send(status(code, description));
    assertEquals(outcome, refused(cause, `${code} ${description}`));
  });
}

Deno.test("call() may be made later, after what telegram asks for with 429", async () => {
  const reason = "telegram asks to wait: Too Many Requests";
  const limit = status(429, "Too Many Requests");
  assertEquals(await send({ ...limit, retryAfterS: 7 } as Fault), [
    { type: "later", waitMs: 7000, reason },
    1,
    0,
  ]);
  assertEquals((await send(limit))[0], { type: "later", waitMs: 2000, reason });
});

Deno.test("call() may be made later when nobody listens at the address: nothing was sent", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const root = `http://127.0.0.1:${listener.addr.port}`;
  listener.close();
  const token = "777:AAH-secret";
  const outcome = await openBotApi({ root, token }).call("getMe", {}, asRecord);
  assertNoToken(outcome, token);
  assertEquals([outcome.type, outcome.type === "later" ? outcome.waitMs : 0], ["later", 2000]);
  assertStringIncludes(
    outcome.type === "later" ? outcome.reason : "",
    "telegram cannot be reached: tcp connect error",
  );
});

for (
  const [what, fault, postCount, words] of [
    ["telegram has failed", status(500, "Internal"), 0, "a trouble of its own: 500 Internal"],
    ["a proxy answers", { type: "page", code: 502 }, 1, "(status 502) is not the Bot API's JSON"],
    ["the answer is half", { type: "half" }, 1, "(status 200) is not the Bot API's JSON"],
    ["the connection is closed before", { type: "close", when: "before" }, 0, "connection"],
    ["the connection is closed after", { type: "close", when: "after" }, 1, "connection"],
    ["no answer comes", { type: "silence" }, 1, "no answer within 0.3 s"],
  ] as const
) {
  Deno.test(`call() is unknown, and made once, when ${what}`, async () => {
    const [outcome, callCount, made] = await send(fault, {
      timeoutMs: fault.type === "silence" ? 300 : 20_000,
    });
    assertEquals([outcome.type, callCount, made], ["unknown", 1, postCount]);
    assertStringIncludes(outcome.type === "unknown" ? outcome.reason : "", words);
  });
}

Deno.test("call() is unknown when the result does not say what was made", async () => {
  await using double = startBotApiDouble();
  const api = openBotApi({ root: double.root, token: double.token });
  const { type } = await api.call("getMe", {}, () => undefined);
  assertEquals(type, "unknown");
});

Deno.test("call() is made once on a connection that is kept open, too, when the answer is lost", async () => {
  const faultOf = ({ index }: { index: number }): Fault | undefined =>
    index === 1 ? { type: "close", when: "after" } : undefined;
  await using double = startBotApiDouble({ faultOf });
  const api = openBotApi({ root: double.root, token: double.token });
  const outcomes = [
    await api.call("sendMessage", MESSAGE, asRecord),
    await api.call("sendMessage", MESSAGE, asRecord),
  ];
  assertEquals(outcomes.map(({ type }) => type), ["done", "unknown"]);
  assertEquals([double.calls.length, double.channel.posts.size], [2, 2]);
});

Deno.test("call() says nothing of a token that telegram repeats", async () => {
  const token = "777:AAH-secret_of_the_double_123456789_";
  const [outcome] = await send(status(400, `Bad Request: ${token}`), { token });
  assertEquals(outcome, refused("content", "400 Bad Request: [token]"));
});

Deno.test("call() does not follow to another address", async () => {
  let isFollowed = false;
  const onListen = () => {};
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen }, ({ url }) => {
    isFollowed ||= url.endsWith("/elsewhere");
    return new Response(null, { status: 307, headers: { location: "/elsewhere" } });
  });
  const root = `http://127.0.0.1:${server.addr.port}`;
  const { type } = await openBotApi({ root, token: "777:AAH" }).call("getMe", {}, asRecord);
  assertEquals([type, isFollowed], ["unknown", false]);
});

Deno.test("makeRedact() takes the token out, whole, encoded, or its secret half", () => {
  const redact = makeRedact("777:AAH-x");
  assertEquals(redact("bot777:AAH-x/ 777%3AAAH-x AAH-x 777"), "bot[token]/ [token] [token] 777");
  assertEquals(makeRedact("")("abc"), "abc");
});
