import { check, checkRejects, checkThat, lesson, type TestContext } from "./harness/mod.ts";
import type * as Stub from "./stubs/04_length_frames.ts";

const { fact } = lesson<typeof Stub>(import.meta);
type Context = TestContext<typeof Stub>;

const encode = (text: string) => new TextEncoder().encode(text);
const concat = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

/** The same bytes as a plain Uint8Array: node's Buffer is one as well, but is not equal to one. */
const plain = (bytes: Uint8Array | null) => bytes && new Uint8Array(bytes);

const HELLO = encode("héllo"); // 5 characters, 6 bytes
const HELLO_FRAME = concat(Uint8Array.of(0, 0, 0, 6), HELLO);

/** Bytes of which no two pages are alike. */
function makeBytes(byteCount: number): Uint8Array {
  const bytes = new Uint8Array(byteCount);
  for (let index = 0; index < byteCount; index++) bytes[index] = index * 31 + (index >> 12);
  return bytes;
}

/** A source that gives `bytes`, at most `counts` of them at a time (over and over), then end-of-file. */
class ScriptedSource {
  readonly #bytes: Uint8Array;
  readonly #counts: readonly number[];
  #reads = 0;
  /** How many bytes have been read. */
  offset = 0;

  constructor(bytes: Uint8Array, counts: readonly number[] = [Infinity]) {
    this.#bytes = bytes;
    this.#counts = counts;
  }

  read(p: Uint8Array): Promise<number | null> {
    const atMost = this.#counts[this.#reads++ % this.#counts.length] ?? 0;
    const isStuck = this.#reads > 3 * this.#bytes.length + 20;
    if (isStuck) return Promise.reject(new Error("read() is called on and on, without an end"));
    if (this.offset === this.#bytes.length) return Promise.resolve(null);
    const part = this.#bytes.subarray(this.offset, this.offset + Math.min(atMost, p.length));
    p.set(part);
    this.offset += part.length;
    return Promise.resolve(part.length);
  }
}

/** A sink that takes at most `counts` bytes at a time, over and over. */
class ScriptedSink {
  readonly writes: Uint8Array[] = [];
  readonly #counts: readonly number[];

  constructor(counts: readonly number[] = [Infinity]) {
    this.#counts = counts;
  }

  get bytes(): Uint8Array {
    return concat(...this.writes);
  }

