import type { Argv } from "#lib/argv.ts";
import { Peer } from "./harness/peer.ts";
import {
  check,
  checkThat,
  checkThrows,
  isGone,
  lesson,
  ManualClock,
  readProcess,
  type TestContext,
  waitUntil,
  watchSleep,
} from "./harness/mod.ts";
import type * as Stub from "./stubs/18_stop_politely.ts";

const { fact } = lesson<typeof Stub>(import.meta);
type Context = TestContext<typeof Stub>;

/**
 * Shell programs that say "ready" and wait for end-of-file. A shell that waits for cat hears a signal at any moment;
 * in `read` it may miss one that comes just before.
 */
const WAITS = "exec 3<&0; cat <&3 >/dev/null 2>&1 & echo ready; wait";
const OBEYS = `trap 'echo saved; kill $! 2>/dev/null; exit 7' TERM; ${WAITS}`;
const REFUSES = `trap "echo no" TERM; ${WAITS}; while :; do wait; done`;
const IGNORES = `trap "" TERM; ${WAITS}`;
/** Starts the program $1 with the same stdin, says its pid, and waits for it. */
const LEADS = 'exec 3<&0; sh -c "$1" <&3 & echo $!; wait; wait; exit 5';

const SIGTERM = { success: false, code: 143, signal: "SIGTERM" } as const;
const SIGKILL = { success: false, code: 137, signal: "SIGKILL" } as const;
const exit = (code: number) => ({ success: false, code, signal: null });

Deno.test(fact("T1 stop() lets an obedient child finish, then forgets the rest of the grace", {
  call: "stop(child, { delay })  // the child saves its work on SIGTERM",
  idea:
    "Two things can happen first: the child ends, or the grace does. Do not wait for the loser.",
  hint: 2,
}, async (t) => {
  const clock = new ManualClock();
  const peer = t.spawn(["sh", "-c", OBEYS]);
  await peer.waitFor("ready");
  const result = await t.subject.stop(peer.child, { delay: clock.delay });
  check("what the child says", await peer.readRest(), "saved\n");
  check("stop()", result, { status: exit(7), escalated: false });
  check("delays that somebody still waits for", clock.pending, []);
}));

Deno.test(fact("T2 stop() sends SIGKILL when the grace is over", {
  call: "stop(child, { graceMs: 700, delay })  // the child refuses SIGTERM",
  idea: "SIGTERM is a request: it can be caught or ignored. SIGKILL cannot.",
  hint: 2,
}, async (t) => {
  const clock = new ManualClock();
  const peer = t.spawn(["sh", "-c", REFUSES]);
  await peer.waitFor("ready");
  const stopping = t.subject.stop(peer.child, { graceMs: 700, delay: clock.delay });
  check("the child's answer to SIGTERM", await peer.readLine(), "no");
  await clock.asked();
  check("the delays that somebody waits for, in ms", clock.pending, [700]);
  clock.fire();
  check("stop()", await stopping, { status: SIGKILL, escalated: true });
  t.call("stop(child, { graceMs: 1 })  // a real timer");
  const other = t.spawn(["sh", "-c", IGNORES]);
  await other.waitFor("ready");
  const result = await t.subject.stop(other.child, { graceMs: 1 });
  check("stop()", result, { status: SIGKILL, escalated: true });
}));

Deno.test(fact("T3 stop() of a child that has ended gives its status", {
  call: "stop(child)  // the child has ended by itself",
  idea: "Children end when they like, also just before you stop them. That is no error.",
  hint: 3,
}, async (t) => {
  const clock = new ManualClock();
  for (const group of [false, true]) {
    t.call(`stop(child, { group: ${group} })  // the child has ended by itself`);
    const { child } = t.spawn(["sh", "-c", "exit 3"]);
    await child.status;
    const result = await t.subject.stop(child, { group, delay: clock.delay });
    check("stop()", result, { status: exit(3), escalated: false });
  }
  check("delays that somebody waits for", clock.pending, []);
}));

