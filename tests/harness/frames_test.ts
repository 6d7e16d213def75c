import { assertEquals } from "@std/assert";
import { listFrames } from "./frames.ts";

const URL_OF_FILE = "file:///course/my%20lesson/mod.ts";
const STACK = `TypeError: no
    at helper (${URL_OF_FILE}:8:49)
    at Array.map (<anonymous>)
    at async Object.pump (${URL_OF_FILE}:6:1)
    at Module.filter (${URL_OF_FILE}:5:3)
    at async ${URL_OF_FILE}:1:9
    at body (file:///course/tests/harness/run_body.ts:58:16)`;

Deno.test("listFrames() keeps the frames of the learner's file alone, with their functions", () => {
  assertEquals(listFrames(STACK, URL_OF_FILE), [
    { name: "helper", at: "/course/my lesson/mod.ts:8:49" },
    { name: "pump", at: "/course/my lesson/mod.ts:6:1" },
    { name: "filter", at: "/course/my lesson/mod.ts:5:3" },
    { name: "", at: "/course/my lesson/mod.ts:1:9" },
  ]);
});

Deno.test("listFrames() shows a recursion once", () => {
  const deep = STACK.split("\n").slice(0, 2).join("\n") +
    `\n    at helper (${URL_OF_FILE}:8:49)`.repeat(9);
  assertEquals(listFrames(deep, URL_OF_FILE).length, 1);
});

Deno.test("listFrames() finds nothing where the learner's file is not on the stack", () => {
  assertEquals(listFrames(STACK, "file:///course/other.ts"), []);
  assertEquals(listFrames(undefined, URL_OF_FILE), []);
});
