import { assertEquals } from "@std/assert";
import { answerInline } from "./answer_inline.ts";
import { makeManyEntries, SAMPLE_ENTRIES } from "./sample_entries.ts";

Deno.test("answerInline() offers each sheet that fits, the best first, as a message with its buttons", () => {
  const { results, nextOffset, button } = answerInline(SAMPLE_ENTRIES, "pipes", "");
  assertEquals(results.map(({ title }) => title), [
    "05 A pipeline carries three things",
    "02 Pipes are small tanks",
    "08 Many <writers>",
    "07 A pipe with a name",
  ]);
  assertEquals(results[0], {
    type: "article",
    id: "pipeline/1",
    title: "05 A pipeline carries three things",
    description: "About pipeline.",
    input_message_content: {
      message_text: "<b>pipeline</b> 1",
      parse_mode: "HTML",
      link_preview_options: { is_disabled: true },
    },
    reply_markup: {
      inline_keyboard: [
        [{ text: "Lesson", url: "https://example.org/course/" }],
        [{
          text: "Copy: deno task learn run pipeline",
          copy_text: { text: "deno task learn run pipeline" },
        }],
      ],
    },
  });
  assertEquals([nextOffset, button], ["", undefined]);
});

Deno.test("answerInline() offers a sheet of two messages as two results", () => {
  const { results } = answerInline(SAMPLE_ENTRIES, "14", "");
  assertEquals(
    results.map(({ id, title, reply_markup }) => [id, title, reply_markup !== undefined]),
    [
      ["semaphore/1", "14 Sleep until there is a permit (1 of 2)", false],
      ["semaphore/2", "14 Sleep until there is a permit (2 of 2)", true],
    ],
  );
});

Deno.test("answerInline() offers all sheets for an empty query, ten at a time", () => {
  const entries = makeManyEntries(25);
  const pages = ["", "10", "20"].map((offset) => answerInline(entries, " ", offset));
  assertEquals(pages.map(({ results, nextOffset }) => [results.length, nextOffset]), [
    [10, "10"],
    [10, "20"],
    [5, ""],
  ]);
  const ids = pages.flatMap(({ results }) => results.map(({ id }) => id));
  assertEquals(ids, entries.map(({ lesson }) => `${lesson.slug}/1`));
});

Deno.test("answerInline() takes an offset that it has not given for the first page", () => {
  const offsets = ["x", "-1", "1e9"].map((offset) =>
    answerInline(SAMPLE_ENTRIES, "", offset).results.length
  );
  assertEquals(offsets, [6, 6, 6]);
});

Deno.test("answerInline() offers the nearest sheet, or none, and leads to all when nothing fits", () => {
  const button = { text: "No lesson is about that: see all", start_parameter: "all" };
  const near = answerInline(SAMPLE_ENTRIES, "pipelien", "");
  assertEquals([near.results.map(({ id }) => id), near.button], [["pipeline/1"], button]);
  const none = answerInline(SAMPLE_ENTRIES, "xylophone", "");
  assertEquals([none.results, none.button], [[], button]);
});
