// The real program, killed at every call of a publish, before it reaches telegram and after, and run again by somebody who
// does what it says: no post twice, none missing.
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type BotApiDouble, type DoubleCall, startBotApiDouble } from "./bot_api_double.ts";
import { loadIntent } from "./journal.ts";
import { loadState } from "./posts_state.ts";
import { BASE, makeTelegramCourse, type Running, type TelegramCourse } from "./telegram_course.ts";

const PUBLISH = ["publish", "--all", "--base", BASE, "--pace", "0"];
/** getChat, three sheets, the index, and pinning it. */
const CALL_COUNT = 6;
/** Runs that a killed publish may need: --probe, then --adopt or --resend, for one message at most. */
const MAX_RERUNS = 4;

interface Kill {
  readonly index: number;
  readonly when: "before" | "after";
}

/** Publishes with the program killed at one call. */
async function publishAndKill(
  course: TelegramCourse,
  { kill, messageCount }: { kill: Kill; messageCount: number },
): Promise<BotApiDouble> {
  const runs: Running[] = [];
  const killAt = async (when: Kill["when"], { index }: DoubleCall) => {
    if (kill.when !== when || kill.index !== index) return;
    runs.at(-1)?.child.kill("SIGKILL");
    await runs.at(-1)?.ended;
  };
  const double = startBotApiDouble({
    messageCount,
    onReceived: (call) => killAt("before", call),
    onDone: (call) => killAt("after", call),
    faultOf: ({ index }) =>
      kill.when === "before" && kill.index === index
        ? { type: "close", when: "before" }
        : undefined,
  });
  runs.push(course.start(double, PUBLISH));
  assertEquals((await runs.at(-1)?.ended)?.signal, "SIGKILL");
  return double;
}

/** Runs it again as the messages say, until it is done; looks into the channel where people would. */
async function finish(course: TelegramCourse, double: BotApiDouble): Promise<string[]> {
  const said: string[] = [];
  let extra: string[] = [];
  for (let count = 0; count < MAX_RERUNS; count++) {
    const { code, err } = await course.start(double, [...PUBLISH, ...extra]).ended;
    if (code === 0) return said;
    assertStringIncludes(err, "Nobody knows whether");
    said.push(extra[0] ?? "none");
    extra = extra.length === 0 ? ["--probe"] : await look(course, double);
  }
  throw new Error(`not finished after ${MAX_RERUNS} runs: ${said}`);
}

async function look(course: TelegramCourse, { channel }: BotApiDouble): Promise<string[]> {
  const intent = await loadIntent(course.root);
  const [id] = Array.from(channel.posts).find(([, { text }]) => text === intent?.text) ?? [];
  return id === undefined ? ["--resend"] : ["--adopt", String(id)];
}

/** Each post once, each known, the index pinned, nothing open, and nothing left to do. */
async function assertWhole(course: TelegramCourse, double: BotApiDouble): Promise<void> {
  const { posts, pinned } = double.channel;
  const state = await loadState(course.root);
  const keys = ["drain-both-ends/1", "index", "pipeline/1", "sealed-box/1"];
  assertEquals(Object.keys(state.messages).toSorted(), keys);
  const known = Object.values(state.messages).map(({ id }) => id);
  assertEquals(new Set(known), new Set(posts.keys()));
  assertEquals(new Set([...posts.values()].map(({ text }) => text)).size, 4);
  assertEquals([pinned, state.pinned], [state.messages.index?.id, state.messages.index?.id]);
  for (const slug of ["sealed-box", "drain-both-ends", "pipeline"]) {
    const link = `https://t.me/ipc_course/${state.messages[`${slug}/1`]?.id}`;
    assertStringIncludes(posts.get(pinned ?? 0)?.html ?? "", `href="${link}"`);
  }
  const files = Array.from(Deno.readDirSync(`${course.root}/lessons`), ({ name }) => name);
  assertEquals(files.filter((name) => /journal/.test(name)), []);
  const callCount = double.calls.length;
  const { code, err } = await course.start(double, PUBLISH).ended;
  assertEquals([code, double.calls.slice(callCount).map(({ method }) => method)], [0, ["getChat"]]);
  assertMatch(err, /0 sent, 0 edited, 4 left alone, 0 deleted/);
}

for (let index = 0; index < CALL_COUNT; index++) {
  for (const when of ["before", "after"] as const) {
    Deno.test(`publish killed ${when} call ${index} leaves no post twice and none out, once it is run again`, async () => {
      await using course = await makeTelegramCourse();
      // in a channel with a past, the first post cannot be found by counting from 1
      const messageCount = when === "before" ? 1 : 500;
      await using double = await publishAndKill(course, { kill: { index, when }, messageCount });
      const said = await finish(course, double);
      const isSend = index >= 1 && index <= 4;
      assertEquals(said[0], isSend ? "none" : undefined);
      await assertWhole(course, double);
    });
  }
}

Deno.test("publish killed at an edit edits once more, and asks nobody", async () => {
  await using course = await makeTelegramCourse();
  const runs: Running[] = [];
  let isArmed = false;
  await using double = startBotApiDouble({
    async onDone({ method }) {
      if (!isArmed || method !== "editMessageText") return;
      isArmed = false;
      runs.at(-1)?.child.kill("SIGKILL");
      await runs.at(-1)?.ended;
    },
  });
  assertEquals((await course.start(double, PUBLISH).ended).code, 0);
  const sheet = "lessons/05_pipeline/cheatsheet.md";
  await course.write(sheet, (await course.read(sheet)).replace("Any process", "Every process"));
  isArmed = true;
  runs.push(course.start(double, PUBLISH));
  assertEquals((await runs.at(-1)?.ended)?.signal, "SIGKILL");
  const { code, err } = await course.start(double, PUBLISH).ended;
  assertEquals(code, 0, err);
  const posts = [...double.channel.posts.values()];
  assertEquals([posts.length, posts.filter(({ text }) => text.includes("Every process")).length], [
    4,
    1,
  ]);
  await assertWhole(course, double);
});

Deno.test("publish ends with 130 after Ctrl-C, with the call that was on its way in the state", async () => {
  await using course = await makeTelegramCourse();
  const runs: Running[] = [];
  await using double = startBotApiDouble({
    async onReceived({ index }) {
      if (index !== 2) return;
      runs.at(-1)?.child.kill("SIGINT");
      await runs.at(-1)?.waitForErr("Stopping as soon as");
    },
  });
  const run = course.start(double, PUBLISH);
  runs.push(run);
  const { code, err } = await run.ended;
  assertEquals(code, 130, err);
  assertStringIncludes(err, "Nothing is lost");
  const { messages } = await loadState(course.root);
  const known = new Set(Object.values(messages).map(({ id }) => id));
  assertEquals([known, known.size], [new Set(double.channel.posts.keys()), 2]);
  assertEquals(await loadIntent(course.root), undefined);
  assertEquals((await course.start(double, PUBLISH).ended).code, 0);
  await assertWhole(course, double);
});
