import { assertEquals, assertStringIncludes } from "@std/assert";
import { answerMessage, type AskedMessage } from "./answer_message.ts";
import { makeManyEntries, SAMPLE_ENTRIES } from "./sample_entries.ts";

/** What the bot answers, as the reader sees it. */
function answer(text: string | undefined, options: Partial<AskedMessage> = {}): string[] {
  const asked = { text, isPrivate: true, botName: "ipc_course_bot", ...options };
  return answerMessage(SAMPLE_ENTRIES, asked).map((message) => message.text);
}

const LIST = `Inter-process communication, by making failing tests pass
/cheat pipes – a cheat sheet · /lesson 05 – what a lesson is about
Any words will do as well, as in: atomic write

Boxes and pipes
/cheat_02 Pipes are small tanks
/cheat_05 A pipeline carries three things
/cheat_07 A pipe with a name

Sharing
/cheat_08 Many <writers>
/cheat_14 Sleep until there is a permit`;

for (
  const text of ["/start", "/start all", "/help", "/cheat", "/lesson", "/unheard_of", undefined]
) {
  Deno.test(`answerMessage() lists all lessons for ${text ?? "a picture"}`, () => {
    assertEquals(answer(text), [LIST]);
  });
}

Deno.test("answerMessage() lists lessons in as many messages as they need", () => {
  const asked = { text: "/start", isPrivate: true, botName: "b" };
  const entries = makeManyEntries(99).map((entry) => ({
    ...entry,
    title: entry.title.padEnd(60, "."),
    lesson: { ...entry.lesson, unit: `Unit ${entry.lesson.number % 9}` },
  }));
  const texts = answerMessage(entries, asked).map(({ text }) => text);
  assertEquals([texts.length, texts.join("\n").match(/\/cheat_\d+/g)?.length], [2, 99]);
});

for (const text of ["/cheat 05", "/cheat pipeline", "/cheat_05", "/start pipeline", "pipeline"]) {
  Deno.test(`answerMessage() sends the sheet alone for ${text}`, () => {
    assertEquals(answer(text), ["pipeline 1"]);
  });
}

Deno.test("answerMessage() sends the best sheet and names the others when several fit", () => {
  assertEquals(answer("/cheat pipes"), [
    "pipeline 1",
    `Also about “pipes”:
/cheat_02 Pipes are small tanks
/cheat_08 Many <writers>
/cheat_07 A pipe with a name`,
  ]);
});

Deno.test("answerMessage() names at most five others", () => {
  const asked = { text: "/cheat title", isPrivate: true, botName: "b" };
  const [, others] = answerMessage(makeManyEntries(9), asked);
  assertEquals(others?.text.match(/\/cheat_/g)?.length, 5);
});

Deno.test("answerMessage() sends a sheet of two messages as two, with the buttons below the last", () => {
  const asked = { text: "/cheat semaphore", isPrivate: true, botName: "b" };
  const messages = answerMessage(SAMPLE_ENTRIES, asked);
  assertEquals(messages.map(({ text, buttons }) => [text, buttons.length]), [
    ["semaphore 1", 0],
    ["semaphore 2", 2],
  ]);
});

Deno.test("answerMessage() says what a lesson is about, with its buttons", () => {
  const asked = { text: "/lesson 05", isPrivate: true, botName: "b" };
  const [message, ...rest] = answerMessage(SAMPLE_ENTRIES, asked);
  assertEquals(
    message?.html,
    `<b>Lesson 05: pipeline</b>
<code>a | b</code>: pipeline &amp; more
Boxes and pipes · level 3 of 5 · about 35 minutes
Practise: <code>deno task learn run pipeline</code>
Cheat sheet: /cheat_05`,
  );
  assertEquals([message?.buttons.length, rest], [2, []]);
});

Deno.test("answerMessage() names the nearest lesson for words that nothing has", () => {
  assertEquals(answer("/lesson semafore"), [
    "No lesson is about “semafore”.\nPerhaps you mean /lesson_14 Sleep until there is a permit\nAll lessons: /start",
  ]);
  assertEquals(answer("/cheat xylophone"), [
    "No lesson is about “xylophone”.\nAll lessons: /start",
  ]);
});

Deno.test("answerMessage() repeats hostile words as text, on one line, and not all of them", () => {
  const [text = ""] = answer(`<b>&\n${"😀".repeat(4096)}`);
  assertStringIncludes(text, `about “<b>& ${"😀".repeat(35)}…”`);
});

for (
  const [text, isAnswered] of [
    ["pipes", false],
    [undefined, false],
    ["/unheard_of", false],
    ["/unheard_of@ipc_course_bot", true],
    ["/cheat@another_bot pipes", false],
    ["/cheat@IPC_course_bot pipes", true],
    ["/cheat pipes", true],
    ["/help", true],
  ] as const
) {
  Deno.test(`answerMessage() ${isAnswered ? "answers" : "leaves"} ${text} in a group`, () => {
    assertEquals(answer(text, { isPrivate: false }).length > 0, isAnswered);
  });
}

Deno.test("answerMessage() leaves what is addressed to another bot", () => {
  assertEquals(answer("/start@another_bot"), []);
});
