import {
  check,
  checkRejects,
  checkThat,
  isGone,
  lesson,
  ManualClock,
  type TestContext,
  waitUntil,
} from "./harness/mod.ts";
import type * as Stub from "./stubs/23_worker_pool.ts";

const { fact } = lesson<typeof Stub>(import.meta);
type Context = TestContext<typeof Stub>;
type Options = Partial<Stub.WorkerPoolOptions>;
type Report = { name: string; pid: number };

const fixture = (name: string) => new URL(`./fixtures/${name}`, import.meta.url);

/** A pool of workers that follow orders, on a clock that stands still, and a log of what they have begun. */
async function open(t: Context, options: Options = {}) {
  const dir = await t.makeTempDir();
  const log = `${dir}/log`;
  const clock = new ManualClock();
  const script = fixture("follows_orders.ts");
  const pool = new t.subject.WorkerPool({ size: 1, script, delay: clock.delay, ...options });
  t.defer(() => {
    if (t.signal.aborted) pool.pids.forEach((pid) => Deno.kill(pid, "SIGKILL"));
    return pool.shutdown();
  });
  const readLog = async () => (await Deno.readTextFile(log).catch(() => "")).match(/.+/g) ?? [];
  const countBegun = async (name: string) =>
    (await readLog()).filter((line) => line.startsWith(name + " ")).length;
  return {
    pool,
    clock,
    dir,
    log,
    readLog,
    countBegun,
    /** Submits a job by its name. */
    order: (name: string, order: Record<string, string> = {}, o: { signal?: AbortSignal } = {}) => {
      const answer = pool.submit<Report>({ name, log, ...order }, o);
      answer.catch(() => {}); // looked at below
      return answer;
    },
    /** Waits until a worker has begun the job; returns that worker's pid. */
    waitForBegin: async (name: string) => {
      await waitUntil(`job ${name} has begun`, async () => await countBegun(name) > 0, t.signal);
      const line = (await readLog()).find((line) => line.startsWith(name + " "));
      return Number(line?.split(" ")[1]);
    },
    /** Checks that a job is lost as soon as the pool has noticed the death of its worker. */
    checkLost: async (
      answer: Promise<unknown>,
      { what, pid = 0 }: { what: string; pid?: number },
    ) => {
      let isSettled = false;
      answer.then(() => isSettled = true, () => isSettled = true);
      const isOver = () => isSettled || !pool.pids.includes(pid);
      await waitUntil(`${what} has ended, or its worker`, isOver, t.signal);
      await checkRejected(what, answer);
      return await checkRejects(what, () => answer, t.subject.WorkerDied);
    },
    /** A FIFO: jobs that have it as their gate wait until it opens, at the end of the test at last. */
    makeGate: async (name: string) => {
      const gate = `${dir}/${name}`;
      await t.spawn(["mkfifo", gate]).status;
      const file = await Deno.open(gate, { read: true, write: true }); // both: waits for no partner
      t.defer(() => file.close());
      return { gate, open: () => file.write(new Uint8Array(8)) };
    },
  };
}

function kill(pid: number | undefined): void {
  checkThat(pid !== undefined && pid > 0, "there is a worker to be killed", "pids is empty");
  Deno.kill(pid, "SIGKILL");
}

/** Lets everything go on that is ready to, in this process: turns of the event loop, not a time. */
async function passTurns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
}

/** Checks that a promise is rejected by now, without waiting for it. Returns its error. */
async function checkRejected(what: string, promise: Promise<unknown>): Promise<Error> {
  let isPending = true;
  promise.then(() => isPending = false, () => isPending = false);
  await passTurns(20);
  checkThat(!isPending, `${what} is rejected at once`, "it still waits");
  return await checkRejects(what, () => promise, Error);
}

// Checkpoint a: dispatch

