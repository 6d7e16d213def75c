import { assertEquals } from "@std/assert";
import type { Lesson } from "../course/lesson.ts";
import { planDraft } from "./draft.ts";

const LESSONS = [{ folder: "25_chooser", number: 25, slug: "chooser" } as Lesson];
const RULE = 'it takes lower-case words joined by "-", at most 30 characters, a letter first';

Deno.test("planDraft() takes the number after the last lesson and the slug as title", () => {
  assertEquals(planDraft(LESSONS, "tiny-echo"), {
    folder: "26_tiny_echo",
    number: 26,
    slug: "tiny-echo",
    title: "Tiny echo",
    symbol: "runTinyEcho",
  });
});

Deno.test("planDraft() begins with 1, and takes number and title as they are given", () => {
  const draft = planDraft([], "echo", { title: "An echo" });
  assertEquals(draft, {
    folder: "01_echo",
    number: 1,
    slug: "echo",
    title: "An echo",
    symbol: "runEcho",
  });
  const numbered = planDraft(LESSONS, "echo", { number: 7 });
  assertEquals(typeof numbered === "string" ? numbered : numbered.folder, "07_echo");
});

const REFUSED: [slug: string, options: Parameters<typeof planDraft>[2], problem: string][] = [
  ["Tiny Echo", {}, `Cannot use "Tiny Echo" as a slug: ${RULE}; how about tiny-echo?`],
  ["../x", {}, `Cannot use "../x" as a slug: ${RULE}; how about x?`],
  ["7", {}, `Cannot use "7" as a slug: ${RULE}; as in tiny-echo`],
  ["", {}, `Cannot use "" as a slug: ${RULE}; as in tiny-echo`],
  [
    "x".repeat(31),
    {},
    `Cannot use "${"x".repeat(31)}" as a slug: ${RULE}; how about ${"x".repeat(30)}?`,
  ],
  ["a", { number: 100 }, "Cannot number the lesson 100: it takes 1 to 99; choose with --number N"],
  ["a", { number: NaN }, "Cannot number the lesson NaN: it takes 1 to 99; choose with --number N"],
  [
    "a",
    { title: "*" },
    'Cannot use "*" as a title: it takes one line of plain words, without Markdown',
  ],
  [
    "a",
    { number: 25 },
    "Cannot begin the lesson: lessons/25_chooser has the number 25 already; choose with --number N",
  ],
  [
    "chooser",
    {},
    "Cannot begin the lesson: lessons/25_chooser has the slug chooser already; choose another slug",
  ],
];
for (const [slug, options, problem] of REFUSED) {
  Deno.test(`planDraft() says why it refuses "${slug}" with ${JSON.stringify(options)}`, () => {
    assertEquals(planDraft(LESSONS, slug, options), problem);
  });
}
