import { countLockWaiters } from "./harness/file_locks.ts";
import {
  check,
  checkRejects,
  checkThat,
  lesson,
  type TestContext,
  waitUntil,
} from "./harness/mod.ts";
import type * as Stub from "./stubs/13_file_lock.ts";

const { fact } = lesson<typeof Stub>(import.meta);
type Context = TestContext<typeof Stub>;

/** An abort is tried after so many turns of the event loop, and after each lesser number. */
const TURNS = 12;

/** Lets everything go on that is ready to, in this process: turns of the event loop, not a time. */
async function passTurns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
}

/** Opens `path` as another program would, to ask for its lock or to hold it. */
async function openOther(t: Context, path: string): Promise<Deno.FsFile> {
  const file = await Deno.open(path, { read: true, write: true, create: true });
  t.defer(() => file.close());
  return file;
}

/** What the kernel says to another program that asks for the lock: may it have it? */
function askFor(file: Deno.FsFile): { exclusive: boolean; shared: boolean } {
  const ask = (isExclusive: boolean) => {
    const isGranted = file.tryLockSync(isExclusive);
    if (isGranted) file.unlockSync();
    return isGranted;
  };
  return { exclusive: ask(true), shared: ask(false) };
}

/** Holds the lock by a call of withFileLock() that has entered its function and stays there until `leave()`. */
async function enter(t: Context, path: string, o?: { shared?: boolean; signal?: AbortSignal }) {
  const inside = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<string>();
  t.defer(() => gate.resolve("the test is over"));
  const running = t.subject.withFileLock(path, () => {
    inside.resolve();
    return gate.promise;
  }, o);
  await Promise.race([inside.promise, running]); // if it ends before, it says why
  return { running, leave: () => gate.resolve("left") };
}

/** Starts a call that has to wait, and goes on when the kernel has it in the queue for the lock of `path`. */
async function startQueued<T>(t: Context, path: string, start: () => Promise<T>) {
  const seen = watchLocks(t);
  let hasEnded = false;
  const running = start();
  running.then(() => hasEnded = true, () => hasEnded = true);
  await waitUntil("it waits for the lock", () => {
    return hasEnded || countLockWaiters(path) > 0 || seen.tries > 3;
  }, t.signal);
  if (hasEnded) await running; // a failure of its own tells most
  checkThat(!hasEnded, "it waits while another has the lock", "it has ended without the lock");
  const got = `it has asked by tryLock() ${seen.tries} times, and goes on asking`;
  checkThat(seen.tries <= 3, "it waits in the kernel's queue", got);
  return { running };
}

/** Counts who asks by tryLock(); lockSync() says what it would do, instead of freezing all that is to come. */
function watchLocks(t: Context): { tries: number } {
  const seen = { tries: 0 };
  const { lockSync, tryLock, tryLockSync } = Deno.FsFile.prototype;
  t.defer(() => Object.assign(Deno.FsFile.prototype, { lockSync, tryLock, tryLockSync }));
  Object.assign(Deno.FsFile.prototype, {
    lockSync(this: Deno.FsFile, isExclusive?: boolean) {
      if (tryLockSync.call(this, isExclusive)) return;
      throw new Error("lockSync() would freeze all of this process until another one lets go");
    },
    tryLock(this: Deno.FsFile, isExclusive?: boolean) {
      seen.tries++;
      return tryLock.call(this, isExclusive);
    },
    tryLockSync(this: Deno.FsFile, isExclusive?: boolean) {
      seen.tries++;
      return tryLockSync.call(this, isExclusive);
    },
  });
  return seen;
}

/** How many descriptors of this process lead to the file at `path` (proc(5)). */
function countOpen(path: string): number {
  const fds = [...Deno.readDirSync("/proc/self/fd")];
  return fds.filter(({ name }) => {
    try {
      return Deno.readLinkSync(`/proc/self/fd/${name}`) === path;
    } catch {
      return false; // closed meanwhile
    }
  }).length;
}

