import { assertEquals } from "@std/assert";
import { padWithSleeps } from "./pad_with_sleeps.ts";

const SLEEP = "await new Promise((done) => setTimeout(done, 2));";

Deno.test("padWithSleeps() pads each statement of async functions, and of blocks in them", () => {
  assertEquals(
    padWithSleeps("async function f() { a(); if (b) { c(); } }"),
    `async function f() { ${SLEEP} a(); ${SLEEP} if (b) { ${SLEEP} c(); } }`,
  );
});

Deno.test("padWithSleeps() leaves functions alone that cannot wait", () => {
  const text = "const f = () => { a(); }; async () => { return () => { b(); }; };";
  assertEquals(padWithSleeps(text), text.replace("{ return", `{ ${SLEEP} return`));
});
