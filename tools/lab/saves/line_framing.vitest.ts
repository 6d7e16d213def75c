// The assertions of lesson 03's tests T1 to T8, T12 and T13, which start no program, as a vitest user would write them.
import { expect, test } from "vitest";
import { LineDecoder } from "./mod.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (chunks: Uint8Array[], options = {}) => {
  const decoder = new LineDecoder(options);
  return [...chunks.flatMap((chunk) => decoder.push(chunk)), ...decoder.end()];
};

test("T1 push() returns the three lines of one chunk", () => {
  expect(new LineDecoder().push(encode("one\ntwo\nthree\n"))).toEqual(["one", "two", "three"]);
});

test("T2 push() returns the same lines wherever the bytes are cut in two", () => {
  const bytes = encode("naïve\r\n😀\n\nend");
  for (let cut = 1; cut < bytes.length; cut++) {
    expect(decode([bytes.slice(0, cut), bytes.slice(cut)])).toEqual(["naïve", "😀", "", "end"]);
  }
});

test("T3 push() returns the same lines when each byte comes alone", () => {
  const digits = "0123456789".repeat(300);
  const bytes = encode(`😀\r\n${digits}\n`);
  expect(decode(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(["😀", digits]);
});

test("T4 end() returns the last line when it lacks its newline", () => {
  const decoder = new LineDecoder();
  expect(decoder.push(encode("one\ntwo"))).toEqual(["one"]);
  expect(decoder.end()).toEqual(["two"]);
});

test("T5 LineDecoder keeps empty lines, and makes none up", () => {
  expect(decode([encode("\n\nx\n\n")])).toEqual(["", "", "x", ""]);
  expect(decode([])).toEqual([]);
  expect(decode([new Uint8Array()])).toEqual([]);
});

test("T6 LineDecoder removes the end of the line and nothing else", () => {
  const lines = decode([encode("  a \t\r\r\nb\rc\n\u{feff}mark\nlast\r")]);
  expect(lines).toEqual(["  a \t\r", "b\rc", "\u{feff}mark", "last\r"]);
});

test("T7 push() throws RangeError as soon as a line is too long", () => {
  const open = () => new LineDecoder({ maxLineBytes: 8 });
  const decoder = open();
  expect(decoder.push(encode("12345"))).toEqual([]);
  expect(() => decoder.push(encode("6789"))).toThrow(RangeError);
  expect(() => open().push(encode("123456789\n"))).toThrow(RangeError);
  const half = open();
  half.push(encode("12345"));
  expect(() => half.push(encode("6789\n"))).toThrow(RangeError);
  expect(() => open().push(encode("ééééé"))).toThrow(RangeError);
});

test("T8 LineDecoder throws TypeError for bytes that are not UTF-8", () => {
  expect(() => new LineDecoder().push(Uint8Array.of(0x61, 0xff, 0x0a))).toThrow(TypeError);
  expect(() => new LineDecoder().push(Uint8Array.of(0xc3, 0x0a, 0xa9))).toThrow(TypeError);
  expect(() => decode([Uint8Array.of(0x61, 0xe2, 0x82)])).toThrow(TypeError);
});

test("T12 push() keeps no part of the caller's memory", () => {
  const decoder = new LineDecoder();
  const buffer = encode("ab ");
  const got = decoder.push(buffer.subarray(0, 2));
  buffer.set(encode("c\nd"));
  got.push(...decoder.push(buffer));
  buffer.fill(0x78);
  got.push(...decoder.end());
  expect(got).toEqual(["abc", "d"]);
});

test("T13 push() limits each line, not the chunk, to 1 MiB unless told otherwise", () => {
  const chunks = [encode("four\nfour\nfo"), encode("ur")];
  expect(decode(chunks, { maxLineBytes: 4 })).toEqual(["four", "four", "four"]);
  const decoder = new LineDecoder();
  expect(decoder.push(new Uint8Array(1 << 20).fill(0x78))).toEqual([]);
  expect(() => decoder.push(encode("x"))).toThrow(RangeError);
});
