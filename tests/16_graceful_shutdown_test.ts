import { Todo } from "#lib/todo.ts";
import { check, checkThat, lesson, type Peer, type TestContext } from "./harness/mod.ts";
import type * as Stub from "./stubs/16_graceful_shutdown.ts";

const { fact } = lesson<typeof Stub>(import.meta);
type Context = TestContext<typeof Stub>;

Deno.test(fact("T1 onShutdown() exits with 143 on SIGTERM, after its async cleanup has ended", {
  call: "onShutdown(async (why) => { … }), then kill -TERM",
  idea: 'A handler turns "die now" into "finish, then die". 143 = 128 + 15 says: it was asked to.',
  hint: 1,
  startsChildren: true,
}, async (t) => {
  const child = await start(t, "saves_on_shutdown.ts");
  child.kill("SIGTERM");
  check("output", await child.readRest(), "cleanup begins: SIGTERM\ncleanup ends\n");
  await checkEnd(child, "it exits with 143");
}));

Deno.test(fact("T2 onShutdown() exits with 130 on SIGINT, after its synchronous cleanup", {
  call: "onShutdown((why) => { … }), then kill -INT",
  idea: "Ctrl-C sends SIGINT, number 2. A script that runs your program looks for 130 = 128 + 2.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const child = await start(t, "says_goodbye.ts");
  child.kill("SIGINT");
  check("output", await child.readRest(), "goodbye: SIGINT\n");
  await checkEnd(child, "it exits with 130");
}));

Deno.test(fact("T3 onShutdown() cleans up once when SIGTERM comes three times", {
  call: "onShutdown(cleanup), then kill -TERM, three times",
  idea: "After the first signal the process is stopping. Asking again must not change anything.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const child = await start(t, "cleans_up_until_rung.ts", "SIGTERM", "3");
  const output: string[] = [];
  for (let times = 1; times <= 3; times++) {
    sendAgain(child, "SIGTERM");
    output.push(...await readUntil(child, "still cleaning up")); // its answer to each SIGTERM
  }
  output.push(...(await child.readRest()).split("\n"));
  check("number of cleanups begun", output.filter((line) => line === "cleanup begins").length, 1);
  check("number of cleanups ended", output.filter((line) => line === "cleanup ends").length, 1);
  await checkEnd(child, "it exits with 143");
}));

Deno.test(fact("T4 onShutdown() exits with 130 at once on a second SIGINT", {
  call: "onShutdown(cleanup), then kill -INT, twice",
  idea: "Who presses Ctrl-C again does not want to wait any more. Always leave that way out.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const child = await start(t, "cleans_up_until_rung.ts", "SIGINT", "2");
  child.kill("SIGINT");
  const first = await readUntil(child, "still cleaning up");
  sendAgain(child, "SIGINT"); // if this does not end it, it rings for the second time: the cleanup ends
  const output = first.join("\n") + await child.readRest();
  check("number of cleanups begun", output.split("cleanup begins").length - 1, 1);
  checkThat(
    !output.includes("cleanup ends"),
    "the second SIGINT ends the process in the middle of its cleanup",
    "the second SIGINT changed nothing: the process first finished its cleanup",
  );
  await checkEnd(child, "it exits with 130");
}));

Deno.test(fact("T5 onShutdown() exits with 143 when the grace is over before the cleanup", {
  call: "onShutdown(cleanup, { graceMs: 50, delay }), then kill -TERM",
  idea: "A cleanup may hang: on a dead disk, on a slow peer. Finish, but not for ever.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const child = await start(t, "hangs_in_cleanup.ts", "50");
  child.kill("SIGTERM");
  await readUntil(child, "grace of 50 ms begins");
  await child.writeLine("the grace is over");
  await checkEnd(child, "it exits with 143");
}));

Deno.test(fact("T6 onShutdown() refuses SIGKILL, and nothing is cleaned up after kill -9", {
  call: 'onShutdown(cleanup, { signals: ["SIGKILL"] })',
  idea: "The kernel acts on SIGKILL and SIGSTOP by itself. Say so to who asks to catch them.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const child = t.spawnFixture("asks_for_sigkill.ts");
  const [answer] = await readUntil(child, "ready");
  check("the answer to SIGKILL", answer, "TypeError");
  child.kill("SIGKILL");
  check("output after kill -9", await child.readRest(), "");
  await checkEnd(child, "SIGKILL kills it");
}));

Deno.test(fact("T7 onShutdown().dispose() brings the default action back: each signal kills", {
  call: "onShutdown(cleanup).dispose(), then kill -TERM",
  idea: "The default action is off while one listener is left. Remove the function you added.",
  hint: 3,
  startsChildren: true,
}, async (t) => {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    t.call(`onShutdown(cleanup).dispose(), then kill -${signal.slice(3)}`);
    const child = await start(t, "disposes_at_once.ts");
    child.kill(signal);
    check("output", await child.readRest(), "");
    await checkEnd(child, `${signal} kills it`);
  }
}));