Deno.test(fact("T1 incrementFile() loses nothing when two processes add 100 each", {
  call: "incrementFile(path, 1), then incrementFile(path, 100) in each of two processes",
  idea: "Read, add and write form one critical section: whoever is in it must be alone in it.",
  hint: 1,
  startsChildren: true,
}, async (t) => {
  const path = `${await t.makeTempDir()}/visitors`;
  await Deno.writeTextFile(path, "1899\n");
  await t.subject.incrementFile(path, 1);
  const peers = [1, 2].map(() => t.spawnFixture("increments_file.ts", [path, "100"]));
  await Promise.all(peers.map((peer) => peer.waitFor("ready")));
  await Promise.all(peers.map((peer) => peer.writeLine("go")));
  await Promise.all(peers.map((peer) => peer.waitFor("done")));
  check("the file, which held 1900 before the two,", await Deno.readTextFile(path), "2100\n");
}));

Deno.test(fact("T2 withFileLock() keeps all others out until the promise of its function settles", {
  call: "withFileLock(path, fn) in another process, then here",
  idea: "lock(true) asks the kernel, not a file name. And fn has only begun when it returns.",
  hint: 3,
  startsChildren: true,
}, async (t) => {
  const path = `${await t.makeTempDir()}/lock`;
  const holder = t.spawnFixture("holds_file_lock.ts", [path]);
  await holder.waitFor("in");
  const other = await openOther(t, path);
  const none = { exclusive: false, shared: false };
  check("what the kernel grants, while fn runs in a process,", askFor(other), none);
  watchLocks(t);
  const waiting = t.subject.withFileLock(path, () => Promise.resolve("mine"));
  await holder.writeLine("go");
  check("what the second call returns", await waiting, "mine");
  check("the first process, before that,", await holder.readLine(), "out");
}));

Deno.test(fact("T3 withFileLock() gets the lock of a process that was killed while it had it", {
  call: "withFileLock(path, fn), while another process has the lock; then kill -KILL",
  idea: "Nobody can tidy up after SIGKILL, but the kernel can: its lock ends with its owner.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const path = `${await t.makeTempDir()}/lock`;
  const holder = t.spawnFixture("holds_file_lock.ts", [path]);
  await holder.waitFor("in");
  watchLocks(t);
  const waiting = t.subject.withFileLock(path, () => Promise.resolve("mine"));
  holder.kill("SIGKILL");
  check("what it returns", await waiting, "mine");
}));

Deno.test(fact("T4 withFileLock() passes the function's error on, and gives the lock back", {
  call: 'withFileLock(path, () => Promise.reject(new RangeError("disk full")))',
  idea: "There are two ways out of fn. What must happen on both of them belongs into finally.",
  hint: 3,
}, async (t) => {
  const path = `${await t.makeTempDir()}/lock`;
  const other = await openOther(t, path);
  const error = new RangeError("disk full");
  const fail = () => t.subject.withFileLock(path, () => Promise.reject(error));
  const got = await checkRejects("the call", fail, RangeError);
  checkThat(got === error, "the very error of fn", `another one: ${got}`);
  const free = { exclusive: true, shared: true };
  check("what the kernel grants afterwards", askFor(other), free);
  t.call("withFileLock(path, () => { throw error; })");
  const throwAtOnce = () =>
    t.subject.withFileLock(path, () => {
      throw error;
    });
  checkThat(
    await checkRejects("the call", throwAtOnce, RangeError) === error,
    "that error",
    "none",
  );
  check("what the kernel grants afterwards", askFor(other), free);
}));

Deno.test(fact("T5 withFileLock() lets readers in together, and a writer only alone", {
  call: "withFileLock(path, fn, { shared: true }), twice at the same time",
  idea:
    "Many may look while nobody changes anything: shared, or exclusive. Say which one you want.",
  hint: 2,
}, async (t) => {
  const path = `${await t.makeTempDir()}/lock`;
  const first = await enter(t, path, { shared: true });
  const other = await openOther(t, path);
  const forReaders = { exclusive: false, shared: true };
  check("what the kernel grants while one reader is in", askFor(other), forReaders);
  const second = await enter(t, path, { shared: true });
  first.leave();
  check("what the first call returns", await first.running, "left");
  check("what the kernel grants while the second is in", askFor(other), forReaders);
  second.leave();
  await second.running;
  check("what the kernel grants at last", askFor(other), { exclusive: true, shared: true });
}));

