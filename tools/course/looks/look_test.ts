import { assertEquals } from "@std/assert";
import { isLike, mergeLooks, normaliseText } from "./look.ts";

Deno.test("normaliseText() takes away what is never the same twice, and nothing else", () => {
  const text = 'still waiting after 1.5 s: sh (pid 4711) reads pipe:[98159], "/tmp/a1b2/x", at ' +
    "/c/lessons/05_pipeline/mod.ts:12:3, exit code 3, id 0b6f8f5e-5f0e-4d4e-9c53-0a1b2c3d4e5f";
  assertEquals(
    normaliseText(text, { root: "/c", subject: "/c/lessons/05_pipeline/mod.ts" }),
    'still waiting after <n> s: sh (pid <n>) reads pipe:[<n>], "<path>", at <file>, exit code 3, id <id>',
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
