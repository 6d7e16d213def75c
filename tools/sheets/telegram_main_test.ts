import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { startBotApiDouble } from "./telegram/bot_api_double.ts";
import { parseTelegramHtml } from "./telegram/parse_telegram_html.ts";
import { BASE, makeTelegramCourse, NOWHERE, type Ran } from "./telegram/telegram_course.ts";

const PUBLISH = ["publish", "--all", "--base", BASE, "--pace", "0"];

/** Runs the task in a course of three lessons, without a Bot API. */
async function run(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  await using course = await makeTelegramCourse();
  return await course.start(NOWHERE, args, env).ended;
}

Deno.test("telegram preview prints the message, its count and its buttons, and writes the page", async () => {
  await using course = await makeTelegramCourse();
  const page = ".ipc/deep/chat.html";
  const { code, out, err } = await course.start(NOWHERE, [
    "preview",
    "5",
    "--base",
    BASE,
    "--out",
    page,
  ]).ended;
  assertEquals([code, err.trim()], [0, `As it would look in the chat: ${course.root}/${page}`]);
  const [, count, html = ""] =
    /^pipeline: part 1 of 1, (\d+) of 4096 UTF-16 units, \d+ entities\n\n([^]*?)\n\nbutton/.exec(
      out,
    ) ?? [];
  assertEquals(parseTelegramHtml(html).text.length, Number(count));
  assertStringIncludes(
    out,
    `button "Lesson" opens ${BASE}lessons/05_pipeline/README.md\nbutton "Share" opens https://t.me/share/url?`,
  );
  assertStringIncludes(await course.read(page), html);
  assertEquals(Array.from(Deno.readDirSync(`${course.root}/.ipc/deep`)).length, 1);
});

Deno.test("telegram preview --all prints one line for each message of each sheet", async () => {
  const { code, out } = await run(["preview", "--all"]);
  const lines = out.trim().split("\n");
  assertEquals([code, lines.length], [0, 3]);
  assertEquals(lines.filter((line) => !/^[a-z-]+: part \d of \d, \d+ of 4096 /.test(line)), []);
});

Deno.test("telegram --help fits on a screen", async () => {
  const { code, out } = await run(["--help"]);
  assertEquals([code, out.trim().split("\n").length <= 24], [0, true]);
});

for (
  const [args, words] of [
    [[], "There are the commands preview, publish, doctor, links, bot"],
    [["preview", "pipelin3"], "did you mean pipeline?"],
    [
      ["preview", "5", "--out", "/dev/null/page"],
      "only .ipc is open to it; name another file with --out",
    ],
    [["publish", "5"], "Say where the course can be read, as in --base"],
  ] as const
) {
  Deno.test(`telegram ${args.join(" ")} is wrong usage`, async () => {
    const { code, err } = await run(args);
    assertEquals(code, 2, err);
    assertStringIncludes(err, words);
  });
}

for (
  const [env, words] of [
    [{ TELEGRAM_BOT_TOKEN: "" }, "TELEGRAM_BOT_TOKEN is not set"],
    [{ TELEGRAM_BOT_TOKEN: "secret" }, "TELEGRAM_BOT_TOKEN is not a token"],
    [{ TELEGRAM_API: "http://example.org" }, "TELEGRAM_API must be an https: address"],
  ] as const
) {
  Deno.test(`telegram publish with ${JSON.stringify(env)} is wrong usage`, async () => {
    const { code, err } = await run(PUBLISH, env);
    assertEquals(code, 2);
    assertStringIncludes(err, words);
  });
}

Deno.test("telegram publish --dry-run says what would be done, without a token, and changes nothing", async () => {
  await using course = await makeTelegramCourse();
  const state = await course.read("lessons/posts.json");
  const { code, out } = await course.start(NOWHERE, [...PUBLISH, "--dry-run"], {
    TELEGRAM_BOT_TOKEN: "",
  }).ended;
  assertEquals([code, out], [0, "+ sealed-box/1\n+ drain-both-ends/1\n+ pipeline/1\n+ index\n"]);
  assertEquals(await course.read("lessons/posts.json"), state);
});