Deno.test(fact("T1 start() starts all workers before the first job, and they do all jobs", {
  call: "new WorkerPool({ size: 2, script }), then start(), then 4 times submit()",
  idea: "A process costs a hundred jobs. Pay for it once, before anybody waits.",
  hint: 1,
  startsChildren: true,
}, async (t) => {
  const { pool, order } = await open(t, { size: 2 });
  const starting = pool.start();
  checkThat(starting instanceof Promise, "start() returns a promise", String(starting));
  await starting;
  const pids = [...pool.pids];
  check("the number of workers after start()", new Set(pids).size, 2);
  checkThat(!pids.some(isGone), "both workers are running", `pids are ${pids.join(" and ")}`);
  const reports = await Promise.all(["1", "2", "3", "4"].map((name) => order(name)));
  check("the jobs done", reports.map((report) => report.name), ["1", "2", "3", "4"]);
  const strangers = reports.filter((report) => !pids.includes(report.pid));
  check("jobs done by processes that were not there before", strangers, []);
  t.call("shutdown()");
  await pool.shutdown();
  check("workers that are still there", pids.filter((pid) => !isGone(pid)), []);
}));

Deno.test(fact("T2 submit() gives each worker one job at a time, and the next to who is free", {
  call: "size: 2; submit(A), submit(B), submit(C), then B ends",
  idea: "A busy worker may take hours: nobody queues up behind it while another one is free.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const { pool, order, waitForBegin, countBegun, makeGate } = await open(t, { size: 2 });
  const [a, b] = [await makeGate("gate-a"), await makeGate("gate-b")];
  await pool.start();
  const [first, second] = [order("A", { gate: a.gate }), order("B", { gate: b.gate })];
  const third = order("C");
  await waitForBegin("A");
  const pid = await waitForBegin("B");
  check("jobs in the queue while A and B are worked at", pool.stats.queued, 1);
  check("workers that have begun C", await countBegun("C"), 0);
  await b.open();
  check("who does C", await third, { name: "C", pid });
  await a.open();
  check("the others", (await Promise.all([first, second])).map((one) => one.name), ["A", "B"]);
}));

Deno.test(fact("T3 submit() rejects one job when its handler throws, and the worker stays", {
  call: 'submit(a job whose handler throws "no such picture")',
  idea: "A job that fails is an answer like any other. The worker has done its part.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const { pool, order, readLog } = await open(t);
  await pool.start();
  const [before, failing, after] = [
    order("before"),
    order("failing", { error: "no such picture" }),
    order("after"),
  ];
  const error = await checkRejects("the failing job", () => failing, Error);
  check("the error's message", error.message, "no such picture");
  const { pid } = await before;
  check("who does the next job", await after, { name: "after", pid });
  const begun = (await readLog()).map((line) => line.split(" ")[0]);
  check("the order in which they are begun", begun, ["before", "failing", "after"]);
  check("stats", pool.stats, { done: 2, failed: 1, restarts: 0, queued: 0 });
  t.call("disposal");
  await pool[Symbol.asyncDispose]();
  check("the worker is gone", isGone(pid), true);
}));

Deno.test(fact("T4 submit() rejects with the signal's reason and never begins a waiting job", {
  call: "submit(A), submit(B, { signal }), then abort",
  idea: "What waits in the queue can be taken out of it. What has begun can only be ignored.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const { pool, order, waitForBegin, countBegun, makeGate } = await open(t);
  const { gate, open: openGate } = await makeGate("gate");
  await pool.start();
  const [running, waiting] = [new AbortController(), new AbortController()];
  const a = order("A", { gate }, { signal: running.signal });
  const b = order("B", {}, { signal: waiting.signal });
  const c = order("C");
  const pid = await waitForBegin("A");
  waiting.abort(new Error("B is not needed"));
  check("the reason of B", (await checkRejected("job B", b)).message, "B is not needed");
  check("jobs in the queue after that", pool.stats.queued, 1);
  running.abort(new Error("A is not needed"));
  check("the reason of A", (await checkRejected("job A", a)).message, "A is not needed");
  check("jobs begun while A is worked at", await countBegun("C"), 0);
  await openGate();
  check("who does C", await c, { name: "C", pid });
  const signal = AbortSignal.abort(new Error("D is not needed"));
  const what = "job D, aborted from the start";
  const error = await checkRejects(what, () => order("D", {}, { signal }), Error);
  check("the reason of D", error.message, "D is not needed");
  check("jobs B and D that were begun", [await countBegun("B"), await countBegun("D")], [0, 0]);
  check("stats", pool.stats, { done: 1, failed: 2, restarts: 0, queued: 0 });
}));

