import { assertEquals } from "@std/assert";
import { useCourse } from "./docs/sample_course.ts";
import { SAMPLE_LESSON } from "../sheets/sample_sheet.ts";
import { checkWhole, findMarks } from "./check_whole.ts";

const MARKED: [line: string, problem: string][] = [
  ["TODO(author): Tell it.", "still to be written: Tell it."],
  ["/** TODO(author): Promise it. */", "still to be written: Promise it."],
  ['  "unit": "TODO(author): Name it.",', "still to be written: Name it."],
  ["| `a` | TODO(author): Say it |", "still to be written: Say it"],
  ["TODO(author) Draw it --stdin--> child", "still to be written: Draw it"],
  ["// TODO(author)", "still to be written: put your own words here"],
  ["TODO: later", "a TODO is left; do it, or take the word away"],
];
for (const [line, problem] of MARKED) {
  Deno.test(`findMarks() says what is to be done for: ${line}`, () => {
    const found = findMarks("a.md", `ready\n${line}\n`, { isStub: false });
    assertEquals(found, [{ place: "a.md:2", problem }]);
  });
}

Deno.test("findMarks() leaves a stub's words to the learner alone", () => {
  const text = "// TODO: start the stages\n// TODO(author): Say where to begin.\n";
  const problem = "still to be written: Say where to begin.";
  assertEquals(findMarks("stub.ts", text, { isStub: true }), [{ place: "stub.ts:2", problem }]);
});

Deno.test("checkWhole() asks for the variants that are missing and for a fresh copy of the stub", async () => {
  const files = {
    "lessons/05_pipeline/mod.ts": "// TODO(author): Say where to begin.\n",
    "tests/right/05_pipeline/one.ts": "",
  };
  await useCourse(files, async (root) => {
    assertEquals(await checkWhole(root, SAMPLE_LESSON), [
      {
        place: "tests/wrong/05_pipeline",
        problem:
          "holds 0 programs; at least 1 is due: write a program that makes a typical mistake",
      },
      {
        place: "tests/right/05_pipeline",
        problem: "holds 1 program; at least 2 are due: write the solution in another correct style",
      },
      {
        place: "lessons/05_pipeline/mod.ts:1",
        problem: "is still what deno task new wrote; when tests/stubs/05_pipeline.ts is done, " +
          "deno task learn reset pipeline --yes copies it here",
      },
    ]);
  });
});
