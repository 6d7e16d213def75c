import { assertEquals } from "@std/assert";
import { cleanText } from "./clean_text.ts";

Deno.test("cleanText() takes out what a terminal would obey, and shows what a line was overwritten by", () => {
  const text = "\x1b[2J\x1b]0;passed\x07a\rb\x00c\u202ed\x9b1m\n\te";
  assertEquals(cleanText(text), { text: "a\nbcd1m\n\te", isTruncated: false });
});

Deno.test("cleanText() says so where it cuts", () => {
  assertEquals(cleanText("abcdef", 3), { text: "abc\n[cut here]", isTruncated: true });
});

Deno.test("cleanText() leaves no half of a character", () => {
  assertEquals(cleanText("ab\u{1f600}", 3).text, "ab\ufffd\n[cut here]");
});