Deno.test(
  fact("T6 withFileLock() rejects when aborted in the queue, and gives back what comes late", {
    call: "withFileLock(path, fn, { signal }), while another has the lock; abort()",
    idea: "A wait in flock(2) cannot be taken back. What do you do when the lock comes after all?",
    hint: 2,
    needs: ["locks"],
  }, async (t) => {
    const path = `${await t.makeTempDir()}/lock`;
    const other = await openOther(t, path);
    other.lockSync(true);
    let calls = 0;
    const start = (signal: AbortSignal) =>
      t.subject.withFileLock(path, () => Promise.resolve(calls++), { signal });
    const abort = new AbortController();
    const { running } = await startQueued(t, path, () => start(abort.signal));
    abort.abort(new Error("enough"));
    const error = await checkRejects("the aborted call", () => running, Error);
    check("the error's message", error.message, "enough");
    for (let turns = 0; turns <= TURNS; turns++) {
      t.call(`withFileLock(path, fn, { signal }); ${turns} turns of the event loop; abort()`);
      const early = new AbortController();
      const hurried = start(early.signal);
      hurried.catch(() => {}); // the test looks at it below
      await passTurns(turns);
      early.abort(new Error("changed my mind"));
      const { message } = await checkRejects("it", () => hurried, Error);
      check("its message", message, "changed my mind");
    }
    t.call("the aborted calls, after the other has given the lock back: is it free?");
    other.unlockSync();
    await waitUntil(
      "the lock is free",
      () => countOpen(path) === 1 && askFor(other).exclusive,
      t.signal,
    );
    check("the number of times that fn was called", calls, 0);
  }),
);

Deno.test(fact("T7 incrementFile() leaves a number and a newline, and no digit of a longer one", {
  call: "incrementFile(path, 1), where the file holds -10",
  idea: "Write -9 over -10, and what is left behind it? Then read the file as others will do.",
  hint: 2,
}, async (t) => {
  const path = `${await t.makeTempDir()}/visitors`;
  for (
    const [before, times, after] of [["-10\n", 1, "-9\n"], ["007", 2, "9\n"], [
      "",
      1,
      "1\n",
    ]] as const
  ) {
    await Deno.writeTextFile(path, before);
    t.call(`incrementFile(path, ${times}), where the file holds ${JSON.stringify(before)}`);
    await t.subject.incrementFile(path, times);
    check("the file", await Deno.readTextFile(path), after);
  }
  await Deno.remove(path);
  t.call("incrementFile(path, 3), where there is no file");
  await t.subject.incrementFile(path, 3);
  check("the file", await Deno.readTextFile(path), "3\n");
}));

Deno.test(
  fact("T8 incrementFile() adds to the new file when another program has replaced the old one", {
    call: "incrementFile(path, 1), while another program renames a new file to path",
    idea: "A lock belongs to a file, not to its name. So lock a file that nobody ever replaces.",
    hint: 2,
    needs: ["locks"],
  }, async (t) => {
    const path = `${await t.makeTempDir()}/visitors`;
    await Deno.writeTextFile(path, "1\n");
    const other = await openOther(t, `${path}.lock`);
    other.lockSync(true);
    const start = () => t.subject.incrementFile(path, 1);
    const { running } = await startQueued(t, `${path}.lock`, start);
    await Deno.writeTextFile(`${path}.new`, "500\n");
    await Deno.rename(`${path}.new`, path);
    other.unlockSync();
    await running;
    check("the file that path leads to now", await Deno.readTextFile(path), "501\n");
  }),
);

Deno.test(fact("T9 incrementFile() touches the number only once it has the lock", {
  call: "incrementFile(path, 1), while a reader has the lock of path.lock",
  idea: "What you read before you had the lock may be old when you write. Nor may you empty it.",
  hint: 1,
  needs: ["locks"],
}, async (t) => {
  const path = `${await t.makeTempDir()}/visitors`;
  await Deno.writeTextFile(path, "1\n");
  const reader = await openOther(t, `${path}.lock`);
  reader.lockSync(false);
  const { running } = await startQueued(t, `${path}.lock`, () => t.subject.incrementFile(path, 1));
  check("the file, while it waits,", await Deno.readTextFile(path), "1\n");
  await Deno.writeTextFile(path, "41\n");
  reader.unlockSync();
  await running;
  check("the file, which was changed to 41 meanwhile,", await Deno.readTextFile(path), "42\n");
}));

