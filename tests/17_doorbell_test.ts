import { constants } from "node:os";
import { hasProc } from "./harness/processes.ts";
import {
  check,
  checkRejects,
  checkThat,
  lesson,
  type Peer,
  readProcess,
  type TestContext,
  waitUntil,
  watchSleep,
} from "./harness/mod.ts";
import type * as Stub from "./stubs/17_doorbell.ts";

const { fact } = lesson<typeof Stub>(import.meta);
type Context = TestContext<typeof Stub>;

/** Who is found asleep so many times in a row does not wait for a short timer: it will not go on. */
const GIVE_UP_LOOKS = 50;

/** A child that runs runDoorbell() on a spool, and what it has said since "ready". */
interface Worker {
  readonly spool: string;
  readonly peer: Peer;
  readonly said: string[];
  readonly hasSaidAll: Promise<void>;
  readonly sleep: () => number;
}

Deno.test(fact("T1 deliver() sends SIGUSR2, which ends a process that does not listen", {
  call: "deliver(spool, name, body, pid of a sleep 1000)",
  idea: "A ring says that something is there, not what. And to who does not listen it is deadly.",
  hint: 1,
}, async (t) => {
  const spool = await t.makeTempDir();
  const child = t.spawn(["sleep", "1000"]);
  check("deliver()", await t.subject.deliver(spool, "letter", "Dear Ann", child.pid), true);
  check("the end of sleep", await describeEnd(child), "SIGUSR2 kills it");
  check("the file letter", await Deno.readTextFile(`${spool}/letter`), "Dear Ann");
}));

Deno.test(fact("T2 runDoorbell() does ten jobs when ten rings sound as one", {
  call: "deliver(), ten times, to a worker that is stopped; then kill -CONT",
  idea: "The kernel keeps one bit for each signal: pending or not. Ten rings can be one delivery.",
  hint: 1,
  startsChildren: true,
  needs: ["proc"],
}, async (t) => {
  const worker = await startWorker(t, { first: "print" }, "hears rings");
  const { spool, peer: { pid } } = worker;
  await worker.peer.writeLine("go");
  const first = printed("first");
  await settle(t, worker, first.length); // it has looked into the spool: what comes now, it learns by a ring
  worker.peer.kill("SIGSTOP");
  await waitUntil("the worker is stopped", () => readProcess(pid)?.state === "T", t.signal);
  const names = Array.from({ length: 10 }, (_, index) => `job ${index}`);
  for (const name of names) await t.subject.deliver(spool, name, "print", pid);
  worker.peer.kill("SIGCONT");
  const rest = ["hears a ring", ...printed(...names), "stopped", "exits with 0"];
  await checkSaid(t, worker, [...first, ...rest]);
}));

Deno.test(fact("T3 runDoorbell() does the jobs that are there before anybody rings", {
  call: "runDoorbell({ spool, … }) on a spool that holds jobs, then no ring",
  idea: "A ring that nobody heard comes no second time. What is in the spool is still there.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const worker = await startWorker(t, { early: "print" });
  await putJob(worker.spool, "late", "print"); // runDoorbell() listens by now and has not looked yet
  await worker.peer.writeLine("go");
  await checkSaid(t, worker, [...printed("early", "late"), "stopped", "exits with 0"]);
}));

Deno.test(fact("T4 runDoorbell() looks again after a ring that came while handle() was running", {
  call: "deliver(spool, b, …) and deliver(spool, c, …) while handle(a) is running",
  idea: "One job at a time, but no ring forgotten: whoever is busy remembers that it rang.",
  hint: 3,
  startsChildren: true,
  needs: ["proc"],
}, async (t) => {
  const worker = await startWorker(t, { a: "wait" });
  await worker.peer.writeLine("go");
  await settle(t, worker, 1);
  for (const name of ["b", "c"]) {
    await t.subject.deliver(worker.spool, name, "print", worker.peer.pid);
  }
  await settle(t, worker, 1); // it has heard the rings
  await worker.peer.writeLine("go");
  const a = ["begins a: wait", "ends a"];
  await checkSaid(t, worker, [...a, ...printed("b", "c"), "stopped", "exits with 0"]);
}));