  write(p: Uint8Array): Promise<number> {
    const atMost = this.#counts[this.writes.length % this.#counts.length] ?? 1;
    const isStuck = this.writes.length > 1000;
    if (isStuck) return Promise.reject(new Error("write() is called on and on, without an end"));
    this.writes.push(new Uint8Array(p.subarray(0, atMost))); // a copy: p is the caller's again
    return Promise.resolve(Math.min(atMost, p.length));
  }
}

/** Both ends of a Unix socket, closed after the test. */
async function connect(t: Context): Promise<[Deno.Conn, Deno.Conn]> {
  const address = { transport: "unix", path: `${await t.makeTempDir()}/s` } as const;
  using listener = Deno.listen(address);
  const ends = await Promise.all([Deno.connect(address), listener.accept()]);
  for (const end of ends) t.defer(() => end.close());
  return ends;
}

Deno.test(fact("T1 readExactly() reads until it has n bytes, and not one more", {
  call: 'readExactly(source of "héllo, you", 6), which gives 1 byte, then 2, then the rest',
  idea: "read() promises progress, not completion: look at the number, and ask for what is left.",
  hint: 1,
}, async ({ subject }) => {
  const src = new ScriptedSource(encode("héllo, you"), [1, 2, Infinity]);
  check("the result", plain(await subject.readExactly(src, 6)), HELLO);
  check("how many bytes were read from the source", src.offset, 6);
  check("the next result", plain(await subject.readExactly(src, 5)), encode(", you"));
}));

Deno.test(fact("T2 readExactly() goes on after a read of 0 bytes", {
  call: 'readExactly(source of "héllo", 6), every other read() gives 0',
  idea: "In C a read of 0 is end-of-file. In Deno that is null, and 0 only says: nothing yet.",
  hint: 2,
}, async ({ subject }) => {
  const src = new ScriptedSource(HELLO, [0, 2, 0, 1]);
  check("the result", plain(await subject.readExactly(src, 6)), HELLO);
}));

Deno.test(fact("T3 readExactly() and readFrame() resolve to null at a clean end-of-file", {
  call: "readExactly(source of nothing, 4)",
  idea: "An end between two messages is a clean end: no error, but no message either.",
  hint: 2,
}, async (t) => {
  const nothing = new ScriptedSource(new Uint8Array());
  check("the result", plain(await t.subject.readExactly(nothing, 4)), null);
  t.call('readFrame(source of one frame, "héllo") twice');
  const src = new ScriptedSource(HELLO_FRAME);
  check("the first payload", plain(await t.subject.readFrame(src)), HELLO);
  check("the second payload", plain(await t.subject.readFrame(src)), null);
}));

Deno.test(fact("T4 readExactly() and readFrame() reject with UnexpectedEof inside", {
  call: 'readExactly(source of "héllo", 7)',
  idea: "Half a message is no message, and no clean end: the writer has crashed, or been cut off.",
  hint: 3,
}, async (t) => {
  const readSeven = () => t.subject.readExactly(new ScriptedSource(HELLO), 7);
  await checkRejects("reading 7 bytes of 6", readSeven, Deno.errors.UnexpectedEof);
  for (let end = 1; end < HELLO_FRAME.length; end++) {
    const where =
      ["inside the length", "behind the length", "in the payload"][Math.sign(end - 4) + 1];
    t.call(`readFrame(source that ends after ${end} of 10 bytes, ${where})`);
    const read = () => t.subject.readFrame(new ScriptedSource(HELLO_FRAME.slice(0, end)));
    await checkRejects("reading the frame", read, Deno.errors.UnexpectedEof);
  }
}));

Deno.test(fact("T5 writeAll() writes until the sink has taken everything", {
  call: "writeAll(sink that takes 1, 2 or 3 bytes, 20 bytes)",
  idea: "write() may take a part. The rest is still yours: offer it again, from where it stopped.",
  hint: 2,
}, async ({ subject }) => {
  const dst = new ScriptedSink([3, 1, 2]);
  const data = makeBytes(30).subarray(5, 25); // a view: its bytes begin inside its buffer
  await subject.writeAll(dst, data);
  check("what the sink has taken", dst.bytes, data.slice());
}));

Deno.test(fact("T6 readFrame() takes frames apart that come in one chunk, empty ones too", {
  call: 'readFrame() five times: "héllo", "", "x", "", then the end',
  idea: "The length says where this message ends. Nothing has a length, too: 0.",
  hint: 3,
}, async ({ subject }) => {
  const src = new ScriptedSource(concat(HELLO_FRAME, encode("\0\0\0\0\0\0\0\x01x\0\0\0\0")));
  const payloads = [];
  for (let count = 0; count < 5; count++) payloads.push(await subject.readFrame(src));
  const empty = new Uint8Array();
  const expected = [HELLO, empty, encode("x"), empty, null];
  check("the list of payloads", payloads.map(plain), expected); // all were kept until now
}));

Deno.test(fact("T7 readFrame() rejects a length over maxBytes and reads no more", {
  call: "readFrame(source of 00 00 00 06 and more, { maxBytes: 5 })",
  idea: "So far it is only a claim. Who believes it reads and keeps up to 4 GiB for a stranger.",
  hint: 3,
}, async (t) => {
  const checkRefused = async (header: number[], o?: { maxBytes?: number }) => {
    const src = new ScriptedSource(concat(Uint8Array.from(header), new Uint8Array(100)));
    await checkRejects("reading it", () => t.subject.readFrame(src, o), RangeError);
    check("how many bytes were read from the source", src.offset, 4);
  };
  await checkRefused([0, 0, 0, 6], { maxBytes: 5 });
  t.call("readFrame(source of 01 00 00 01 and more), one byte over the default of 16 MiB");
  await checkRefused([1, 0, 0, 1]);
  t.call("readFrame(source of ff ff ff ff and more)");
  await checkRefused([0xff, 0xff, 0xff, 0xff]);
  t.call("readFrame(source of 01 00 00 00, and that is all), exactly 16 MiB");
  const cut = () => t.subject.readFrame(new ScriptedSource(Uint8Array.of(1, 0, 0, 0)));
  await checkRejects("reading it", cut, Deno.errors.UnexpectedEof);
  t.call('readFrame(source of a frame, "héllo", { maxBytes: 6 })');
  const src = new ScriptedSource(HELLO_FRAME);
  check("the payload", plain(await t.subject.readFrame(src, { maxBytes: 6 })), HELLO);
}));

Deno.test(fact("T8 writeFrame() puts the number of bytes in front, most significant byte first", {
  call: 'writeFrame(sink, bytes of "héllo")',
  idea: "Both sides must agree: bytes, not characters, and big-endian, as networks have it.",
  hint: 3,
}, async (t) => {
  const dst = new ScriptedSink();
  await t.subject.writeFrame(dst, HELLO);
  check("the frame", dst.bytes, HELLO_FRAME);
  t.call("writeFrame(sink, 66051 bytes), which is 0x010203");
  const large = new ScriptedSink();
  await t.subject.writeFrame(large, new Uint8Array(0x01_02_03));
  check("the length of the frame", large.bytes.length, 4 + 0x01_02_03);
  check("its first 4 bytes", large.bytes.slice(0, 4), Uint8Array.of(0, 1, 2, 3));
  t.call("writeFrame(sink, no bytes), an empty message");
  const empty = new ScriptedSink();
  await t.subject.writeFrame(empty, new Uint8Array());
  check("the frame", empty.bytes, new Uint8Array(4));
  t.call('writeFrame(sink that takes 3 bytes at a time, bytes of "héllo")');
  const slow = new ScriptedSink([3]);
  await t.subject.writeFrame(slow, HELLO);
  check("the frame", slow.bytes, HELLO_FRAME);
}));

Deno.test(fact("T9 writeFrame() and readFrame() move 8 MiB through a real socket", {
  call: "writeFrame(conn, 8 MiB) at one end, readFrame(conn) at the other",
  idea: "A socket takes what there is room for, about 200 KiB, and gives what has come so far.",
  hint: 1,
}, async (t) => {
  const [near, far] = await connect(t);
  const payload = makeBytes(8 << 20);
  const writing = t.subject.writeFrame(near, payload).then(() => near.closeWrite());
  writing.catch(() => {}); // looked at below
  const got = await t.subject.readFrame(far);
  check("the payload", plain(got), payload);
  await writing;
}));

Deno.test(fact("T10 writeFrame() hands length and payload over in one write", {
  call: 'writeFrame(sink, bytes of "héllo")',
  idea: "Each write is a system call, and may wake the reader for 4 bytes that say little.",
  hint: 3,
}, async (t) => {
  const countWrites = async (payload: Uint8Array) => {
    const dst = new ScriptedSink();
    await t.subject.writeFrame(dst, payload);
    return dst.writes.length;
  };
  check("the number of writes", await countWrites(HELLO), 1);
  t.call("writeFrame(sink, 64 KiB)");
  check("the number of writes", await countWrites(new Uint8Array(64 << 10)), 1);
}));

Deno.test(fact("T11 writeFrame() keeps frames for different sinks apart", {
  call: 'writeFrame(sink that waits, "slow"), writeFrame(another sink, "quick")',
  idea: "While one write is pending, others may begin: its bytes must not change under it.",
  hint: 3,
}, async ({ subject }) => {
  const gate = Promise.withResolvers<void>();
  const [slow, quick] = [new ScriptedSink(), new ScriptedSink()];
  const write = (p: Uint8Array) => gate.promise.then(() => slow.write(p));
  const writing = subject.writeFrame({ write }, encode("slow"));
  writing.catch(() => {}); // looked at below
  await subject.writeFrame(quick, encode("quick"));
  gate.resolve();
  await writing;
  check("the quick sink's frame", quick.bytes, encode("\0\0\0\x05quick"));
  check("the slow sink's frame", slow.bytes, encode("\0\0\0\x04slow"));
}));

Deno.test(fact("T12 readExactly() reads 0 bytes without asking, also at end-of-file", {
  call: "readExactly(source of nothing, 0)",
  idea: "Who wants nothing has it already. To ask could mean to wait, or to hear that all is over.",
  hint: 2,
}, async (t) => {
  const end = new ScriptedSource(new Uint8Array());
  check("the result", plain(await t.subject.readExactly(end, 0)), new Uint8Array());
  t.call("readExactly(source from which nothing comes, 0)");
  let isAsked = false;
  const silent = { read: () => (isAsked = true, Promise.resolve(0)) };
  check("the result", plain(await t.subject.readExactly(silent, 0)), new Uint8Array());
  checkThat(!isAsked, "no read()", "read() is called");
}));