Deno.test(
  fact("T10 withFileLock() waits in the kernel's queue for another call of its own process, too", {
    call: "withFileLock(path, first), withFileLock(path, second)",
    idea: "Each open has a lock of its own, also in one process. The kernel wakes you: do not ask.",
    hint: 3,
    needs: ["locks"],
  }, async (t) => {
    const path = `${await t.makeTempDir()}/lock`;
    const first = await enter(t, path);
    const start = () => t.subject.withFileLock(path, () => Promise.resolve("second"));
    const { running } = await startQueued(t, path, start);
    first.leave();
    check("what the calls return", await Promise.all([first.running, running]), ["left", "second"]);
  }),
);

Deno.test(fact("T11 withFileLock() takes its signal as the end of the wait, not of the work", {
  call: "withFileLock(path, fn, { signal }); abort() while fn runs",
  idea: "While fn runs, the lock must stay. An abort that gives it up lets others in too early.",
  hint: 2,
}, async (t) => {
  const path = `${await t.makeTempDir()}/lock`;
  const abort = new AbortController();
  const call = await enter(t, path, { signal: abort.signal });
  const other = await openOther(t, path);
  abort.abort(new Error("too late"));
  await new Promise((resolve) => setTimeout(resolve, 0)); // one turn: all who listen have heard of it
  check("what the kernel grants", askFor(other), { exclusive: false, shared: false });
  call.leave();
  check("what the call returns", await call.running, "left");
  t.call("withFileLock(path, fn, { signal }), where the signal has aborted before");
  let calls = 0;
  const start = () =>
    t.subject.withFileLock(path, () => Promise.resolve(calls++), { signal: abort.signal });
  check("its message", (await checkRejects("it", start, Error)).message, "too late");
  check("the number of times that fn was called", calls, 0);
  t.call("the same, where somebody else has the lock");
  other.lockSync(true);
  check("its message", (await checkRejects("it", start, Error)).message, "too late");
}));

Deno.test(fact("T12 withFileLock() leaves the lock file where and as it is", {
  call: "withFileLock(path, fn), where the file at path holds a note",
  idea: "Whoever waits has the old file open. Remove it, and the next one locks another file.",
  hint: 2,
}, async (t) => {
  const path = `${await t.makeTempDir()}/lock`;
  await Deno.writeTextFile(path, "do not remove");
  await t.subject.withFileLock(path, () => Promise.resolve());
  check("its text", await Deno.readTextFile(path).catch(String), "do not remove");
  await Deno.remove(path);
  t.call("withFileLock(path, fn), where no file is");
  await t.subject.withFileLock(path, () => Promise.resolve());
  check("afterwards, path is a file", (await Deno.stat(path).catch(() => null))?.isFile, true);
}));

Deno.test(fact("T13 withFileLock() closes what it has opened", {
  call: "withFileLock(path, fn)",
  idea: "A descriptor that is left open costs a place in a small table. Unlocked is not closed.",
  hint: 3,
  needs: ["proc"],
}, async (t) => {
  const path = `${await t.makeTempDir()}/lock`;
  const inside = await t.subject.withFileLock(path, () => Promise.resolve(countOpen(path)));
  checkThat(inside > 0, "the lock file is open while fn runs", "nobody has it open");
  check("the number of open descriptors of the lock file", countOpen(path), 0);
}));

Deno.test(
  fact("T14 incrementFile() refuses a file that holds no whole number, and leaves it as it is", {
    call: 'incrementFile(path, 1), where the file holds "12 apples"',
    idea: "NaN in a counter stays there for ever. Look at what you have read before you add.",
    hint: 2,
  }, async (t) => {
    const path = `${await t.makeTempDir()}/visitors`;
    for (const text of ["12 apples\n", "many\n", "1.5\n", "0x10\n", "1e3\n", "+7\n"]) {
      await Deno.writeTextFile(path, text);
      t.call(`incrementFile(path, 1), where the file holds ${JSON.stringify(text)}`);
      await checkRejects("the call", () => t.subject.incrementFile(path, 1), TypeError);
      check("the file", await Deno.readTextFile(path), text);
    }
    check("what the kernel grants", askFor(await openOther(t, `${path}.lock`)).exclusive, true);
  }),
);
