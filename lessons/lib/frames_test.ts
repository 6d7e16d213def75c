import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { Buffer } from "node:buffer";
import {
  type ByteSource,
  encodeFrame,
  FrameDecoder,
  readExactly,
  readFrame,
  writeAll,
  writeFrame,
} from "./frames.ts";

const encode = (text: string) => new TextEncoder().encode(text);

/** Gives `bytes` in pieces of at most `most` bytes, each after a read of 0, then end-of-file. */
function source(bytes: Uint8Array, most = Infinity): ByteSource & { reads: number } {
  let offset = 0;
  return {
    reads: 0,
    read(p) {
      this.reads++;
      if (most < Infinity && this.reads % 2 === 1) return Promise.resolve(0);
      const part = bytes.subarray(offset, offset + Math.min(most, p.length));
      p.set(part);
      offset += part.length;
      return Promise.resolve(part.length === 0 ? null : part.length);
    },
  };
}

/** Takes at most `most` bytes of each write. */
function sink(most = Infinity) {
  const writes: Uint8Array[] = [];
  return {
    writes,
    get bytes() {
      return Uint8Array.from(writes.flatMap((part) => [...part]));
    },
    write(p: Uint8Array) {
      writes.push(p.slice(0, most));
      return Promise.resolve(Math.min(most, p.length));
    },
  };
}

const payloads = [encode("héllo"), encode(""), encode("x"), new Uint8Array(300).fill(7)];
const frames = Uint8Array.from(payloads.flatMap((payload) => [...encodeFrame(payload)]));

Deno.test("writeFrame() and encodeFrame() make a big-endian length and the payload, in one write", async () => {
  const golden = Uint8Array.of(0, 0, 0, 6, 0x68, 0xc3, 0xa9, 0x6c, 0x6c, 0x6f);
  assertEquals(encodeFrame(encode("héllo")), golden);
  const { writes, ...dst } = sink();
  await writeFrame(dst, encode("héllo"));
  assertEquals(writes, [golden]);
});

Deno.test("writeFrame() and readFrame() loop over short counts, also for large payloads", async () => {
  for (const most of [1, 3, Infinity]) {
    const dst = sink(most);
    for (const payload of payloads) await writeFrame(dst, payload);
    assertEquals(dst.bytes, frames);
    const src = source(frames, most);
    for (const payload of payloads) assertEquals(await readFrame(src), payload);
    assertEquals(await readFrame(src), null);
  }
  const large = Uint8Array.from({ length: 700_001 }, (_, index) => index * 31 + (index >> 12));
  const dst = sink(200_000);
  await writeFrame(dst, large);
  assertEquals(await readFrame(source(dst.bytes, 65_536)), large);
});

Deno.test("writeFrame() may write to several sinks at the same time", async () => {
  const gate = Promise.withResolvers<void>();
  const [slow, quick] = [sink(), sink()];
  const write = async (p: Uint8Array) => (await gate.promise, slow.write(p));
  const writing = writeFrame({ write }, encode("slow"));
  await writeFrame(quick, encode("quick"));
  gate.resolve();
  await writing;
  assertEquals(slow.bytes, encodeFrame(encode("slow")));
  assertEquals(quick.bytes, encodeFrame(encode("quick")));
});

Deno.test("readExactly() and writeAll() move exactly n bytes, 0 without a call", async () => {
  const src = source(encode("abc"));
  assertEquals(await readExactly(src, 0), new Uint8Array());
  assertEquals(src.reads, 0);
  assertEquals(await readExactly(src, 3), encode("abc"));
  assertEquals(await readExactly(src, 1), null);
  const dst = sink(2);
  await writeAll(dst, encode("abc"));
  assertEquals(dst.writes, [encode("ab"), encode("c")]);
});

Deno.test("readFrame() reads into the given buffer what fits", async () => {
  const [src, buffer] = [source(frames), new Uint8Array(6)];
  const shares: boolean[] = [];
  for (const payload of payloads) {
    const got = await readFrame(src, { buffer });
    assertEquals(got, payload);
    shares.push(got?.buffer === buffer.buffer);
  }
  assertEquals(shares, [true, true, true, false]);
  assertEquals(await readFrame(src, { buffer }), null);
});

Deno.test("readFrame() and FrameDecoder tell an end between frames from one inside", async () => {
  const frame = encodeFrame(encode("héllo"));
  for (let end = 1; end < frame.length; end++) {
    const cut = frame.subarray(0, end);
    await assertRejects(() => readFrame(source(cut)), Deno.errors.UnexpectedEof);
    const decoder = new FrameDecoder();
    assertEquals(decoder.push(cut), []);
    assertThrows(() => decoder.end(), Deno.errors.UnexpectedEof);
  }
  assertEquals(await readFrame(source(new Uint8Array())), null);
  const decoder = new FrameDecoder();
  decoder.push(frame);
  decoder.end();
});

Deno.test("readFrame() and FrameDecoder refuse a length above maxBytes at once", async () => {
  const src = source(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 1, 2));
  await assertRejects(() => readFrame(src), RangeError);
  assertEquals(src.reads, 1);
  await assertRejects(() => readFrame(source(frames), { maxBytes: 5 }), RangeError);
  assertEquals(await readFrame(source(frames), { maxBytes: 6 }), payloads[0]);
  const header = frames.subarray(0, 4);
  assertThrows(() => new FrameDecoder({ maxBytes: 5 }).push(header), RangeError);
  assertThrows(() => new FrameDecoder({ maxBytes: 5 }).push(frames), RangeError);
  assertEquals(new FrameDecoder({ maxBytes: 300 }).push(frames), payloads);
});

Deno.test("FrameDecoder does not care where the bytes are cut, and keeps no chunk", () => {
  for (let first = 0; first <= frames.length; first++) {
    const decoder = new FrameDecoder();
    const chunk = Buffer.alloc(frames.length); // its slice() is no copy
    const got: Uint8Array[] = [];
    for (const part of [frames.subarray(0, first), frames.subarray(first)]) {
      chunk.set(part);
      got.push(...decoder.push(chunk.subarray(0, part.length)));
      chunk.fill(0xee);
    }
    assertEquals(got, payloads);
    decoder.end();
  }
  const decoder = new FrameDecoder();
  assertEquals([...frames].flatMap((byte) => decoder.push(Uint8Array.of(byte))), payloads);
});
