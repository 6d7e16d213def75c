import { assertEquals } from "@std/assert";
import { countColumns, removeControls, truncate, wrapLine } from "./wrap.ts";

Deno.test("wrapLine() breaks between words and keeps what follows behind the label", () => {
  const lines = wrapLine("    got       one two three four", 28);
  assertEquals(lines, ["    got       one two three", "              four"]);
});

Deno.test("wrapLine() cuts a word that is longer than the line", () => {
  assertEquals(wrapLine("abcdefghij", 4), ["abcd", "efgh", "ij"]);
});

Deno.test("wrapLine() goes on with a style on the next line", () => {
  const lines = wrapLine("\x1b[31mone two\x1b[39m", 4);
  assertEquals(lines, ["\x1b[31mone \x1b[0m", "\x1b[31mtwo\x1b[39m"]);
});

Deno.test("countColumns() counts wide characters twice and styles not at all", () => {
  const texts = ["abc", "\x1b[1mabc\x1b[22m", "日本", "é", "🙂"];
  assertEquals(texts.map(countColumns), [3, 3, 4, 1, 2]);
});

Deno.test("truncate() shows that something is missing", () => {
  const cut = [truncate("abcdef", 6), truncate("abcdef", 4), truncate("日本語", 5)];
  assertEquals(cut, ["abcdef", "abc…", "日本…"]);
});

Deno.test("removeControls() leaves colours and drops what would move the cursor", () => {
  const evil = "a\x1b[2J\x1b[31mred\x1b[0m\x1b]0;title\x07b\x1b[?1049h\x1bcc\r\nd\x07\x1b";
  assertEquals(removeControls(evil), "a\x1b[31mred\x1b[0mbc\nd");
});
