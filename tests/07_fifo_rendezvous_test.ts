import { hasReader, hasWriter } from "#lib/probe_fifo.ts";
import {
  check,
  checkRejects,
  checkThat,
  lesson,
  type TestContext,
  waitUntil,
} from "./harness/mod.ts";
import type * as Stub from "./stubs/07_fifo_rendezvous.ts";

const { fact } = lesson<typeof Stub>(import.meta);

type Context = TestContext<typeof Stub>;

const encode = (text: string) => new TextEncoder().encode(text);

/** A FIFO that no answer has made, so that each function is judged by itself. */
async function makeTestFifo(t: Context): Promise<string> {
  const path = `${await t.makeTempDir()}/fifo`;
  await t.spawn(["mkfifo", path]).status;
  return path;
}

type Opener = "openReader" | "openWriter";

/** Starts an open. With the test ends what came of it: the wait is released, the file is closed. */
function start(t: Context, name: Opener, path: string, signal?: AbortSignal) {
  const opening = t.subject[name](path, signal === undefined ? {} : { signal });
  opening.catch(() => {}); // the test looks at it, or has failed before
  t.defer(() => {
    const partner = Deno.openSync(path, { read: true, write: true }); // never waits (fifo(7))
    const closing = opening.then((file) => file?.[Symbol.dispose](), () => {})
      .finally(() => partner.close());
    return t.signal.aborted ? undefined : closing;
  });
  return opening;
}

async function startBoth(t: Context, path: string) {
  const files = await Promise.all([start(t, "openReader", path), start(t, "openWriter", path)]);
  await new Promise((resolve) => setTimeout(resolve, 0)); // a frozen test is overdue by now
  return files;
}

/** Says which call comes next. An overdue test makes none, though its last wait was released. */
function step(t: Context, call: string): void {
  t.signal.throwIfAborted();
  t.call(call);
}

/** What one read yields, as text; null at end-of-file. */
async function readText(file: Deno.FsFile): Promise<string | null> {
  const buffer = new Uint8Array(64);
  const count = await file.read(buffer);
  return count === null ? null : new TextDecoder().decode(buffer.subarray(0, count));
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

/** An abort is tried after so many turns of the event loop, and after each lesser number. */
const TURNS = 12;

const dirOf = (path: string) => path.slice(0, path.lastIndexOf("/"));

/** Lets everything go on that is ready to, in this process: turns of the event loop, not a time. */
async function passTurns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
}

/** Whether a thread of this process sleeps in openat(2), as it does on a FIFO without a partner. */
function isWaitingInOpen(): boolean {
  const openat = Deno.build.arch === "aarch64" ? "56 " : "257 "; // syscalls(2)
  const threads = [...Deno.readDirSync("/proc/self/task")];
  return threads.some(({ name }) => {
    try {
      return Deno.readTextFileSync(`/proc/self/task/${name}/syscall`).startsWith(openat);
    } catch {
      return false; // that thread has just ended
    }
  });
}

Deno.test(fact("T1 makeFifo() makes a FIFO of mode 0600, and none where something is already", {
  call: "makeFifo(path), twice",
  idea: "mkfifo(2) makes a new name or fails. What you find there may be somebody else's.",
  hint: 2,
}, async (t) => {
  const path = `${await t.makeTempDir()}/fifo`;
  await t.subject.makeFifo(path);
  const { isFifo, mode } = await Deno.stat(path);
  check("isFifo", isFifo, true);
  check("permissions", `0${((mode ?? 0) & 0o777).toString(8)}`, "0600");
  await checkRejects(
    "the second makeFifo()",
    () => t.subject.makeFifo(path),
    Deno.errors.AlreadyExists,
  );
}));

Deno.test(fact("T2 openWriter() meets `cat` at the FIFO of makeFifo(), and cat prints Hello IPC", {
  call: 'makeFifo("what\'s new"), then: cat "what\'s new" & and openWriter("what\'s new")',
  idea: "cat ends at end-of-file, and a FIFO ends when every writer has closed. Its name is data.",
  hint: 2,
}, async (t) => {
  const path = `${await t.makeTempDir()}/what's new`;
  await t.subject.makeFifo(path);
  const cat = t.spawn(["cat", path]);
  const writer = await start(t, "openWriter", path);
  await writer.write(encode("Hello IPC\n"));
  writer.close();
  check("stdout of cat", await cat.readRest(), "Hello IPC\n");
}));

Deno.test(fact("T3 openReader() and openWriter() wait for each other, whoever comes first", {
  call: "Promise.all([openReader(path), openWriter(path)])",
  idea: "open(2) of a FIFO waits for the other end. Wait in the background, or who shall open it?",
  hint: 1,
}, async (t) => {
  const path = await makeTestFifo(t);
  check("before: somebody has it open for reading", hasReader(path), false);
  const [reader, writer] = await startBoth(t, path);
  await writer.write(encode("reader first"));
  check("first read", await readText(reader), "reader first");
  reader.close();
  writer.close();
  step(t, "Promise.all([openWriter(path), openReader(path)])");
  const [writer2, reader2] = await Promise.all([
    start(t, "openWriter", path),
    start(t, "openReader", path),
  ]);
  await writer2.write(encode("writer first"));
  check("second read", await readText(reader2), "writer first");
}));