Deno.test(fact("T5 runDoorbell() can be rung as soon as it says ready", {
  call: "deliver(spool, name, body, pid) while runDoorbell() is in ready()",
  idea: "Until somebody listens, SIGUSR2 kills. So listen first and announce yourself then.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const worker = await startWorker(t, {});
  check("deliver()", await t.subject.deliver(worker.spool, "a", "print", worker.peer.pid), true);
  await worker.peer.writeLine("go").catch(() => {}); // it may be dead
  await checkSaid(t, worker, [...printed("a"), "stopped", "exits with 0"]);
}));

Deno.test(fact("T6 deliver() shows a job under its name only when it is complete", {
  call: "deliver(spool, name, 1 MiB of text, pid)",
  idea: "rename() is one step: the name is not there, and then it is, with all that belongs to it.",
  hint: 2,
  needs: ["linux"],
}, async (t) => {
  const spool = await t.makeTempDir();
  using watcher = Deno.watchFs(spool);
  const child = t.spawn(["sleep", "1000"]);
  await t.subject.deliver(spool, "letter", "x".repeat(1 << 20), child.pid);
  await Deno.writeTextFile(`${spool}/the end`, "");
  const names = new Set<string>();
  let isChanged = false;
  for await (const { kind, paths: [path = ""] } of watcher) {
    const name = path.slice(spool.length + 1);
    if (name === "the end") break;
    if (!name.startsWith(".")) names.add(name);
    isChanged ||= name === "letter" && kind === "modify";
  }
  check("names without a dot that were seen", [...names], ["letter"]);
  checkThat(!isChanged, "letter appears complete", "letter appears empty and is filled afterwards");
  check("bytes in letter", (await Deno.stat(`${spool}/letter`)).size, 1 << 20);
}));

Deno.test(fact("T7 runDoorbell() takes jobs in the order of their names and leaves drafts alone", {
  call: "runDoorbell({ spool, … }) on a spool that holds a10, B, .draft, a9, …",
  idea: "A directory has no order of its own, and a name with a dot in front is not a job yet.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const names = ["a10", "B", ".draft", "a9", "C", "b", "1", "c d", "A", "a", "d.txt"];
  const worker = await startWorker(t, Object.fromEntries(names.map((name) => [name, "print"])));
  await worker.peer.writeLine("go");
  const sorted = names.filter((name) => name !== ".draft").sort();
  await checkSaid(t, worker, [...printed(...sorted), "stopped", "exits with 0"]);
  check("what is left in the spool", await listNames(worker.spool), [".draft"]);
}));

Deno.test(fact("T8 deliver() resolves to false and keeps the job when the process is gone", {
  call: "deliver(spool, name, body, pid of a process that has ended)",
  idea: "kill() says ESRCH: nobody home. The next worker finds the job where it is.",
  hint: 3,
}, async (t) => {
  const spool = await t.makeTempDir();
  const child = t.spawn(["true"]);
  await child.status;
  check("deliver()", await t.subject.deliver(spool, "letter", "Dear Ann", child.pid), false);
  check("names in the spool", await listNames(spool), ["letter"]);
}));

Deno.test(fact("T9 deliver() rings nobody and leaves no draft when it cannot put the job", {
  call: "deliver(a directory that is not there, name, body, pid)",
  idea: "First the job, then the ring. NotFound may mean the directory as well as the process.",
  hint: 3,
}, async (t) => {
  const spool = await t.makeTempDir();
  const child = t.spawn(["sleep", "1000"]);
  const missing = () => t.subject.deliver(`${spool}/none`, "letter", "Dear Ann", child.pid);
  await checkRejects("deliver() without a spool", missing, Deno.errors.NotFound);
  t.call("deliver(spool, the name of a directory, body, pid)");
  await Deno.mkdir(`${spool}/letter`);
  const taken = () => t.subject.deliver(spool, "letter", "Dear Ann", child.pid);
  await checkRejects("deliver() in the place of a directory", taken, Error);
  check("names in the spool", await listNames(spool), ["letter"]);
  killQuietly(child, "SIGTERM"); // of two deadly signals the first one counts
  check("the end of sleep", await describeEnd(child), "SIGTERM kills it");
}));

