import { assertEquals } from "@std/assert";
import type { Lesson } from "../lesson.ts";
import { isLike, mergeLooks, normaliseText, readLook } from "./look.ts";

const LESSON: Lesson = {
  folder: "05_pipeline",
  number: 5,
  slug: "pipeline",
  title: "t",
  teaches: "t",
  unit: "u",
  level: 1,
  minutes: 1,
  needs: [],
};

Deno.test("normaliseText() takes away what is never the same twice, and nothing else", () => {
  const text =
    'still waiting after 1.5 s: child 4711 (fd 49) reads pipe:[98159], "/tmp/a1b2/x", at ' +
    "/c/lessons/05_pipeline/mod.ts:12:3, exit code 3, id 0b6f8f5e-5f0e-4d4e-9c53-0a1b2c3d4e5f";
  assertEquals(
    normaliseText(text, { root: "/c", subject: "/c/lessons/05_pipeline/mod.ts" }),
    'still waiting after <n> s: child <n> (fd <n>) reads pipe:[<n>], "<path>", at <file>, exit code 3, id <id>',
  );
});

Deno.test("mergeLooks() lets numbers differ and words not", () => {
  assertEquals(mergeLooks({ T1: "read 12 of 30" }, { T1: "read 15 of 30" }), {
    T1: "read <n> of 30",
  });
  assertEquals(mergeLooks({ T1: "read <n> of 30" }, { T1: "read 9 of 30" }), {
    T1: "read <n> of 30",
  });
  assertEquals(mergeLooks({ T1: "read 12" }, { T1: "wrote 12" }), undefined);
  assertEquals(mergeLooks({ T1: "x" }, { T1: "x", T2: "y" }), undefined);
});

Deno.test("isLike() asks for the same red tests and the same words", () => {
  const pattern = { T1: "read <n> of 30" };
  assertEquals(isLike(pattern, { T1: "read 7 of 30" }), true);
  assertEquals(isLike(pattern, { T1: "read 7 of 31" }), false);
  assertEquals(isLike(pattern, { T1: "read 7 of 30", T2: "" }), false);
});

Deno.test("readLook() tells the same wrong value apart when another one was expected", () => {
  const subject = { kind: "file" as const, name: "x", path: "/c/x.ts" };
  const read = (expected: string) => {
    const facts = { called: "f()", expected, got: "code is 2", idea: "i", hint: 1 as const };
    const tests = [{
      id: "pipeline/T5",
      name: "T5 f() ends",
      status: "fail" as const,
      ms: 1,
      facts,
    }];
    const verdict = { job: { lesson: LESSON, subject }, status: "fail" as const, cause: "", tests };
    return readLook({ ...verdict, ms: 1, factor: 1, output: "" }, "/c");
  };
  assertEquals(read("code is 0"), { T5: "code is 2\nexpected code is 0\ncalled f()" });
  assertEquals(isLike(read("code is 0") ?? {}, read("code is 3") ?? {}), false);
});

Deno.test("normaliseText() takes the course's own folder for a path, and no name that begins alike", () => {
  const paths = { root: "/c", subject: "/c/mod.ts" };
  assertEquals(normaliseText('it is "/c", not /cat', paths), 'it is "<path>", not /cat');
});