Deno.test(fact("T4 stop() called again joins the first call: one SIGTERM, one result", {
  call: "stop(child), and stop(child) again before it has ended",
  idea:
    "A second SIGTERM looks like impatience, and work stays half done. Later calls join the first.",
  hint: 3,
  needs: ["proc"],
}, async (t) => {
  const clock = new ManualClock();
  const peer = t.spawn(["sh", "-c", REFUSES]);
  await peer.waitFor("ready");
  const first = t.subject.stop(peer.child, { delay: clock.delay });
  check("the child's answer to SIGTERM", await peer.readLine(), "no");
  const second = t.subject.stop(peer.child, { delay: clock.delay });
  await rests(t, peer.pid); // it has answered whatever there was
  await clock.asked();
  clock.fire();
  const result = { status: SIGKILL, escalated: true };
  check("both results", await Promise.all([first, second]), [result, result]);
  check("the child's answer to the second call", await peer.readRest(), "");
  t.call("stop(child) once more, when it has ended");
  check("stop()", await t.subject.stop(peer.child, { delay: clock.delay }), result);
}));

Deno.test(fact("T5 stop({ group }) asks the grandchildren, too", {
  call: "stop(child, { group: true, delay })  // the child waits for its own child to save",
  idea: "kill(-pgid) reaches the whole group, as Ctrl-C does. kill(pid) reaches one process.",
  hint: 2,
}, async (t) => {
  const clock = new ManualClock();
  const { leader } = await startFamily(t, "trap : TERM; " + LEADS, OBEYS);
  const result = await t.subject.stop(leader.child, { group: true, delay: clock.delay });
  check("what the grandchild says", await leader.readRest(), "saved\n");
  check("stop()", result, { status: exit(5), escalated: false });
}));

Deno.test(fact("T6 stop() lets a child that is stopped save its work", {
  call: "stop(child, { delay })  // after kill -STOP, or Ctrl-Z",
  idea: "A stopped process takes SIGTERM only when it goes on. Who tells it to go on?",
  hint: 3,
  needs: ["proc"],
}, async (t) => {
  const clock = new ManualClock();
  const peer = t.spawn(["sh", "-c", OBEYS]);
  await peer.waitFor("ready");
  await suspend(t, peer.pid);
  const result = await t.subject.stop(peer.child, { delay: clock.delay });
  check("what the child says", await peer.readRest(), "saved\n");
  check("stop()", result, { status: exit(7), escalated: false });
}));

Deno.test(fact("T7 stop() sends nothing to the number of a child that has ended", {
  call: "stop(child)  // the child has ended, and its pid may be somebody else's",
  idea: "Once a status is taken, the number is free. A handle knows that, a number does not.",
  hint: 3,
}, async (t) => {
  const sent: string[] = [];
  const kill = Deno.kill;
  t.defer(() => Deno.kill = kill);
  Deno.kill = (pid, signal) => {
    if (signal !== 0) sent.push(`${signal} to ${pid < 0 ? "its group" : "its pid"}`);
    kill(pid, signal);
  };
  for (const group of [false, true]) {
    t.call(`stop(child, { group: ${group} })  // the child has ended`);
    const { child } = t.spawn(["true"]);
    await child.status;
    await t.subject.stop(child, { group, delay: new ManualClock().delay });
    check("signals that were sent", sent, []);
  }
}));

Deno.test(fact("T8 stop({ group }) leaves nobody when the leader obeys and the others do not", {
  call: "stop(child, { group: true, delay })  // its own child ignores SIGTERM",
  idea: "When the leader has ended nobody waits for the others any more. So take them along.",
  hint: 3,
  startsChildren: true,
}, async (t) => {
  const clock = new ManualClock();
  const { leader, grandchild } = await startFamily(t, LEADS, IGNORES);
  const result = await t.subject.stop(leader.child, { group: true, delay: clock.delay });
  check("stop()", result, { status: SIGTERM, escalated: false });
  await rests(t, grandchild);
  checkThat(isGone(grandchild), "nobody of the group runs", `the grandchild ${grandchild} runs on`);
}));

Deno.test(fact("T9 stop({ group }) kills the whole group when the grace is over", {
  call: "stop(child, { group: true, delay })  // neither the child nor its own child obeys",
  idea:
    "The grace is 5 s if nobody says another. After it, SIGKILL for the leader alone leaves orphans.",
  hint: 3,
  startsChildren: true,
}, async (t) => {
  const clock = new ManualClock();
  const { leader, grandchild } = await startFamily(t, 'trap "" TERM; ' + LEADS, IGNORES);
  const stopping = t.subject.stop(leader.child, { group: true, delay: clock.delay });
  await clock.asked();
  check("the grace where nobody chose another, in ms", clock.pending, [5_000]);
  clock.fire();
  check("stop()", await stopping, { status: SIGKILL, escalated: true });
  await rests(t, grandchild);
  checkThat(isGone(grandchild), "nobody of the group runs", `the grandchild ${grandchild} runs on`);
}));