Deno.test(fact("T10 deliver() refuses names that lead elsewhere and pids that are no process", {
  call: 'deliver(spool, "../letter", body, pid)',
  idea: "A slash leads out of the spool, a dot makes a draft, and kill(0) rings your whole group.",
  hint: 3,
}, async (t) => {
  const dir = await t.makeTempDir();
  const spool = `${dir}/spool`;
  await Deno.mkdir(spool);
  const child = t.spawn(["sleep", "1000"]);
  for (const name of ["../letter", "", ".", "..", ".letter", "old/letter", "/tmp"]) {
    t.call(`deliver(spool, ${JSON.stringify(name)}, body, pid)`);
    const act = () => t.subject.deliver(spool, name, "Dear Ann", child.pid);
    await checkRejects(`deliver() of ${JSON.stringify(name)}`, act, TypeError);
  }
  for (const pid of [0, -1, -child.pid]) {
    t.call(`deliver(spool, name, body, ${pid})`);
    const act = () => t.subject.deliver(spool, "letter", "Dear Ann", pid);
    await checkRejects(`deliver() to ${pid}`, act, RangeError);
  }
  check("names in the spool and beside it", await listNames(spool, dir), ["spool"]);
}));

Deno.test(fact("T11 runDoorbell() rejects when handle() does, and the job stays in the spool", {
  call: 'runDoorbell({ handle: () => { throw new Error("out of paper") }, … })',
  idea: "Remove a job when it is done, not before: what fails can then be tried again.",
  hint: 3,
  startsChildren: true,
  needs: ["proc"],
}, async (t) => {
  const worker = await startWorker(t, { a: "print", b: "fail" });
  await worker.peer.writeLine("go");
  await checkSaid(t, worker, [...printed("a"), "begins b: fail", "stopped", "exits with 1"]);
  check("names in the spool", await listNames(worker.spool), ["b"]);
}));

Deno.test(fact("T12 runDoorbell() finishes the job in hand on abort and stops listening", {
  call: "runDoorbell({ signal, … }), abort while handle(a) is running; then a ring",
  idea: "Stop taking jobs, leave nothing half done, and undo what you did: the listener, too.",
  hint: 3,
  startsChildren: true,
  needs: ["proc"],
}, async (t) => {
  const worker = await startWorker(t, { a: "wait", b: "print" });
  await worker.peer.writeLine("go");
  await settle(t, worker, 1);
  worker.peer.kill("SIGTERM"); // aborts its signal
  await settle(t, worker, 1);
  await worker.peer.writeLine("go");
  await settle(t, worker, 3);
  check("names in the spool", await listNames(worker.spool), ["b"]);
  await t.subject.deliver(worker.spool, "c", "print", worker.peer.pid);
  await checkSaid(t, worker, ["begins a: wait", "ends a", "stopped", "SIGUSR2 kills it"]);
}));

Deno.test(fact("T13 runDoorbell() leaves SIGUSR1 to Deno, which opens its inspector", {
  call: "runDoorbell({ spool, … }), a job, and kill -USR1 instead of kill -USR2",
  idea: "SIGUSR1 is free for users, and Deno is one: it lets a debugger in. So ring by SIGUSR2.",
  hint: 2,
  startsChildren: true,
  needs: ["proc"],
}, async (t) => {
  const worker = await startWorker(t, {});
  await worker.peer.writeLine("go");
  // Deno does so half a second after its start; until then SIGUSR1 kills
  await waitUntil("Deno catches SIGUSR1", () => catches(worker.peer.pid, "SIGUSR1"), t.signal);
  await settle(t, worker, 0);
  await putJob(worker.spool, "a", "print");
  worker.peer.kill("SIGUSR1");
  await settle(t, worker, 0);
  await Deno.remove(`${worker.spool}/a`).catch(() => {}); // it has been done, by mistake
  await t.subject.deliver(worker.spool, "b", "print", worker.peer.pid);
  await checkSaid(t, worker, [...printed("b"), "stopped", "exits with 0"]);
  // "Debugger listening on", or that it cannot, where somebody else is being debugged
  const stderr = await worker.peer.readErrors();
  checkThat(stderr.includes("127.0.0.1:9229"), "Deno opens its inspector", `stderr: ${stderr}`);
}));