Deno.test(fact("T5 submit() rejects with TypeError for a job that JSON cannot hold", {
  call: "submit(1n), submit(a good job)",
  idea: "Nothing was sent, so no answer will come: the worker is as free as before.",
  hint: 3,
  startsChildren: true,
}, async (t) => {
  const { pool, order } = await open(t);
  await pool.start();
  const [bad, next] = [pool.submit(1n), order("next")];
  await checkRejects("submit(1n)", () => bad, TypeError);
  check("the next job", (await next).name, "next");
}));

// Checkpoint b: supervision

Deno.test(fact("T6 submit() rejects with WorkerDied when its worker is killed and replaced", {
  call: "size: 2; submit(A), submit(B), submit(C), then kill -9 the worker of A",
  idea: "Nobody knows how far the dead one had come. Say so: to do it again may do it twice.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const opened = await open(t, { size: 2 });
  const { pool, clock, order, waitForBegin, countBegun, makeGate, checkLost } = opened;
  const { gate, open: openGate } = await makeGate("gate");
  await pool.start();
  const [a, b, c] = [order("A", { gate }), order("B", { gate }), order("C")];
  const pids = [await waitForBegin("A"), await waitForBegin("B")];
  kill(pids[0]);
  const error = await checkLost(a, { what: "job A", pid: pids[0] });
  check("the status of A's worker", error.status.signal, "SIGKILL");
  checkThat(error.message.includes("SIGKILL"), "its message names SIGKILL", error.message);
  check("the pids after that", [...pool.pids], pids.slice(1));
  await clock.asked();
  clock.fire();
  const { pid } = await c;
  checkThat(!pids.includes(pid), "a new worker does C", "an old one does");
  check("the pids in the end", [...pool.pids].sort(), [pids[1], pid].sort());
  await openGate();
  check("who does B", await b, { name: "B", pid: pids[1] } as Report);
  check("how often A was begun", await countBegun("A"), 1);
  check("stats", pool.stats, { done: 2, failed: 1, restarts: 1, queued: 0 });
}));

Deno.test(fact("T7 WorkerPool gives up on workers that die at once, and rejects what waits", {
  call: "size: 2, maxRestarts: 8, a script that exits with 7; submit(…) 12 times",
  idea: "A script with a bug dies each time. Without a limit the pool only starts processes.",
  hint: 3,
  startsChildren: true,
}, async (t) => {
  const dir = await t.makeTempDir();
  const script = new URL(`?log=${dir}/starts`, fixture("exits_at_once.ts"));
  const delays: number[] = [];
  const delay = (ms: number) => Promise.resolve(delays.push(ms)).then(() => {});
  const { pool, order } = await open(t, { size: 2, script, maxRestarts: 8, delay });
  await pool.start();
  const answers = Array.from({ length: 12 }, (_, index) => order(`${index + 1}`));
  for (const [index, answer] of answers.entries()) {
    const what = `job ${index + 1}`;
    const error = await checkRejects(what, () => answer, t.subject.WorkerDied);
    check(`the status that ${what} tells`, error.status.code, 7);
    checkThat(error.message.includes("7"), "its message names the exit code 7", error.message);
  }
  await checkRejects("a job after that", () => order("13"), t.subject.WorkerDied);
  await pool.shutdown();
  const starts = await Deno.readTextFile(`${dir}/starts`);
  check("the number of starts", starts.match(/started/g)?.length, 2 + 8);
  check("the delays", delays.slice(0, 8), [100, 200, 400, 800, 1600, 3200, 6400, 10_000]);
  check("stats", pool.stats, { done: 0, failed: 12, restarts: 8, queued: 0 });
}));