Deno.test(fact("T4 openReader() reads end-of-file after the last writer has closed, not before", {
  call: "openReader(path), openWriter(path), openWriter(path)",
  idea: "End-of-file means: nobody has it open for writing. Who opens a FIFO O_RDWR is a writer.",
  hint: 2,
}, async (t) => {
  const path = await makeTestFifo(t);
  const [reader, first] = await startBoth(t, path);
  const second = await start(t, "openWriter", path);
  await first.write(encode("one"));
  first.close();
  check("first read", await readText(reader), "one");
  const next = readText(reader); // nothing is there, but a writer is: it waits
  await second.write(encode("two"));
  check("read after the first writer has closed", await next, "two");
  second.close();
  checkThat(
    !hasWriter(path),
    "both writers have closed, so nobody has it open for writing",
    "somebody still has it open for writing: the reader will wait for ever",
  );
  check("read after the last writer has closed", await readText(reader), null);
}));

Deno.test(fact("T5 openWriter() yields a file whose write fails when the reader has left", {
  call: "openReader(path), openWriter(path), reader.close(), writer.write(data)",
  idea: "A FIFO keeps nothing for later readers: a write that nobody can read fails with EPIPE.",
  hint: 2,
}, async (t) => {
  const path = await makeTestFifo(t);
  const [reader, writer] = await startBoth(t, path);
  reader.close();
  await checkRejects(
    "write() without a reader",
    () => writer.write(encode("is anybody there?")),
    Deno.errors.BrokenPipe,
  );
}));

Deno.test(fact("T6 openWriter() makes no file of a wrong path, and refuses what is no FIFO", {
  call: 'openWriter("typo")',
  idea: "With create: true a wrong path becomes an ordinary file: the data waits there unread.",
  hint: 2,
}, async (t) => {
  const dir = await t.makeTempDir();
  const open = async (name: Opener, file: string) => {
    using _file = await t.subject[name](`${dir}/${file}`);
  };
  const failing = open("openWriter", "typo");
  await failing.catch(() => {}); // first what it did, then what it said
  const made = Array.from(Deno.readDirSync(dir), (entry) => entry.name);
  checkThat(made.length === 0, "nothing is made", `openWriter() made an ordinary file: ${made}`);
  await checkRejects("openWriter()", () => failing, Deno.errors.NotFound);
  step(t, 'openReader("typo")');
  await checkRejects("openReader()", () => open("openReader", "typo"), Deno.errors.NotFound);
  await Deno.writeTextFile(`${dir}/notes.txt`, "keep me");
  for (const name of ["openReader", "openWriter"] as const) {
    step(t, `${name}("notes.txt")`);
    await checkRejects(`${name}() of an ordinary file`, () => open(name, "notes.txt"), TypeError);
  }
  check("notes.txt", await Deno.readTextFile(`${dir}/notes.txt`), "keep me");
}));

Deno.test(fact("T7 openReader() and openWriter() reject with the reason of an early abort", {
  call: "openReader(path, { signal: AbortSignal.abort(reason) })",
  idea: "An aborted signal sends no second event: ask it, after every await, before you open.",
  hint: 3,
}, async (t) => {
  const path = await makeTestFifo(t);
  const reason = new Error("the shop is closed");
  for (const name of ["openReader", "openWriter"] as const) {
    const what = `the aborted ${name}()`;
    step(t, `${name}(path, { signal: AbortSignal.abort(reason) })`);
    const open = () => start(t, name, path, AbortSignal.abort(reason));
    check("the error", await checkRejects(what, open, Error), reason);
    step(t, `${name}("/no/such/path", { signal: AbortSignal.abort(reason) })`);
    const lost = async () =>
      await t.subject[name]("/no/such/path", { signal: AbortSignal.abort(reason) });
    check("the error", await checkRejects(what, lost, Error), reason);
    for (let turns = 0; turns <= TURNS; turns++) {
      step(t, `${name}(path, { signal }); ${turns} turns of the event loop; abort.abort(reason)`);
      const abort = new AbortController();
      const opening = start(t, name, path, abort.signal);
      await passTurns(turns);
      abort.abort(reason);
      check("the error", await checkRejects(what, () => opening, Error), reason);
    }
  }
}));

