import { assertEquals } from "@std/assert";
import { parseSystemCall } from "./system_calls.ts";

Deno.test("parseSystemCall() knows the same call by another number on another machine", () => {
  const read = { kind: "read", name: "read", args: [3, 16] } as const;
  assertEquals(parseSystemCall("0 0x3 0x10\n", "x86_64"), read);
  assertEquals(parseSystemCall("63 0x3 0x10\n", "aarch64"), read);
});

Deno.test("parseSystemCall() returns undefined for a thread that runs, or that cannot be read", () => {
  assertEquals(parseSystemCall("running\n", "x86_64"), undefined);
  assertEquals(parseSystemCall("", "x86_64"), undefined);
});
