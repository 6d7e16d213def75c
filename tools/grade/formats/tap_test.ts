import { assertEquals } from "@std/assert";
import {
  ANNA,
  HOSTILE,
  makeCheck,
  makeLesson,
  makeReport,
  MALLORY,
  SECRET,
  STUDENT,
} from "./sample_reports.ts";
import { renderTap } from "./tap.ts";

Deno.test("renderTap() gives a subtest for each lesson and a point for each check", () => {
  const skipped = makeCheck({ name: "T2", status: "skipped", message: "no /proc" });
  const report = makeReport("anna", [makeLesson({ checks: [makeCheck(), skipped] })]);
  assertEquals(
    renderTap([report], STUDENT),
    `TAP version 13
1..1
# Subtest: anna/pipeline
    1..2
    ok 1 - T1 pipeline() hands the text on
      ---
      duration_ms: 12
      ...
    ok 2 - T2 # SKIP no /proc
ok 1 - anna/pipeline
`,
  );
});

Deno.test("renderTap() tells why a check is red, and leaks nothing of a hidden one", () => {
  const text = renderTap([ANNA], STUDENT);
  assertEquals(text.includes(SECRET), false);
  const lines = text.split("\n");
  const at = lines.indexOf("    not ok 2 - T2 runBox() keeps stderr apart");
  assertEquals(lines.slice(at + 1, at + 7), [
    "      ---",
    '      status: "failed"',
    '      message: "expected \\"a\\"\\ngot \\"b\\""',
    '      output: "debug 1\\ndebug 2"',
    "      duration_ms: 12",
    "      ...",
  ]);
});

Deno.test("renderTap() gives no line that the texts chose when they are hostile", () => {
  const quiet = { name: "x", message: "x", output: "x" };
  const makeTwo = (texts: typeof quiet) =>
    makeReport(texts.name, [
      makeLesson({ id: texts.name, checks: [makeCheck({ ...texts, status: "fail" })] }),
    ]);
  const shape = (text: string) => text.split("\n").map((line) => line.trimStart().split(/[ :]/)[0]);
  const loud = renderTap([makeTwo({ name: HOSTILE, message: HOSTILE, output: HOSTILE })], STUDENT);
  assertEquals(shape(loud), shape(renderTap([makeTwo(quiet)], STUDENT)));
  assertEquals(/^ *(not )?ok .*(?<!\\)#/m.test(loud), false);
  assertEquals(/[^\n\x20-\x7e\ufffd🙂…]/u.test(renderTap([MALLORY], STUDENT)), false);
});

Deno.test("renderTap() says that a submission was graded without a sandbox", () => {
  const bare = makeReport("anna", [makeLesson()], { isolation: { level: "none", warnings: [] } });
  assertEquals(renderTap([bare], STUDENT).split("\n")[1], "# anna was graded without a sandbox");
});
