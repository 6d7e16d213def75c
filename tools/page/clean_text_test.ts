import { assertEquals } from "@std/assert";
import { cleanLine, cleanText, cutText } from "./clean_text.ts";

Deno.test("cleanText() removes terminal sequences and control characters, and keeps tab and newline", () => {
  const hostile =
    "a\x1b[31mb\x1b]0;title\x07c\x1b]8;;http://x\x1b\\d\x1bce\0\x08\x7f\x9b31mf\tg\r\nh\ri";
  assertEquals(cleanText(hostile), "abcde31mf\tg\nh\ni");
});

Deno.test("cleanText() removes what turns the direction of the text", () => {
  assertEquals(cleanText("a\u202eb\u2066c\u2069d\u200fe\u061cf"), "abcdef");
});

Deno.test("cleanText() gives only characters that XML may hold", () => {
  assertEquals(cleanText("a\ud800b\udc00c\ufffed\uffffe🙂"), "a\ufffdb\ufffdcde🙂");
});

Deno.test("cleanText() takes a megabyte of escape characters without stalling", () => {
  assertEquals(cleanText("\x1b]".repeat(500_000)), "");
  assertEquals(cleanText("\x1b[1;".repeat(250_000)), "");
});

Deno.test("cleanLine() puts all on one line when the text has several", () => {
  assertEquals(cleanLine(" a\n\n\tb \u2028 c\r\n"), "a b c");
});

Deno.test("cutText() keeps the limit and says that it cut when the text is longer", () => {
  assertEquals(cutText("abc", 3), "abc");
  const cut = cutText("x".repeat(1_000), 100);
  assertEquals(cut.length, 100);
  assertEquals(cut.endsWith("x\n[cut here: the whole text has 1000 characters]"), true);
  assertEquals(cutText("x".repeat(10), 5, " …"), "xxx …");
});

Deno.test("cutText() never cuts through a character when it takes two units", () => {
  assertEquals(cutText("ab🙂🙂", 4, "."), "ab.");
  assertEquals(cutText("ab🙂🙂", 5, "."), "ab🙂.");
});

Deno.test("cutText() leaves the note out when it does not fit", () => {
  assertEquals(cutText("abcdef", 2, "a long note"), "ab");
});
