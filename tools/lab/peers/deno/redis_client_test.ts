import { assertEquals, assertThrows } from "@std/assert";
import { encodeCommand, parseValue } from "./redis_client.ts";

const encode = (text: string) => new TextEncoder().encode(text);

Deno.test("encodeCommand() writes a list of byte strings", () => {
  const bytes = encodeCommand("PUBLISH", encode("a"), Uint8Array.of(13, 10));
  assertEquals(bytes, encode("*3\r\n$7\r\nPUBLISH\r\n$1\r\na\r\n$2\r\n\r\n\r\n"));
});

Deno.test("parseValue() takes a whole value, and no value that is cut anywhere", () => {
  const bytes = encode("*3\r\n:12\r\n$0\r\n\r\n$2\r\n\r\n\r\n");
  assertEquals(parseValue(encode("x" + ":7\r\n"), 1), [7, 5]);
  assertEquals(parseValue(bytes), [[12, encode(""), encode("\r\n")], bytes.length]);
  for (let end = 0; end < bytes.length; end++) {
    assertEquals(parseValue(bytes.subarray(0, end)), undefined);
  }
});

Deno.test("parseValue() throws TypeError with the words of an error", () => {
  assertThrows(() => parseValue(encode("-ERR no\r\n")), TypeError, "-ERR no");
});
