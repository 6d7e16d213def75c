import { assertEquals, assertRejects } from "@std/assert";
import { type BotApiDouble, type Fault, startBotApiDouble } from "./bot_api_double.ts";

const text = (html: string) => ({ chat_id: "@ipc_course", text: html, parse_mode: "HTML" });

async function call(double: BotApiDouble, method: string, body: unknown): Promise<unknown> {
  const url = `${double.root}/bot${double.token}/${method}`;
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  return await response.json();
}

const refusal = (description: string) => ({
  ok: false,
  error_code: 400,
  description: `Bad Request: ${description}`,
});

Deno.test("startBotApiDouble() keeps what is sent, edited, pinned and deleted", async () => {
  await using double = startBotApiDouble();
  const { channel } = double;
  const chat = { id: channel.id, type: "channel", title: "The course", username: "ipc_course" };
  const sent = { ok: true, result: { message_id: 2, date: 0, chat, text: "a < b" } };
  assertEquals(await call(double, "sendMessage", text("<b>a</b> &lt; b")), sent);
  const message = { ...text("<b>a</b>"), message_id: 2 };
  const edited = { ok: true, result: { message_id: 2, date: 0, chat, text: "a" } };
  assertEquals(await call(double, "editMessageText", message), edited);
  assertEquals(await call(double, "pinChatMessage", message), { ok: true, result: true });
  assertEquals([channel.posts.get(2)?.html, channel.pinned], ["<b>a</b>", 2]);
  assertEquals(await call(double, "deleteMessage", message), { ok: true, result: true });
  assertEquals(channel.posts.size, 0);
});

for (
  const [html, reason] of [
    [
      "a < b",
      `can't parse entities: "<" must be escaped: only &lt; &gt; &amp; &quot; and numbers are known`,
    ],
    ["<p>a</p>", "can't parse entities: <p> is no tag of telegram"],
    [" ", "message text is empty"],
    ["x".repeat(4097), "message is too long"],
  ] as const
) {
  Deno.test(`startBotApiDouble() refuses ${html.slice(0, 20)} by telegram's rules`, async () => {
    await using double = startBotApiDouble();
    assertEquals(await call(double, "sendMessage", text(html)), refusal(reason));
    assertEquals(double.channel.posts.size, 0);
  });
}

for (
  const [button, reason] of [
    [{ text: "a", copy_text: { text: "x".repeat(257) } }, "BUTTON_COPY_TEXT_INVALID"],
    [{ text: "a", url: "README.md" }, "inline keyboard button URL 'README.md' is invalid"],
    [{ text: "", url: "https://e.org/" }, "text buttons are unallowed"],
  ] as const
) {
  Deno.test(`startBotApiDouble() refuses a button: ${reason}`, async () => {
    await using double = startBotApiDouble();
    const body = { ...text("a"), reply_markup: { inline_keyboard: [[button]] } };
    assertEquals(await call(double, "sendMessage", body), refusal(reason));
  });
}

Deno.test("startBotApiDouble() refuses an edit that changes nothing, of what is gone, or of somebody else's", async () => {
  await using double = startBotApiDouble();
  await call(double, "sendMessage", text("a"));
  const edit = (message_id: number) =>
    call(double, "editMessageText", { ...text("a"), message_id });
  const same =
    "message is not modified: specified new message content and reply markup are exactly the " +
    "same as a current content and reply markup of the message";
  assertEquals(await edit(2), refusal(same));
  assertEquals(await edit(7), refusal("message to edit not found"));
  assertEquals(await edit(double.channel.addForeign("hello")), refusal("message can't be edited"));
});

Deno.test("startBotApiDouble() forwards to the owner alone", async () => {
  await using double = startBotApiDouble();
  const { channel } = double;
  const id = channel.addForeign("hello");
  const body = { chat_id: channel.ownerId, from_chat_id: channel.id, message_id: id };
  const { result } = await call(double, "forwardMessage", body) as { result: { text: string } };
  assertEquals([result.text, channel.ownerChat.size], ["hello", 1]);
  const other = await call(double, "forwardMessage", { ...body, chat_id: 1 });
  assertEquals(other, refusal("chat not found"));
});

Deno.test("startBotApiDouble() knows one token", async () => {
  await using double = startBotApiDouble();
  const ask = async (token: string) =>
    (await fetch(`${double.root}/bot${token}/getMe`, {
      method: "POST",
      body: "{}",
    })).json();
  const wrong = double.token.replace("secret", "sacred");
  assertEquals(await ask(wrong), { ok: false, error_code: 401, description: "Unauthorized" });
  assertEquals(await ask("x"), { ok: false, error_code: 404, description: "Not Found" });
});

async function sendWith(fault: Fault): Promise<[got: unknown, postCount: number]> {
  await using double = startBotApiDouble({ faultOf: () => fault });
  const url = `${double.root}/bot${double.token}/sendMessage`;
  const response = fetch(url, { method: "POST", body: JSON.stringify(text("a")) });
  const got = await response.then(
    async (it) => [it.status, await it.text().catch(() => "broken")],
    () => "closed",
  );
  return [got, double.channel.posts.size];
}

Deno.test("startBotApiDouble() closes the connection before a post is made, or after", async () => {
  assertEquals(await sendWith({ type: "close", when: "before" }), ["closed", 0]);
  assertEquals(await sendWith({ type: "close", when: "after" }), ["closed", 1]);
});

Deno.test("startBotApiDouble() answers a status of its own and does nothing", async () => {
  const fault = { type: "status", code: 429, description: "Too Many", retryAfterS: 3 } as const;
  const answer =
    '{"ok":false,"error_code":429,"description":"Too Many","parameters":{"retry_after":3}}';
  assertEquals(await sendWith(fault), [[429, answer], 0]);
});

Deno.test("startBotApiDouble() answers half, or with a page, although the post is made", async () => {
  const [half, count] = await sendWith({ type: "half" });
  assertEquals([String(half).startsWith('200,{"ok":true'), String(half).endsWith("}}"), count], [
    true,
    false,
    1,
  ]);
  assertEquals(await sendWith({ type: "page", code: 502 }), [[502, "<h1>Oops</h1>"], 1]);
});

Deno.test("startBotApiDouble() can be silent although the post is made, until it is disposed of", async () => {
  const done = Promise.withResolvers<void>();
  await using double = startBotApiDouble({
    faultOf: () => ({ type: "silence" }),
    onDone: () => done.resolve(),
  });
  const url = `${double.root}/bot${double.token}/sendMessage`;
  const stop = new AbortController();
  const body = JSON.stringify(text("a"));
  const response = fetch(url, { method: "POST", body, signal: stop.signal });
  await done.promise;
  assertEquals(double.channel.posts.size, 1);
  stop.abort(new Error("too long"));
  await assertRejects(() => response, Error, "too long");
});
