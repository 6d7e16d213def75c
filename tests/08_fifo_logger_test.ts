import { openNonblocking } from "#lib/nonblocking_fifo.ts";
import { hasReader, hasWriter } from "#lib/probe_fifo.ts";
import {
  check,
  checkRejects,
  checkThat,
  checkThrows,
  lesson,
  type TestContext,
  waitUntil,
} from "./harness/mod.ts";
import type * as Stub from "./stubs/08_fifo_logger.ts";

const { fact } = lesson<typeof Stub>(import.meta);
type Context = TestContext<typeof Stub>;

/** PIPE_BUF of this system (limits.h); T2 asks the system itself. */
const LIMIT = Deno.build.os === "darwin" ? 512 : 4_096;

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** A record whose line has exactly `byteCount` bytes, by few characters. */
function makeRecord(byteCount: number): { text: string } {
  const room = byteCount - encode('{"text":""}\n').length;
  return { text: "é".repeat(room >> 1) + "e".repeat(room & 1) };
}

/** A sink that notes each write; `takes` says how many bytes it takes of what it is given. */
function makeSink(takes = (byteCount: number): number | Promise<number> => byteCount) {
  const writes: string[] = [];
  const write = async (bytes: Uint8Array) => {
    writes.push(decode(bytes));
    return await takes(bytes.length);
  };
  return { writes, write };
}

async function makeFifo(t: Context): Promise<string> {
  const path = `${await t.makeTempDir()}/fifo`;
  await t.spawn(["mkfifo", path]).status;
  return path;
}

/** Starts serveLog(). With the test ends what came of it, whoever still waits for whom. */
function serve(
  t: Context,
  path: string,
  onRecord: (record: unknown) => void | Promise<void> = () => {},
) {
  const records: unknown[] = [];
  let wake = () => {};
  const abort = new AbortController();
  const serving = t.subject.serveLog(path, (record) => {
    records.push(record);
    wake();
    return onRecord(record);
  }, { signal: abort.signal });
  const ended = serving.then((): never => {
    checkThat(false, "serveLog() goes on", `it has ended after ${records.length} records`);
  });
  ended.catch(() => {}); // the test looks at it, or has failed before
  t.defer(async () => {
    abort.abort();
    await (t.signal.aborted ? undefined : serving.catch(() => {}));
  });
  return {
    records,
    serving,
    abort: () => abort.abort(),
    /** Waits until onRecord has been called `count` times; a server that ends before says so itself. */
    async until(count: number): Promise<void> {
      while (records.length < count) {
        await Promise.race([new Promise<void>((resolve) => wake = resolve), ended]);
      }
    },
    /** Opens a writer that counts on nobody's code: it writes any text or bytes. */
    async connect() {
      const opening = Deno.open(path, { write: true }); // waits for the server's open
      t.defer(() => {
        using _partner = openNonblocking(path); // or it would wait for ever for a server that has ended
        return opening.then((file) => file[Symbol.dispose]());
      });
      const file = await Promise.race([opening, ended]);
      const write = async (data: string | Uint8Array) => {
        const bytes = typeof data === "string" ? encode(data) : data;
        for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
      };
      return { write, close: () => file.close() };
    },
  };
}

/** Lets all go on that does not wait for the outside: who is too early shows himself in it. */
const takeTurn = () => new Promise((resolve) => setTimeout(resolve, 0));

function checkClosed(path: string): void {
  const expected = "when serveLog() has ended, nothing that it opened is open";
  const ghost = "a read still waits for data there, and it will swallow the next record";
  checkThat(!hasReader(path), expected, `the FIFO is still open for reading: ${ghost}`);
  checkThat(!hasWriter(path), expected, "the FIFO is still open for writing");
}

/** Whether not one more byte fits. */
function isFull(path: string): boolean {
  using fifo = openNonblocking(path);
  return !fifo.tryWrite(encode("\n"));
}

