import { check, checkRejects, checkThrows, lesson, type TestContext } from "./harness/mod.ts";
import type * as Stub from "./stubs/03_line_framing.ts";

const { fact } = lesson<typeof Stub>(import.meta);
type Context = TestContext<typeof Stub>;

const encode = (text: string) => new TextEncoder().encode(text);
const SIGPIPE: Deno.CommandStatus = { success: false, code: 141, signal: "SIGPIPE" };

/** All lines of a stream that comes in these chunks. */
function decode(
  { subject }: Context,
  chunks: readonly Uint8Array[],
  o: { maxLineBytes?: number } = {},
): string[] {
  const decoder = new subject.LineDecoder(o);
  return [...chunks.flatMap((chunk) => decoder.push(chunk)), ...decoder.end()];
}

/** Starts a program whose stdout the learner reads; it is ended with the test. */
function start(t: Context, argv: readonly [string, ...string[]]): Deno.ChildProcess {
  const [program, ...args] = argv;
  const child = new Deno.Command(program, { args, stdin: "piped", stdout: "piped" }).spawn();
  t.defer(async () => {
    await child[Symbol.asyncDispose]();
    await Promise.allSettled([child.stdin.abort(), child.stdout.cancel()]); // where nobody has
  });
  return child;
}

Deno.test(fact("T1 push() returns the three lines of one chunk", {
  call: 'push("one\\ntwo\\nthree\\n")',
  idea: "One chunk is not one line: a single read may bring many.",
  hint: 1,
}, (t) => {
  const decoder = new t.subject.LineDecoder();
  check("the list of lines", decoder.push(encode("one\ntwo\nthree\n")), ["one", "two", "three"]);
}));

Deno.test(fact("T2 push() returns the same lines wherever the bytes are cut in two", {
  call: 'push() twice, with all cuts of "naïve\\r\\n😀\\n\\nend"',
  idea: "The writer decides where lines end; pipes and reads decide where chunks end. A cut may " +
    "fall between \\r and \\n, and inside ï (2 bytes) or 😀 (4 bytes).",
  hint: 2,
}, (t) => {
  const bytes = encode("naïve\r\n😀\n\nend");
  const expected = ["naïve", "😀", "", "end"];
  for (let cut = 1; cut < bytes.length; cut++) {
    t.call(`push(bytes 0 to ${cut - 1}), push(the other bytes), end()`);
    const got = decode(t, [bytes.slice(0, cut), bytes.slice(cut)]);
    check(`the list of lines, cut after ${cut} bytes,`, got, expected);
  }
}));

Deno.test(fact("T3 push() returns the same lines when each byte comes alone", {
  call: 'push() for each byte of "😀\\r\\n", 3000 digits, "\\n"',
  idea: "A line may come in any number of chunks. Remember all of them, not only the latest.",
  hint: 2,
}, (t) => {
  const digits = "0123456789".repeat(300);
  const bytes = encode(`😀\r\n${digits}\n`);
  const got = decode(t, Array.from(bytes, (byte) => Uint8Array.of(byte)));
  check("the list of lines", got, ["😀", digits]);
}));

Deno.test(fact("T4 end() returns the last line when it lacks its newline", {
  call: 'push("one\\ntwo"), end()',
  idea: "The writer may stop, or crash, before its last newline. What has come is still a line.",
  hint: 3,
}, ({ subject }) => {
  const decoder = new subject.LineDecoder();
  check("the result of push()", decoder.push(encode("one\ntwo")), ["one"]);
  check("the result of end()", decoder.end(), ["two"]);
}));

Deno.test(fact("T5 LineDecoder keeps empty lines, and makes none up", {
  call: 'push("\\n\\nx\\n\\n"), end()',
  idea: "A newline ends a line. It does not begin the next: after the last one there is nothing.",
  hint: 3,
}, (t) => {
  check("the list of lines", decode(t, [encode("\n\nx\n\n")]), ["", "", "x", ""]);
  t.call("end()  // nothing was pushed");
  check("the list of lines without a chunk", decode(t, []), []);
  t.call("push(no bytes), end()");
  check("the list of lines of an empty chunk", decode(t, [new Uint8Array()]), []);
}));

Deno.test(fact("T6 LineDecoder removes the end of the line and nothing else", {
  call: 'push("  a \\t\\r\\r\\nb\\rc\\n…"), end()',
  idea: "Only \\n and \\r\\n end a line. Who needs no blanks can trim; who needs them cannot get " +
    "them back.",
  hint: 3,
}, (t) => {
  const got = decode(t, [encode("  a \t\r\r\nb\rc\n\u{feff}mark\nlast\r")]);
  check("the list of lines", got, ["  a \t\r", "b\rc", "\u{feff}mark", "last\r"]);
}));

