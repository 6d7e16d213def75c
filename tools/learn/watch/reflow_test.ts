import { assertEquals } from "@std/assert";
import { reflow } from "./reflow.ts";

Deno.test("reflow() joins the lines of a paragraph and leaves lists, tables and code", () => {
  const text = "one\ntwo\n\n- item\n  goes on\n- next\n\n| a |\n| b |\n\n```ts\nx\ny\n```\nend";
  assertEquals(
    reflow(text),
    "one two\n\n- item goes on\n- next\n\n| a |\n| b |\n\n```ts\nx\ny\n```\nend",
  );
});