Deno.test(fact("T8 onShutdown() exits with the system's number, or reraises the signal", {
  call: 'onShutdown(cleanup, { signals: ["SIGUSR2"] }) and { reraise: true }',
  idea: "SIGUSR2 is 12, 17 or 31, as the system likes. Look it up, or die by the signal itself.",
  hint: 3,
  startsChildren: true,
}, async (t) => {
  const { code } = await t.spawn(["sh", "-c", "kill -s USR2 $$"]).status; // 128 + n
  t.call('onShutdown(cleanup, { signals: ["SIGUSR2"] }), then kill -USR2');
  const exits = await start(t, "says_goodbye.ts", '{ "signals": ["SIGUSR2"] }');
  exits.kill("SIGUSR2");
  check("output", await exits.readRest(), "goodbye: SIGUSR2\n");
  await checkEnd(exits, `it exits with ${code}`);
  t.call("onShutdown(cleanup, { reraise: true }), then kill -TERM");
  const dies = await start(t, "says_goodbye.ts", '{ "reraise": true }');
  dies.kill("SIGTERM");
  check("output", await dies.readRest(), "goodbye: SIGTERM\n");
  await checkEnd(dies, "SIGTERM kills it");
}));

Deno.test(fact("T9 onShutdown() keeps nobody alive, and its signal tells the main loop to end", {
  call: "const { signal } = onShutdown(() => loop)",
  idea: "The cleanup may wait for the main loop. So first tell the loop: abort, then clean up.",
  hint: 3,
  startsChildren: true,
}, async (t) => {
  t.call("onShutdown(cleanup), and nothing else to do");
  const idle = await start(t, "has_nothing_to_do.ts");
  await checkEnd(idle, "it exits with 0");
  t.call("const { signal } = onShutdown(() => loop), then kill -TERM");
  const busy = await start(t, "works_until_aborted.ts");
  busy.kill("SIGTERM");
  check("what the main loop says", await busy.readRest(), "told to stop\n");
  await checkEnd(busy, "it exits with 143");
}));

Deno.test(fact("T10 onShutdown() reports a failed cleanup on stderr and exits with 1", {
  call: 'onShutdown(() => { throw new Error("disk full") }), then kill -TERM',
  idea: "143 would say: all is well, it only ended early. A failure must be seen to be one.",
  hint: 3,
  startsChildren: true,
}, async (t) => {
  const child = await start(t, "fails_in_cleanup.ts");
  child.kill("SIGTERM");
  await checkEnd(child, "it exits with 1");
  const stderr = await child.readErrors();
  checkThat(stderr.includes("disk full"), 'stderr says "disk full"', `stderr says "${stderr}"`);
}));

Deno.test(fact("T11 onShutdown() gives a cleanup 5000 ms when nobody says how long", {
  call: "onShutdown(cleanup, { delay }), then kill -TERM",
  idea: "A default is a promise, too: whoever reads 5000 in your documentation relies on it.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const child = await start(t, "hangs_in_cleanup.ts");
  child.kill("SIGTERM");
  check("the grace", await child.readLine(), "grace of 5000 ms begins");
  await child.writeLine("the grace is over");
  await checkEnd(child, "it exits with 143");
}));

/** Starts a child, as the code under test ends its process, and waits until it listens. */
async function start(t: Context, fixture: string, ...args: string[]): Promise<Peer> {
  const child = t.spawnFixture(fixture, args);
  await readUntil(child, "ready");
  return child;
}

/** Reads up to `line` and returns the lines before it; a child that ends too early says why. */
async function readUntil(child: Peer, line: string): Promise<string[]> {
  const before: string[] = [];
  for (;;) {
    const next = await child.readLine().catch(() => undefined);
    if (next === line) return before;
    if (next === undefined) break;
    before.push(next);
  }
  const end = await describeEnd(child);
  const stderr = await child.readErrors();
  if (stderr.includes("Todo:")) throw new Todo("16_graceful_shutdown", "onShutdown()");
  checkThat(false, `the process prints "${line}"`, `${end} before\n${stderr}`.trimEnd());
}

/** Sends a signal to a child that may have ended by mistake: what it printed tells. */
function sendAgain(child: Peer, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch {
    // it has ended
  }
}

async function checkEnd(child: Peer, expected: string): Promise<void> {
  const end = await describeEnd(child);
  checkThat(end === expected, expected, end);
}

/** A shell says 143 to an exit with 143 and to a death by SIGTERM; a parent tells them apart. */
async function describeEnd(child: Peer): Promise<string> {
  const { code, signal } = await child.status;
  return signal === null ? `it exits with ${code}` : `${signal} kills it`;
}
