import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { LineDecoder, lines } from "./lines.ts";

const encode = (text: string) => new TextEncoder().encode(text);

function decode(chunks: Uint8Array[], maxLineBytes?: number): string[] {
  const decoder = new LineDecoder(maxLineBytes === undefined ? {} : { maxLineBytes });
  return [...chunks.flatMap((chunk) => decoder.push(chunk)), ...decoder.end()];
}

Deno.test("LineDecoder does not care where the bytes are cut", () => {
  const text = "\u{feff}naïve\r\n😀\n\n \ta\rb\r\r\n\u{feff}end\r";
  const expected = ["\u{feff}naïve", "😀", "", " \ta\rb\r", "\u{feff}end\r"];
  const bytes = encode(text);
  for (let first = 0; first <= bytes.length; first++) {
    for (let second = first; second <= bytes.length; second++) {
      const cut = [bytes.slice(0, first), bytes.slice(first, second), bytes.slice(second)];
      assertEquals(decode(cut), expected);
    }
  }
  assertEquals(decode(Array.from(bytes, (byte) => Uint8Array.of(byte))), expected);
});

Deno.test("LineDecoder reads nothing from nothing, and keeps no chunk", () => {
  assertEquals(decode([]), []);
  assertEquals(decode([encode("\n")]), [""]);
  const decoder = new LineDecoder();
  const chunk = encode("ab");
  assertEquals(decoder.push(chunk), []);
  chunk.fill(0x78);
  assertEquals(decoder.push(encode("c\nd")), ["abc"]);
  assertEquals(decoder.end(), ["d"]);
  assertEquals(decoder.end(), []);
});

Deno.test("LineDecoder limits each line, as soon as it is too long", () => {
  const lines = [encode("four\nfour\r"), encode("\nabc"), encode("d\nab")];
  assertEquals(decode(lines, 5), ["four", "four", "abcd", "ab"]);
  assertThrows(() => decode(lines, 4), RangeError, "more than 4 bytes");
  for (const bad of ["abcde", "abcde\n", "a\nabcde\nb\n", "a\nabcde"]) {
    assertThrows(() => new LineDecoder({ maxLineBytes: 4 }).push(encode(bad)), RangeError);
    const decoder = new LineDecoder({ maxLineBytes: 4 });
    assertThrows(
      () => encode(bad).forEach((byte) => decoder.push(Uint8Array.of(byte))),
      RangeError,
    );
  }
});

Deno.test("LineDecoder refuses what is not UTF-8", () => {
  for (const bad of [[0xff], [0xc3, 0x0a, 0xa9], [0xe2, 0x82]]) {
    assertThrows(() => decode([Uint8Array.from(bad)]), TypeError);
    assertThrows(() => decode(bad.map((byte) => Uint8Array.of(byte))), TypeError);
  }
});

Deno.test("lines() cancels its source when it is left early, and when it fails", async () => {
  const reasons: string[] = [];
  const open = (text: string) =>
    new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(encode(text)),
      cancel: () => void reasons.push(text),
    });
  for await (const line of lines(open("y\n"))) {
    assertEquals(line, "y");
    break;
  }
  assertEquals(reasons, ["y\n"]);
  const readAll = () => Array.fromAsync(lines(open("y"), { maxLineBytes: 4 }));
  await assertRejects(readAll, RangeError);
  assertEquals(reasons, ["y\n", "y"]);
});