Deno.test(fact("T8 shutdown() lets running jobs finish, refuses others, and leaves nobody", {
  call: "size: 2; submit(A), submit(B), submit(C), then shutdown()",
  idea: "First refuse, then drain: who has begun may finish. End-of-file comes after the last job.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const clock = new ManualClock();
  const asked: number[] = [];
  const delay = (ms: number, signal: AbortSignal) => (asked.push(ms), clock.delay(ms, signal));
  const { pool, order, waitForBegin, countBegun, makeGate } = await open(t, { size: 2, delay });
  const { gate, open: openGate } = await makeGate("gate");
  await pool.start();
  const [a, b, c] = [order("A", { gate }), order("B", { gate }), order("C")];
  const pids = [await waitForBegin("A"), await waitForBegin("B")];
  const closing = [pool.shutdown(), pool.shutdown()];
  const { WorkerDied } = t.subject;
  const queued = await checkRejected("job C, which waits", c);
  const late = await checkRejected("job D, which comes later", order("D"));
  for (const error of [queued, late]) {
    checkThat(!(error instanceof WorkerDied), "an Error, as nobody has died", "a WorkerDied");
  }
  await openGate();
  check("what becomes of A and B", (await Promise.all([a, b])).map((one) => one.pid), pids);
  await Promise.all(closing);
  check("workers that are still there", pids.filter((pid) => !isGone(pid)), []);
  check("pids", [...pool.pids], []);
  check("the grace", asked, [5_000]);
  check("delays that somebody still waits for", clock.pending, []);
  check("jobs C and D that were begun", [await countBegun("C"), await countBegun("D")], [0, 0]);
}));

Deno.test(fact("T9 shutdown() kills workers that are still there when the grace is over", {
  call: "graceMs: 50, workers that never end; submit(…), then shutdown()",
  idea: "One hangs in its job, the other one ignores its end. Ask kindly, but not for ever.",
  hint: 3,
  startsChildren: true,
}, async (t) => {
  const dir = await t.makeTempDir();
  const script = new URL(`?dir=${dir}`, fixture("stays_for_ever.ts"));
  const { pool, clock, order } = await open(t, { size: 2, script, graceMs: 50 });
  await pool.start();
  const pids = [...pool.pids];
  const isUp = (pid: number) => Deno.stat(`${dir}/${pid}`).then(() => true, () => false);
  for (const pid of pids) await waitUntil(`worker ${pid} is up`, () => isUp(pid), t.signal);
  const answer = order("hang");
  const closing = pool.shutdown();
  await clock.asked();
  check("the delay", clock.pending, [50]);
  checkThat(!pids.some(isGone), "both workers live during the grace", "one is gone before its end");
  clock.fire();
  await closing;
  await checkRejected("the job that hangs", answer);
  const error = await checkRejects("the job that hangs", () => answer, t.subject.WorkerDied);
  check("the status that it tells", error.status.signal, "SIGKILL");
  check("workers that are still there", pids.filter((pid) => !isGone(pid)), []);
}));

Deno.test(fact("T10 WorkerPool waits twice as long after each death in a row", {
  call: "kill -9, three times; a job in between",
  idea: "Start a broken thing slower and slower. A job that is done shows that it is not broken.",
  hint: 3,
  startsChildren: true,
}, async (t) => {
  const { pool, clock, order } = await open(t);
  const killAndLook = async () => {
    kill(pool.pids[0]);
    await clock.asked();
    check("workers during the delay", [...pool.pids], []);
    return clock.pending;
  };
  const replace = async () => {
    clock.fire();
    await waitUntil("there is a new worker", () => pool.pids.length === 1, t.signal);
  };
  await pool.start();
  check("the delay after the first death", await killAndLook(), [100]);
  await replace();
  check("the delay after the second one", await killAndLook(), [200]);
  await replace();
  await order("a good job");
  check("the delay after a job was done", await killAndLook(), [100]);
}));

Deno.test(fact("T11 submit() rejects with WorkerDied though the worker's child holds stdout", {
  call: "submit(a job that starts sleep 1000 and dies)",
  idea: "End-of-file needs all copies of the write end closed. The status needs only the death.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const { pool, dir, checkLost } = await open(t, { script: fixture("dies_before_its_child.ts") });
  t.defer(async () => kill(Number(await Deno.readTextFile(`${dir}/pid`))));
  await pool.start();
  const [pid] = pool.pids;
  await checkLost(pool.submit(`${dir}/pid`), { what: "the job", pid });
}));