Deno.test(fact("T8 withFifo() removes FIFO and directory even if fn rejects", {
  call: 'withFifo(() => Promise.reject(new RangeError("out of paper")))',
  idea: "The kernel never removes a name in the file system. Clean up on every path out: finally.",
  hint: 2,
}, async (t) => {
  const seen: string[] = [];
  const failing = t.subject.withFifo((path) => {
    seen.push(path);
    t.defer(() => Deno.remove(dirOf(path)).catch(() => {})); // refuses a directory that is in use
    t.defer(() => Deno.remove(path).catch(() => {}));
    return Promise.reject(new RangeError("out of paper"));
  });
  const error = await checkRejects("withFifo()", () => failing, RangeError);
  check("the error", error.message, "out of paper");
  const left = [...seen, ...seen.map(dirOf)].filter(exists);
  checkThat(left.length === 0, "FIFO and directory are gone", `still there: ${left.join(", ")}`);
}));

Deno.test(fact("T9 makeFifo() gives strangers a place to meet: two sessions exchange data", {
  call: 'makeFifo("what\'s new"), then two shells of different sessions',
  idea: "A pipe needs a common ancestor that hands it on. A FIFO needs a name that both know.",
  hint: 2,
  needs: ["setsid"],
}, async (t) => {
  const path = `${await t.makeTempDir()}/what's new`;
  await t.subject.makeFifo(path);
  const listener = t.spawn(["setsid", "cat", path]);
  t.spawn(["setsid", "sh", "-c", 'echo "hello, stranger" > "$1"', "sh", path]);
  check("what the other session read", await listener.readRest(), "hello, stranger\n");
}));

Deno.test(fact("T10 openReader() and openWriter() stop waiting in open(2) when aborted", {
  call: "openReader(path, { signal }), then abort.abort(reason) while it waits",
  idea: "Nothing cancels open(2), but whoever opens the other end releases it: that can be you.",
  hint: 3,
  needs: ["proc"],
}, async (t) => {
  const path = await makeTestFifo(t);
  const reason = new Error("the shop is closed");
  for (const name of ["openReader", "openWriter"] as const) {
    step(t, `${name}(path, { signal }), then abort.abort(reason) while it waits`);
    const abort = new AbortController();
    const opening = start(t, name, path, abort.signal);
    let settled = false;
    const settle = () => settled = true;
    opening.then(settle, settle);
    await waitUntil(`${name} waits`, () => settled || isWaitingInOpen(), t.signal);
    checkThat(!settled, `${name}() waits for a partner`, "it ended before anybody came");
    abort.abort(reason);
    check("the error", await checkRejects(`the aborted ${name}()`, () => opening, Error), reason);
    checkThat(
      !(name === "openReader" ? hasReader : hasWriter)(path),
      "nobody waits in open(2) and nothing is open",
      `${name}() has rejected, but its open still waits, or its file is open`,
    );
  }
}));

Deno.test(fact("T11 withFifo() lends each fn a FIFO of its own until that fn is done", {
  call: "withFifo(async (outer) => { await withFifo(async (inner) => …); … })",
  idea: "finally runs when its try block is left: does yours stay until the promise of fn settles?",
  hint: 3,
}, async (t) => {
  const lent = await t.subject.withFifo(async (outer) => {
    const inner = await t.subject.withFifo((path) => Promise.resolve(path));
    return { isOwn: inner !== outer, isStillThere: exists(outer) };
  });
  check("what fn returned", lent, { isOwn: true, isStillThere: true });
}));

Deno.test(fact("T12 makeFifo() says AlreadyExists of a name that is taken, and of nothing else", {
  call: 'makeFifo("/tmp/…/no such directory/fifo")',
  idea: "mkfifo(1) fails for many reasons. Only its message tells which; do not guess.",
  hint: 2,
}, async (t) => {
  const path = `${await t.makeTempDir()}/no such directory/fifo`;
  const error = await checkRejects("makeFifo()", () => t.subject.makeFifo(path), Error);
  const isTaken = error instanceof Deno.errors.AlreadyExists;
  checkThat(!isTaken, "an error about the directory", "AlreadyExists, but nothing is there");
}));

Deno.test(fact("T13 openReader() and openWriter() let go of the signal once they have returned", {
  call: "openReader(path, { signal }), openWriter(path, { signal }), then abort.abort()",
  idea: "The trick that ends a wait opens the FIFO. Without a wait it only leaves a file open.",
  hint: 3,
}, async (t) => {
  const path = await makeTestFifo(t);
  const abort = new AbortController();
  await Promise.all([
    start(t, "openReader", path, abort.signal),
    start(t, "openWriter", path, abort.signal),
  ]);
  const before = listDescriptors(path);
  abort.abort();
  check("the descriptors of the FIFO", listDescriptors(path), before);
}));

/** How many descriptors of this process lead to `path` (proc(5)); 0 where nobody can tell. */
function listDescriptors(path: string): number {
  try {
    return Array.from(Deno.readDirSync("/proc/self/fd"), ({ name }) => readLink(name))
      .filter((target) => target === path).length;
  } catch {
    return 0;
  }
}

function readLink(name: string): string | undefined {
  try {
    return Deno.readLinkSync(`/proc/self/fd/${name}`);
  } catch {
    return undefined; // the descriptor of the listing itself
  }
}