Deno.test(fact("T1 encodeRecord() makes one line of at most PIPE_BUF bytes, not characters", {
  call: 'encodeRecord({ text: "ééé…" })',
  idea: "The kernel counts bytes. A string counts UTF-16 units, and é is one unit but two bytes.",
  hint: 2,
}, ({ subject }) => {
  const line = decode(subject.encodeRecord({ text: "a\nb", list: [1, { é: null }] }));
  check("a line", line, '{"text":"a\\nb","list":[1,{"é":null}]}\n');
  check(`bytes of a line of ${LIMIT}`, subject.encodeRecord(makeRecord(LIMIT)).length, LIMIT);
  const tooLong = () => subject.encodeRecord(makeRecord(LIMIT + 1));
  checkThrows(`a line of ${LIMIT + 1} bytes`, tooLong, RangeError);
}));

Deno.test(fact("T2 PIPE_BUF is what this system says, and what its kernel does", {
  call: "PIPE_BUF, and encodeRecord() of PIPE_BUF bytes into a pipe with little room",
  idea: "Up to PIPE_BUF bytes a write is all or nothing. Above, a part goes in, and others follow.",
  hint: 1,
}, async (t) => {
  const path = await makeFifo(t);
  check("the empty record", decode(t.subject.encodeRecord({})), "{}\n");
  const limit = t.subject.PIPE_BUF;
  check("PIPE_BUF", limit, Number(await t.spawn(["getconf", "PIPE_BUF", path]).readLine()));
  using fifo = openNonblocking(path);
  const piece = new Uint8Array(limit / 4);
  let pieces = 0;
  while (fifo.tryWrite(piece)) pieces++;
  fifo.drain();
  const countWritten = (bytes: Uint8Array) => {
    for (let count = 1; count < pieces; count++) fifo.tryWrite(piece); // room is left for one
    fifo.tryWrite(bytes);
    return fifo.drain().length - (pieces - 1) * piece.length;
  };
  check(
    "bytes written of a record of PIPE_BUF bytes",
    countWritten(t.subject.encodeRecord(makeRecord(limit))),
    0,
  );
  const written = countWritten(new Uint8Array(65_536 + piece.length));
  checkThat(written > 0, "of 65 KiB a part is written", "nothing is: was there no room?");
}));