Deno.test(fact("T10 stop() without group leaves the grandchildren alone", {
  call: "stop(child, { delay })  // a leader with a child of its own",
  idea: "Sometimes one process is meant, and not all that it ever started.",
  hint: 2,
  needs: ["proc"],
}, async (t) => {
  const clock = new ManualClock();
  const { leader, grandchild } = await startFamily(t, LEADS, OBEYS);
  const result = await t.subject.stop(leader.child, { delay: clock.delay });
  check("stop()", result, { status: SIGTERM, escalated: false });
  await rests(t, grandchild);
  checkThat(!isGone(grandchild), "the grandchild runs on", "it has ended with the leader");
}));

Deno.test(fact("T11 stop({ group }) stops a child that leads no group, alone", {
  call: "stop(child, { group: true })  // not started by spawnGroup()",
  idea: "If there is no such group, kill() says ESRCH. The child is there all the same.",
  hint: 3,
}, async (t) => {
  const { child } = t.spawn(["sleep", "1000"]);
  const result = await t.subject.stop(child, { group: true });
  check("stop()", result, { status: SIGTERM, escalated: false });
}));

Deno.test(fact("T12 stop() copes with a child that ends at the moment when the grace is over", {
  call: "stop(child, { delay: () => child.status })",
  idea: "Between looking and killing the child may end. kill() throws then, and that is no error.",
  hint: 3,
}, async (t) => {
  const peer = t.spawn(["sh", "-c", OBEYS]);
  await peer.waitFor("ready");
  const delay = () => peer.status.then(() => {});
  const { status } = await t.subject.stop(peer.child, { delay });
  check("the child's status", status, exit(7));
}));

Deno.test(fact("T13 spawnGroup() starts the leader of a group, with the options of Deno.Command", {
  call: 'spawnGroup(["sh", "-c", …], { cwd, env, stdout: "piped" })',
  idea:
    "args and detached are yours, the other options go on. A group's number is its leader's pid.",
  hint: 1,
  needs: ["proc"],
}, async (t) => {
  const script = 'pwd; echo "$WORD"; for each; do echo "$each"; done; read -r line';
  const cwd = await Deno.realPath(await t.makeTempDir());
  const options = { cwd, env: { WORD: "hello" }, args: ["-c", "exit 9"], detached: false };
  const peer = startGroup(t, ["sh", "-c", script, "sh", "it's", "a  b"], options);
  const lines: string[] = [];
  for (let left = 4; left > 0; left--) lines.push(await peer.readLine());
  check("what it says", lines, [cwd, "hello", "it's", "a  b"]);
  const groupId = readProcess(peer.pid)?.groupId;
  checkThat(groupId === peer.pid, "it leads a group", `it is in the group ${groupId}`);
  t.call('spawnGroup(["no-such-program"])');
  const act = () => t.subject.spawnGroup(["no-such-program"]);
  checkThrows("a missing program", act, Deno.errors.NotFound);
}));

Deno.test(fact("T14 spawnGroup() keeps a Ctrl-C that is meant for you away from the group", {
  call: 'spawnGroup(["sleep", "1000"]), then kill -INT to your own group',
  idea: "The terminal sends Ctrl-C to one group, the one in front. Others do not hear of it.",
  hint: 1,
  startsChildren: true,
  needs: ["proc"],
}, async (t) => {
  const peer = t.spawnFixture("starts_group.ts", [], { detached: true });
  const pid = Number(await peer.readLine());
  t.defer(() => killQuietly(pid));
  Deno.kill(-peer.pid, "SIGINT");
  check("the end of the program", (await peer.status).signal, "SIGINT");
  await rests(t, pid);
  checkThat(!isGone(pid), "the group that it started runs on", "it has ended of SIGINT as well");
}));

Deno.test(fact("T15 stop({ group }) wakes a grandchild that is stopped, too", {
  call: "stop(child, { group: true, delay })  // after kill -STOP to its own child",
  idea: "Whoever is asked by SIGTERM may be stopped. So SIGCONT takes the same way to the group.",
  hint: 2,
  needs: ["proc"],
}, async (t) => {
  const clock = new ManualClock();
  const { leader, grandchild } = await startFamily(t, "trap : TERM; " + LEADS, OBEYS);
  await suspend(t, grandchild);
  const stopping = t.subject.stop(leader.child, { group: true, delay: clock.delay });
  await Promise.race([clock.asked(), stopping]); // now the signals have been sent
  checkThat(!isStopped(grandchild), "the grandchild goes on", "it is still stopped: no SIGCONT");
  check("what the grandchild says", await leader.readRest(), "saved\n");
  check("stop()", await stopping, { status: exit(5), escalated: false });
}));

