import { assertEquals } from "@std/assert";
import { tellTexts } from "./tell_texts.ts";

Deno.test("tellTexts() labels numbers that colours stand before", () => {
  assertEquals(tellTexts(["child \x1b[33m45\x1b[39m ended", "pid 45"]), [
    { text: "child A ended", isTruncated: false },
    { text: "pid A", isTruncated: false },
  ]);
});

Deno.test("tellTexts() cuts two runs at the same place, however long their numbers are", () => {
  const tell = (pid: number) => tellTexts([`child ${pid} waits. `.repeat(12)], 100)[0];
  assertEquals(tell(7), tell(1_234_567));
  assertEquals(tell(7), {
    text: "child A waits. ".repeat(7).slice(0, 100) + "\n[cut here]",
    isTruncated: true,
  });
});