Deno.test("telegram publish posts, links the READMEs to the posts, and keeps the address", async () => {
  await using course = await makeTelegramCourse();
  await using double = startBotApiDouble();
  const { code, out, err } = await course.start(double, PUBLISH).ended;
  assertEquals([code, out.split("\n")[0]], [0, "+ sealed-box/1: https://t.me/ipc_course/2"], err);
  assertMatch(
    err,
    /4 sent, 0 edited, 0 left alone, 0 deleted\.\n3 READMEs .*\nCommit lessons\/posts\.json/,
  );
  const readme = await course.read("lessons/05_pipeline/README.md");
  assertStringIncludes(readme, "\n[The sheet as a post on Telegram](https://t.me/ipc_course/4).\n");
  const again = await course.start(double, ["publish", "--all"]).ended;
  assertEquals([again.code, again.out], [0, ""], again.err);
});

Deno.test("telegram doctor has a line for each thing, and 1 while publishing would fail", async () => {
  await using course = await makeTelegramCourse();
  await using double = startBotApiDouble();
  const before = await course.start(double, ["doctor"]).ended;
  assertEquals(
    [before.code, before.out.match(/^(ok|BAD|note) +\w+: /gm)?.length],
    [1, 6],
    before.err,
  );
  assertStringIncludes(
    before.out,
    "BAD  address: it is not known where the course can be read.\n     Publish with",
  );
  await course.start(double, PUBLISH).ended;
  const after = await course.start(double, ["doctor"]).ended;
  assertEquals([after.code, /BAD/.test(after.out)], [0, false], after.out);
});

Deno.test("telegram doctor says without a token, too, what is missing", async () => {
  const { code, out } = await run(["doctor"], { TELEGRAM_BOT_TOKEN: "" });
  assertEquals(code, 1);
  assertMatch(
    out,
    /^BAD {2}settings: TELEGRAM_BOT_TOKEN is not set\. Make a bot .*\nok {3}posts: .*\nBAD {2}address/,
  );
});

Deno.test("telegram links renews the links of the READMEs without a token", async () => {
  await using course = await makeTelegramCourse();
  const readme = "lessons/05_pipeline/README.md";
  const text = await course.read(readme);
  await course.write(readme, text.slice(0, text.lastIndexOf("\n[")) + "\n");
  const env = { TELEGRAM_BOT_TOKEN: "" };
  const { code, out } = await course.start(NOWHERE, ["links"], env).ended;
  assertEquals([code, out, await course.read(readme)], [0, `${readme}\n`, text]);
  assertEquals(
    (await course.start(NOWHERE, ["links"], env).ended).out,
    "All links are up to date.\n",
  );
});

for (
  const [what, text, words] of [
    ["damaged", '{"format": 1, "messages": 7}', "lessons/posts.json: is damaged"],
    ["of a newer course", '{"format": 2}', "git pull"],
  ] as const
) {
  Deno.test(`telegram publish sends nothing with a state that is ${what}`, async () => {
    await using course = await makeTelegramCourse();
    await using double = startBotApiDouble();
    await course.write("lessons/posts.json", text);
    const { code, err } = await course.start(double, PUBLISH).ended;
    assertEquals([code, double.calls.length, await course.read("lessons/posts.json")], [
      3,
      0,
      text,
    ]);
    assertStringIncludes(err, words);
  });
}

Deno.test("telegram publish sends nothing with the state of another channel", async () => {
  await using course = await makeTelegramCourse();
  await using double = startBotApiDouble();
  await course.write(
    "lessons/posts.json",
    '{"format": 1, "channel": {"id": -1009, "username": "other"}}\n',
  );
  const { code, err } = await course.start(double, PUBLISH).ended;
  assertEquals([code, double.channel.posts.size], [1, 0]);
  assertStringIncludes(
    err,
    "is about the channel @other (-1009), not about @ipc_course (-1001234567890).",
  );
});

Deno.test("telegram publish refuses while another one runs", async () => {
  await using course = await makeTelegramCourse();
  await using double = startBotApiDouble();
  await Deno.mkdir(`${course.root}/.ipc`, { recursive: true });
  using file = await Deno.open(`${course.root}/.ipc/telegram.lock`, { write: true, create: true });
  await file.lock(true);
  const { code, err } = await course.start(double, PUBLISH).ended;
  assertEquals([code, double.calls.length], [1, 0]);
  assertStringIncludes(err, "Another publish is running");
});