Deno.test(fact("T16 stop() wakes a stopped child only when SIGTERM waits for it already", {
  call: "stop(child, { delay })  // each time it goes on, it is stopped again",
  idea:
    "A background job that reads the terminal is stopped again as soon as it goes on: SIGTERM comes late.",
  hint: 3,
  needs: ["proc"],
}, async (t) => {
  const clock = new ManualClock();
  const peer = t.spawn(["sh", "-c", "trap 'kill -STOP $$' CONT; " + OBEYS]);
  await peer.waitFor("ready");
  await suspend(t, peer.pid);
  letRunWhenWoken(t, peer.child);
  const stopping = t.subject.stop(peer.child, { delay: clock.delay });
  await Promise.race([clock.asked(), stopping]);
  const got = "it is stopped: woken before SIGTERM came, or not at all";
  checkThat(!isStopped(peer.pid), "the child takes SIGTERM when it goes on", got);
  check("what the child says", await peer.readRest(), "saved\n");
  check("stop()", await stopping, { status: exit(7), escalated: false });
}));

Deno.test(fact("T17 stop() says that it escalated only if its grace was over", {
  call: "stop(child, { delay })  // somebody else kills the child within the grace",
  idea: "SIGKILL can come from anybody. What you did yourself, the status does not tell.",
  hint: 2,
}, async (t) => {
  const clock = new ManualClock();
  const peer = t.spawn(["sh", "-c", `trap 'kill $!; kill -KILL $$' TERM; ${WAITS}`]);
  await peer.waitFor("ready");
  const result = await t.subject.stop(peer.child, { delay: clock.delay });
  check("stop()", result, { status: SIGKILL, escalated: false });
}));

/** Starts a group that is gone after the test, whatever the code under test does. */
function startGroup(t: Context, argv: Argv, options: Deno.CommandOptions = {}): Peer {
  const piped = { stdin: "piped", stdout: "piped", stderr: "piped" } as const;
  const child = t.subject.spawnGroup(argv, { ...options, ...piped });
  const peer = new Peer(child, argv.join(" "));
  t.defer(async () => {
    killQuietly(-child.pid);
    killQuietly(child.pid);
    await child.status;
    await peer.release();
  });
  return peer;
}

/** Starts a leader with a child of its own, and waits until that one is ready. */
async function startFamily(
  t: Context,
  leads: string,
  program: string,
): Promise<{ leader: Peer; grandchild: number }> {
  const leader = startGroup(t, ["sh", "-c", leads, "sh", program]);
  const lines = [await leader.readLine(), await leader.readLine()]; // "ready" and a pid, in any order
  const grandchild = Number(lines.find((line) => line !== "ready"));
  t.defer(() => killQuietly(grandchild));
  return { leader, grandchild };
}

const isStopped = (pid: number) => readProcess(pid)?.state === "T";

async function suspend(t: Context, pid: number): Promise<void> {
  Deno.kill(pid, "SIGSTOP");
  await waitUntil(`process ${pid} is stopped`, () => isStopped(pid), t.signal);
}

/** Has SIGCONT return only when the child is stopped again or has ended: the kernel may let it run so far. */
function letRunWhenWoken(t: Context, child: Deno.ChildProcess): void {
  const clock = new Int32Array(new SharedArrayBuffer(4));
  const wait = (signal?: Deno.Signal | number) => {
    for (let leftMs = 3_000; signal === "SIGCONT" && leftMs > 0; leftMs--) {
      if (isStopped(child.pid) || isGone(child.pid)) return;
      Atomics.wait(clock, 0, 0, 1);
    }
  };
  const [kill, killByPid] = [child.kill, Deno.kill];
  t.defer(() => Deno.kill = killByPid);
  child.kill = (signal) => {
    kill.call(child, signal);
    wait(signal);
  };
  Deno.kill = (pid, signal) => {
    killByPid(pid, signal);
    wait(signal);
  };
}

/** Waits until a process has done all that it will do, or is gone. */
async function rests(t: Context, pid: number): Promise<void> {
  const sleep = watchSleep(pid);
  await waitUntil(`process ${pid} rests`, () => sleep() > 0, t.signal);
}

function killQuietly(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch {
    // gone: that is what was wanted
  }
}