Deno.test(fact("T7 push() throws RangeError as soon as a line is too long", {
  call: "new LineDecoder({ maxLineBytes: 8 })",
  idea: "A peer that never sends a newline must not get all your memory: count before you keep.",
  hint: 2,
}, (t) => {
  const open = () => new t.subject.LineDecoder({ maxLineBytes: 8 });
  t.call('maxLineBytes: 8; push("12345"), push("6789"), no newline so far');
  const decoder = open();
  check("the list of lines", decoder.push(encode("12345")), []);
  checkThrows("push() of the 9th byte", () => decoder.push(encode("6789")), RangeError);
  t.call('maxLineBytes: 8; push("123456789\\n")');
  const pushLine = () => open().push(encode("123456789\n"));
  checkThrows("push() of a whole line of 9 bytes", pushLine, RangeError);
  t.call('maxLineBytes: 8; push("12345"), push("6789\\n")');
  const half = open();
  half.push(encode("12345"));
  checkThrows("push() of the end of such a line", () => half.push(encode("6789\n")), RangeError);
  t.call('maxLineBytes: 8; push("ééééé"), 5 characters');
  checkThrows("push() of 10 bytes", () => open().push(encode("ééééé")), RangeError);
}));

Deno.test(fact("T8 LineDecoder throws TypeError for bytes that are not UTF-8", {
  call: "push(61 ff 0a)",
  idea: "Without fatal, a decoder puts � in place of what it cannot read, and nobody ever knows.",
  hint: 3,
}, (t) => {
  const open = () => new t.subject.LineDecoder();
  checkThrows("push()", () => open().push(Uint8Array.of(0x61, 0xff, 0x0a)), TypeError);
  t.call("push(c3 0a a9)  // é with a newline in between");
  checkThrows("push()", () => open().push(Uint8Array.of(0xc3, 0x0a, 0xa9)), TypeError);
  t.call("push(61 e2 82), end()  // the stream ends inside €");
  const decodeCut = () => decode(t, [Uint8Array.of(0x61, 0xe2, 0x82)]);
  checkThrows("push() or end()", decodeCut, TypeError);
}));

Deno.test(fact("T9 lines() cancels its source when the loop is left early", {
  call: "for await (const line of lines(seq.stdout)) { if (line === '3') break; }",
  idea: "seq has a million numbers to write. The kernel stops it by SIGPIPE, but only when " +
    "nobody holds the read end any more.",
  hint: 3,
}, async (t) => {
  const seq = start(t, ["seq", "1000000"]); // 6.9 MB: no pipe holds that
  const seen: string[] = [];
  for await (const line of t.subject.lines(seq.stdout)) {
    seen.push(line);
    if (line === "3") break;
  }
  check("the list of lines", seen, ["1", "2", "3"]);
  check("the status of seq", await seq.status, SIGPIPE);
}));

Deno.test(fact("T10 lines() yields a line while its writer still runs, and the tail at the end", {
  call: "lines(stdout of: echo one; wait for the test; printf two)",
  idea: "Line one is complete long before the stream is. Whoever collects first makes all wait.",
  hint: 3,
}, async (t) => {
  const sh = start(t, ["sh", "-c", "echo one; read -r go; printf two"]);
  const iterator = t.subject.lines(sh.stdout);
  check("the first next()", await iterator.next(), { done: false, value: "one" });
  const gate = sh.stdin.getWriter();
  await gate.write(encode("go\n"));
  await gate.close();
  check("the second next()", await iterator.next(), { done: false, value: "two" });
  check("the third next()", await iterator.next(), { done: true, value: undefined });
}));

Deno.test(fact("T11 lines() cancels its source when a line is too long", {
  call: "lines(8 MiB without a newline, { maxLineBytes: 1000 })",
  idea: "An error is one more way out of the loop: the writer must learn of that one, too.",
  hint: 3,
}, async (t) => {
  const head = start(t, ["head", "-c", String(8 << 20), "/dev/zero"]);
  const iterator = t.subject.lines(head.stdout, { maxLineBytes: 1000 });
  await checkRejects("the first next()", () => iterator.next(), RangeError);
  check("the status of head", await head.status, SIGPIPE);
  t.call('lines(a stream of "12345", { maxLineBytes: 4 })');
  const five = t.subject.lines(ReadableStream.from([encode("12345")]), { maxLineBytes: 4 });
  await checkRejects("the first next()", () => five.next(), RangeError);
}));

Deno.test(fact("T12 push() keeps no part of the caller's memory", {
  call: 'push(buffer with "ab"), push(same buffer with "c\\nd"), end()',
  idea: "A reader often fills one buffer again and again: what a later line needs must be copied.",
  hint: 2,
}, (t) => {
  const decoder = new t.subject.LineDecoder();
  const buffer = encode("ab ");
  const got = decoder.push(buffer.subarray(0, 2));
  buffer.set(encode("c\nd"));
  got.push(...decoder.push(buffer));
  buffer.fill(0x78);
  got.push(...decoder.end());
  check("the list of lines", got, ["abc", "d"]);
}));

Deno.test(fact("T13 push() limits each line, not the chunk, to 1 MiB unless told otherwise", {
  call: 'new LineDecoder({ maxLineBytes: 4 }), push("four\\nfour\\nfour")',
  idea: "The limit protects from a line without end. Many short lines are no danger.",
  hint: 2,
}, (t) => {
  const got = decode(t, [encode("four\nfour\nfo"), encode("ur")], { maxLineBytes: 4 });
  check("the list of lines", got, ["four", "four", "four"]);
  t.call("new LineDecoder(), push(1048576 bytes), push(1 byte), no newline so far");
  const decoder = new t.subject.LineDecoder();
  check("the list of lines", decoder.push(new Uint8Array(1 << 20).fill(0x78)), []);
  checkThrows("push() of one byte more", () => decoder.push(encode("x")), RangeError);
}));
