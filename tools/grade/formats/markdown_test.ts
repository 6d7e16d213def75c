import { assertEquals } from "@std/assert";
import { countBytes } from "./fit_bytes.ts";
import { renderMarkdown } from "./markdown.ts";
import {
  ANNA,
  BEN,
  CARL,
  HOSTILE,
  makeCheck,
  makeLesson,
  makeReport,
  SECRET,
  STUDENT,
  TEACHER,
} from "./sample_reports.ts";

Deno.test("renderMarkdown() gives a table of the submissions and tells what each one missed", () => {
  assertEquals(
    renderMarkdown([BEN, ANNA, CARL], TEACHER).split("\n").slice(0, 25).join("\n"),
    `# Grades

| Submission | Points | Lessons passed | Notes |
| --- | ---: | ---: | --- |
| \` ben \` | 2 of 2 | 2 of 2 |  |
| \` anna \` | 1.5 of 4 | 1 of 3 | 1 to review |
| \` carl \` | 1 of 2 | 1 of 2 | not wholly judged |

## \` ben \`: 2 of 2 points

All lessons passed.

## \` anna \`: 1.5 of 4 points

| Lesson | Points | Cause |
| --- | ---: | --- |
| \` sealed-box \` | 0.5 of 2 | \` failed: stdout was lost \` |
| \` doorbell \` | 0 of 1 | \` not loadable: lessons/07_doorbell/mod.ts: the import failed \` |

\` T2 runBox() keeps stderr apart \`: failed

\`\`\`text
expected "a"
got "b"
\`\`\``,
  );
});

Deno.test("renderMarkdown() leaks nothing of a hidden check to students", () => {
  assertEquals(renderMarkdown([ANNA], STUDENT).includes(SECRET), false);
  assertEquals(renderMarkdown([ANNA], TEACHER).includes(SECRET), true);
});

Deno.test("renderMarkdown() keeps hostile texts within code", () => {
  const make = (text: string) =>
    makeReport(text, [
      makeLesson({
        id: text,
        status: "fail",
        cause: text,
        checks: [makeCheck({ name: text, status: "fail", message: text })],
      }),
    ]);
  // what stands outside of code: fences end only with as many ticks as they began with, spans likewise
  const bare = (report: ReturnType<typeof make>) =>
    renderMarkdown([report], STUDENT)
      .replace(/^(`{3,})text\n[^]*?\n\1$/gm, "FENCE")
      .replace(/(?<!`)(`+) [^\n]*? \1(?!`)/g, "SPAN");
  for (
    const evil of [
      HOSTILE,
      "a|b",
      "``` x ```",
      "a\n```\n# out\n````",
      "`",
      "@everyone [x](javascript:1) | <img>",
      "\n\n# x",
    ]
  ) {
    assertEquals(bare(make(evil)), bare(make("quiet")), JSON.stringify(evil));
  }
  assertEquals(renderMarkdown([make("a|b")], STUDENT).includes("| ` a\\|b ` |"), true);
});

Deno.test("renderMarkdown() fits into a comment when there are many submissions", () => {
  const loud = makeLesson({
    status: "fail",
    cause: "x".repeat(1_000),
    checks: [
      makeCheck({ status: "fail", message: "y".repeat(10_000) }),
    ],
  });
  const some = Array.from({ length: 60 }, (_, index) => makeReport(`s${index}`, [loud]));
  const many = Array.from({ length: 2_000 }, (_, index) => makeReport(`s${index}`, [loud]));
  assertEquals(countBytes(renderMarkdown(some, STUDENT)) <= 65_000, true);
  const text = renderMarkdown(many, STUDENT);
  assertEquals(countBytes(text) <= 65_000, true);
  assertEquals(text.includes("1750 more submissions are left out here."), true);
});