/** Starts a worker on these jobs, and waits until it is in ready(): it goes on when it reads a line. */
async function startWorker(
  t: Context,
  jobs: Record<string, string>,
  ...options: string[]
): Promise<Worker> {
  const spool = await t.makeTempDir();
  for (const [name, body] of Object.entries(jobs)) await putJob(spool, name, body);
  const [deno, ...args] = t.fixtureArgv("answers_doorbell.ts", [spool, ...options]);
  const peer = t.spawn([deno, ...args.filter((arg) => arg !== "--quiet")]); // Deno's own notes, too: T13
  check("the first that the worker says", await peer.readLine(), "ready");
  const said: string[] = [];
  const collect = async () => {
    for (;;) said.push(await peer.readLine());
  };
  const hasSaidAll = collect().catch(() => {}); // end-of-file
  return { spool, peer, said, hasSaidAll, sleep: watchSleep(peer.pid) };
}

/** Waits until the worker has said `lineCount` lines and sleeps. One that sleeps on and on will say no more. */
async function settle(t: Context, worker: Worker, lineCount: number): Promise<void> {
  await waitUntil("the worker has nothing to do", () => {
    const looks = worker.sleep();
    const rests = looks > 0 || !hasProc();
    return looks > GIVE_UP_LOOKS || (rests && worker.said.length >= lineCount);
  }, t.signal);
}

/** Lets the worker finish and stop; checks all that it has said since "ready", and how it ended. */
async function checkSaid(t: Context, worker: Worker, expected: string[]): Promise<void> {
  const { peer, said, sleep } = worker;
  await settle(t, worker, expected.indexOf("stopped"));
  killQuietly(peer, "SIGTERM");
  await settle(t, worker, expected.indexOf("stopped") + 1);
  await peer.closeStdin().catch(() => {}); // it may have ended
  await waitUntil("the worker ends", () => sleep() > GIVE_UP_LOOKS, t.signal);
  if (sleep() < Infinity) killQuietly(peer, "SIGKILL");
  await worker.hasSaidAll;
  check("what the worker says and how it ends", [...said, await describeEnd(peer)], expected);
}

/** What the worker says while it does jobs that say "print". */
function printed(...names: string[]): string[] {
  return names.flatMap((name) => [`begins ${name}: print`, `ends ${name}`]);
}

/** Puts a job into the spool, as deliver() does, but rings nobody. */
async function putJob(spool: string, name: string, body: string): Promise<void> {
  await Deno.writeTextFile(`${spool}/.new`, body);
  await Deno.rename(`${spool}/.new`, `${spool}/${name}`);
}

async function listNames(...dirs: string[]): Promise<string[]> {
  const names: string[] = [];
  for (const dir of dirs) for await (const { name } of Deno.readDir(dir)) names.push(name);
  return names.sort();
}

/** Whether the process has installed a handler of its own for the signal (proc(5), SigCgt). */
function catches(pid: number, signal: keyof typeof constants.signals): boolean {
  const caught = /^SigCgt:\s*(\w+)/m.exec(Deno.readTextFileSync(`/proc/${pid}/status`))?.[1];
  return (BigInt(`0x${caught}`) >> BigInt(constants.signals[signal] - 1) & 1n) === 1n;
}

function killQuietly(peer: Peer, signal: Deno.Signal): void {
  try {
    peer.kill(signal);
  } catch {
    // it has ended
  }
}

async function describeEnd(peer: Peer): Promise<string> {
  const { code, signal } = await peer.status;
  return signal === null ? `exits with ${code}` : `${signal} kills it`;
}