Deno.test(fact("T3 logTo() writes a record by one write, and ends when that write has ended", {
  call: 'logTo(sink, { level: "info", text: "two\\nlines" })',
  idea:
    "Between two writes of yours, another process may get in. So the newline goes with the rest.",
  hint: 1,
}, async (t) => {
  const [asked, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const sink = makeSink(async (byteCount) => {
    asked.resolve();
    await gate.promise;
    return byteCount;
  });
  let hasEnded = false;
  const logging = t.subject.logTo(sink, { level: "info", text: "two\nlines" })
    .finally(() => hasEnded = true);
  await asked.promise;
  await takeTurn();
  checkThat(!hasEnded, "logTo() waits until the sink has taken the record", "it did not wait");
  gate.resolve();
  await logging;
  check("the writes", sink.writes, ['{"level":"info","text":"two\\nlines"}\n']);
}));

Deno.test(fact("T4 logTo() and logAll() write nothing when a record is too long", {
  call: "logTo(sink, a record of PIPE_BUF + 1 bytes)",
  idea: "Half a record is worse than none: refuse it before anybody sees a part of it.",
  hint: 2,
}, async (t) => {
  const sink = makeSink();
  const tooLong = makeRecord(LIMIT + 1);
  const logging = t.subject.logTo(sink, tooLong);
  await logging.catch(() => {}); // first what it did, then what it said
  check("the writes", sink.writes, []);
  await checkRejects("logTo()", () => logging, RangeError);
  t.call("logAll(sink, [two good records, one of PIPE_BUF + 1 bytes])");
  const all = t.subject.logAll(sink, [makeRecord(LIMIT), makeRecord(LIMIT), tooLong]);
  await all.catch(() => {});
  check("the writes", sink.writes, []);
  await checkRejects("logAll()", () => all, RangeError);
}));

Deno.test(fact("T5 logTo() and logAll() give up when the sink takes only a part", {
  call: "logTo({ write: () => Promise.resolve(3) }, { n: 1 })",
  idea: "A second write for the rest could land behind somebody else's record. Say so instead.",
  hint: 3,
}, async (t) => {
  const sink = makeSink(() => 3);
  await checkRejects("logTo()", () => t.subject.logTo(sink, { n: 1 }), Error);
  check("the writes", sink.writes, ['{"n":1}\n']);
  t.call("logAll({ write: () => Promise.resolve(3) }, two records that need two writes)");
  const other = makeSink(() => 3);
  const records = [makeRecord(LIMIT), { n: 2 }];
  await checkRejects("logAll()", () => t.subject.logAll(other, records), Error);
  check("how many writes there were", other.writes.length, 1);
}));

Deno.test(fact("T6 logAll() fills each write with as many whole lines as PIPE_BUF bytes hold", {
  call: "logAll(sink, records)",
  idea:
    "Whole lines may share a write, as long as it stays indivisible: fewer calls, same promise.",
  hint: 3,
}, async (t) => {
  const sizes = [LIMIT / 2, LIMIT / 2, 20, LIMIT, 20, LIMIT - 20, 21, LIMIT - 20, 30, 40, 50];
  const lines = sizes.map((byteCount) => JSON.stringify(makeRecord(byteCount)) + "\n");
  const expected = [[0, 1], [2], [3], [4, 5], [6], [7], [8, 9, 10]]
    .map((group) => group.map((index) => lines[index]).join(""));
  let [running, most] = [0, 0];
  const sink = makeSink(async (byteCount) => {
    most = Math.max(most, ++running);
    await takeTurn();
    running--;
    return byteCount;
  });
  await t.subject.logAll(sink, sizes.map(makeRecord));
  check("how many writes run at the same time", most, 1);
  check("how many still run when logAll() has ended", running, 0);
  const sizesOf = (writes: string[]) => writes.map((text) => encode(text).length);
  check("bytes of each write", sizesOf(sink.writes), sizesOf(expected));
  check("the writes", sink.writes, expected);
  t.call("logAll(sink, [])");
  const empty = makeSink();
  await t.subject.logAll(empty, []);
  check("the writes", empty.writes, []);
}));

Deno.test(fact("T7 serveLog() outlives its writers: the second comes after the first has left", {
  call: "serveLog(path, …), a writer writes and leaves, then another one",
  idea: "Between two writers a mere reader sees end-of-file. Be a writer, too, and it never comes.",
  hint: 1,
}, async (t) => {
  const path = await makeFifo(t);
  const log = serve(t, path);
  for (const n of [1, 2, 3]) {
    const writer = await log.connect();
    await writer.write(`{"n":${n}}\n`);
    await log.until(n);
    writer.close();
    checkThat(
      hasWriter(path),
      "serveLog() has the FIFO open for writing, so that it sees no end-of-file",
      "nobody has: it sees end-of-file, and what will it do until the next writer comes?",
    );
  }
  check("the records", log.records, [{ n: 1 }, { n: 2 }, { n: 3 }]);
}));

Deno.test(fact("T8 serveLog() finds the lines, wherever a read has cut them", {
  call: "serveLog(path, …), and a writer writes two lines in two pieces, cut anywhere",
  idea: "Indivisible are small writes. A read may begin and end anywhere, even inside a character.",
  hint: 2,
}, async (t) => {
  const path = await makeFifo(t);
  const log = serve(t, path);
  const writer = await log.connect();
  const second = encode('{"text":"\\né"}\n');
  for (let cut = 0; cut <= second.length; cut++) {
    const first = encode(`{"cut":${cut}}\n`);
    await writer.write(Uint8Array.of(...first, ...second.subarray(0, cut)));
    await log.until(3 * cut + 1); // so that piece has been read
    await writer.write(Uint8Array.of(...second.subarray(cut), ...encode("true\n")));
    await log.until(3 * cut + 2);
    const got = log.records.slice(3 * cut, 3 * cut + 2);
    check(`the records, cut after ${cut} bytes`, got, [{ cut }, { text: "\né" }]);
  }
}));

Deno.test(fact("T9 serveLog() drops lines that are no JSON or too long, and goes on", {
  call: 'serveLog(path, …), then: echo hello > path; a line of 1 MiB; {"n":1}',
  idea:
    "Everybody may write to a FIFO, and anything: no stranger may end you, or fill your memory.",
  hint: 3,
}, async (t) => {
  const path = await makeFifo(t);
  const log = serve(t, path);
  const writer = await log.connect();
  const lineOf = (byteCount: number) => JSON.stringify(makeRecord(byteCount)) + "\n";
  const bad = ["hello\n", "\n", lineOf(LIMIT + 1), lineOf(1 << 20)];
  for (const [n, line] of bad.entries()) {
    await writer.write(`${line}{"n":${n}}\n`);
    await log.until(n + 1);
  }
  await writer.write(lineOf(LIMIT) + "true\n");
  await log.until(bad.length + 2);
  const good = bad.map((_, n) => ({ n }));
  check("the records", log.records, [...good, makeRecord(LIMIT), true]);
}));

Deno.test(fact("T10 serveLog() waits for each onRecord() before it calls the next one", {
  call: "serveLog(path, async (record) => { … })",
  idea:
    "A slow handler slows the writers down: the pipe fills up, and a full pipe makes them wait.",
  hint: 2,
}, async (t) => {
  const path = await makeFifo(t);
  const gate = Promise.withResolvers<void>();
  const events: string[] = [];
  const log = serve(t, path, async (record) => {
    events.push(`${record} begins`);
    await gate.promise;
    events.push(`${record} ends`);
  });
  const writer = await log.connect();
  await writer.write('"one"\n"two"\n');
  await log.until(1);
  await takeTurn();
  check("while the first is at work", events, ["one begins"]);
  gate.resolve();
  await log.until(2);
  check("the order", events.slice(0, 3), ["one begins", "one ends", "two begins"]);
}));

Deno.test(fact("T11 serveLog() fails with what onRecord() throws, and closes the FIFO", {
  call: 'serveLog(path, () => { throw new RangeError("disk full") })',
  idea: "Close what you have opened on every path out, also when somebody else's code throws.",
  hint: 3,
}, async (t) => {
  const path = await makeFifo(t);
  const fail = () => {
    throw new RangeError("disk full");
  };
  for (const onRecord of [fail, () => Promise.reject(new RangeError("disk full"))]) {
    const log = serve(t, path, onRecord);
    const writer = await log.connect();
    await writer.write("1\n2\n");
    writer.close();
    await Promise.race([log.serving, log.until(2)]).catch(() => {});
    checkThat(
      log.records.length === 1,
      "serveLog() ends with the first failure of onRecord()",
      "it goes on with the next record",
    );
    const error = await checkRejects("serveLog()", () => log.serving, RangeError);
    check("the error", error.message, "disk full");
    checkClosed(path);
  }
}));

Deno.test(fact("T12 serveLog() ends when it is aborted, before the call, at once, or later", {
  call: "serveLog(path, …, { signal: AbortSignal.abort() })",
  idea: "Nothing cancels read(2), close() neither. But whoever writes something ends it: you, too.",
  hint: 3,
}, async (t) => {
  const path = await makeFifo(t);
  await t.subject.serveLog(path, () => {}, { signal: AbortSignal.abort() });
  checkClosed(path);
  t.call("serveLog(path, …, { signal }), and in the next line abort.abort()");
  const early = serve(t, path);
  early.abort();
  await early.serving;
  checkClosed(path);
  t.call("serveLog(path, …, { signal }), and abort.abort() while it waits for data");
  const late = serve(t, path);
  const writer = await late.connect();
  await writer.write("1\n");
  await late.until(1);
  await takeTurn();
  writer.close();
  late.abort();
  await late.serving;
  checkClosed(path);
}));

Deno.test(fact("T13 serveLog() hands on what was written before the abort, though a writer stays", {
  call: "serveLog(path, …, { signal }), three records, then abort.abort()",
  idea: "Those who wrote before believe it is logged. What you write yourself now comes behind it.",
  hint: 3,
}, async (t) => {
  const path = await makeFifo(t);
  const gate = Promise.withResolvers<void>();
  const log = serve(t, path, () => gate.promise);
  const writer = await log.connect();
  await writer.write("1\n");
  await log.until(1);
  await writer.write("2\n");
  await writer.write("3\n");
  log.abort();
  gate.resolve();
  await log.serving;
  check("the records", log.records, [1, 2, 3]);
}));

Deno.test(fact("T14 serveLog() ends when it is aborted while the pipe is full", {
  call: "serveLog(path, …, { signal }), and a writer writes 8 MiB at once",
  idea: "Into a full pipe your own write waits as well, and nobody but you can make room for it.",
  hint: 3,
}, async (t) => {
  const path = await makeFifo(t);
  const line = JSON.stringify(makeRecord(509)) + "\n"; // a prime: no page ends where a line ends
  const endWhileFull = async (leave: (gate: PromiseWithResolvers<void>) => void) => {
    const gate = Promise.withResolvers<void>();
    const log = serve(t, path, () => gate.promise);
    const writer = await log.connect();
    const flood = writer.write(line.repeat(16_384));
    flood.catch(() => {}); // looked at below
    await log.until(1);
    await waitUntil("the pipe is full", () => isFull(path), t.signal);
    log.abort();
    leave(gate);
    await log.serving.finally(() =>
      checkRejects("a write that nobody reads", () => flood, Deno.errors.BrokenPipe)
    );
  };
  await endWhileFull((gate) => gate.resolve());
  t.call("the same, and then onRecord() fails");
  const fail = (gate: PromiseWithResolvers<void>) => gate.reject(new RangeError("disk full"));
  await checkRejects("serveLog()", () => endWhileFull(fail), RangeError);
}));

Deno.test(fact("T15 serveLog() refuses a path that is missing, and what is no FIFO", {
  call: 'serveLog("typo", …)',
  idea: "An ordinary file has an end, and nobody meets there: say so before you wait.",
  hint: 2,
}, async (t) => {
  const dir = await t.makeTempDir();
  const { signal } = new AbortController();
  const serveFile = (name: string) => t.subject.serveLog(`${dir}/${name}`, () => {}, { signal });
  await checkRejects("serveLog()", () => serveFile("typo"), Deno.errors.NotFound);
  check("what is in the directory", Array.from(Deno.readDirSync(dir)), []);
  t.call('serveLog("notes.txt", …)');
  await Deno.writeTextFile(`${dir}/notes.txt`, "1\n");
  await checkRejects("serveLog() of an ordinary file", () => serveFile("notes.txt"), TypeError);
}));

Deno.test(fact("T16 serveLog() gets the records of four writers whole, each writer's in order", {
  call: "serveLog(path, …), and in each of four processes 100 times logTo(file, { name, n })",
  idea:
    "Small writes are indivisible, so many may share one pipe. What a read finds is another matter.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const path = await makeFifo(t);
  const gate = Promise.withResolvers<void>(); // the records pile up in the pipe until it opens
  const log = serve(t, path, () => gate.promise);
  const names = ["ann", "bob", "cy", "dee"];
  const writers = names.map((name) => t.spawnFixture("logs_records.ts", [path, name, "100"]));
  for (const writer of writers) check("the last line of a writer", await writer.readLine(), "done");
  gate.resolve();
  await log.until(400);
  const records = log.records as { name: string; n: number }[];
  for (const name of names) {
    const numbers = records.filter((record) => record.name === name).map(({ n }) => n);
    check(`the records of ${name}`, numbers, Array.from({ length: 100 }, (_, n) => n));
  }
}));