Deno.test(fact("T12 submit() puts as many jobs at a worker's side as prefetch says", {
  call: "prefetch: 3; submit(A), submit(1n), submit(B), submit(C), submit(D), then kill -9",
  idea: "Who has the next job at hand does not wait for it. The price: it dies with its holder.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const delay = () => Promise.resolve();
  const opened = await open(t, { prefetch: 3, delay });
  const { pool, order, waitForBegin, countBegun, makeGate, checkLost } = opened;
  const { gate } = await makeGate("gate");
  await pool.start();
  const [a, bad, b, c, d] = [
    order("A", { gate }),
    pool.submit(1n), // leaves its place to C
    order("B"),
    order("C"),
    order("D"),
  ];
  bad.catch(() => {}); // looked at below
  const pid = await waitForBegin("A");
  check("jobs in the queue", pool.stats.queued, 1);
  await checkRejects("submit(1n)", () => bad, TypeError);
  kill(pid);
  await checkLost(a, { what: "job A", pid });
  await checkLost(b, { what: "job B, which was at its side", pid });
  await checkLost(c, { what: "job C, which was at its side", pid });
  check("job D", (await d).name, "D");
  check("jobs B and C that were begun", [await countBegun("B"), await countBegun("C")], [0, 0]);
}));

Deno.test(fact("T13 shutdown() does not wait for a back-off, and replaces nobody", {
  call: "kill -9, then shutdown() before the worker is replaced",
  idea: "A delay that nobody needs any more is aborted: that is what its signal is for.",
  hint: 3,
  startsChildren: true,
}, async (t) => {
  const { pool, clock } = await open(t);
  await pool.start();
  const [pid] = pool.pids;
  kill(pid);
  await waitUntil("the pool knows of the death", () => !pool.pids.includes(pid ?? 0), t.signal);
  await passTurns(20);
  check("delays", clock.pending, [100]);
  await pool.shutdown();
  check("delays that somebody still waits for", clock.pending, []);
  check("pids", [...pool.pids], []);
  check("restarts", pool.stats.restarts, 0);
}));

Deno.test(fact("T14 submit() rejects with WorkerDied when the worker writes no answer", {
  call: "submit(a job that makes its worker write oops)",
  idea: "Who talks nonsense cannot be trusted with a job. End it, and the rest follows.",
  hint: 3,
  startsChildren: true,
}, async (t) => {
  for (const line of ["oops", "null"]) {
    t.call(`submit(a job that makes its worker write ${line})`);
    const { pool, checkLost } = await open(t, { script: fixture("writes_nonsense.ts") });
    await pool.start();
    const [pid] = pool.pids;
    await checkLost(pool.submit(line), { what: "the job", pid });
  }
}));

Deno.test(fact("T15 WorkerPool goes on with the workers that are left", {
  call: "size: 2, maxRestarts: 0; kill -9 one worker, then submit(…)",
  idea: "One place is closed for good. The pool gives up when the last one is.",
  hint: 3,
  startsChildren: true,
}, async (t) => {
  const { pool, clock, order } = await open(t, { size: 2, maxRestarts: 0 });
  await pool.start();
  const [first, second] = [...pool.pids];
  kill(first);
  await waitUntil("the pool knows of the death", () => pool.pids.length === 1, t.signal);
  const report = await order("a job for who is left");
  check("who does the job", report.pid, second);
  check("delays", clock.pending, []);
}));

Deno.test(fact("T16 submit() rejects with WorkerDied when its worker has just died, unnoticed", {
  call: "kill -9, then submit(…) at once",
  idea: "The write fails before the status is there: BrokenPipe. Both tell of one death.",
  hint: 3,
  startsChildren: true,
  needs: ["proc"],
}, async (t) => {
  const { pool, checkLost } = await open(t);
  await pool.start();
  const [pid] = pool.pids;
  kill(pid);
  const cell = new Int32Array(new SharedArrayBuffer(4));
  // no turn of the event loop in between: the pool cannot have noticed
  while (!isGone(pid ?? 0)) Atomics.wait(cell, 0, 0, 1);
  await checkLost(pool.submit("late".repeat(1 << 15)), { what: "the job", pid });
}));
