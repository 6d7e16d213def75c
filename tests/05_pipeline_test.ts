import {
  check,
  checkRejects,
  checkThat,
  isGone,
  lesson,
  readProcess,
  type TestContext,
  waitUntil,
} from "./harness/mod.ts";
import type * as Stub from "./stubs/05_pipeline.ts";

const { fact } = lesson<typeof Stub>(import.meta);
type Context = TestContext<typeof Stub>;
type Stages = Parameters<typeof Stub.pipeline>[0];

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** More than all pipes on the way may hold (1 MiB each, pipe(7)), and no two pages alike. */
function makeBigInput(): Uint8Array {
  const bytes = new Uint8Array(4 << 20);
  for (let index = 0; index < bytes.length; index++) bytes[index] = index * 31 + (index >> 12);
  return bytes;
}

/** A FIFO that the test holds open: whoever reads a line from `path` waits until `open()`. */
async function makeGate(t: Context, path: string): Promise<{ open: () => Promise<unknown> }> {
  await t.spawn(["mkfifo", path]).status;
  const file = await Deno.open(path, { read: true, write: true }); // both: waits for no partner
  t.defer(() => file.close());
  return { open: () => file.write(encode("go\n")) };
}

/** The line that a stage writes to `path`; a pipeline that ends before says so itself, at once. */
async function waitForLine(
  running: Promise<unknown>,
  from: { path: string; signal: AbortSignal },
): Promise<string> {
  let text = "";
  let hasEnded = false;
  running.then(() => hasEnded = true, () => hasEnded = true);
  await waitUntil("a stage has written its line", async () => {
    text = await Deno.readTextFile(from.path).catch(() => "");
    return text.endsWith("\n") || hasEnded;
  }, from.signal);
  if (hasEnded) await running; // a failure of its own tells most
  checkThat(text.endsWith("\n"), "the stages run until the test goes on", "they have ended before");
  return text.trimEnd();
}

/** A stage that writes its pid to `path` and then waits for a signal. */
const sleeper = (path: string) =>
  ["sh", "-c", 'echo $$ > "$1"; exec sleep 1000', "sh", path] as const;

/** True once the parent has taken the status, too: a zombie still has its pid. */
function isReaped(pid: number): boolean {
  try {
    Deno.kill(pid, 0); // signal 0 only asks (kill(2))
    return false;
  } catch {
    return true;
  }
}

/** The children of this process, zombies too: what was ended, but not waited for (proc(5)). */
function listChildren(): string[] {
  const tasks = Array.from(Deno.readDirSync("/proc/self/task"), ({ name }) => name);
  const pids = tasks.flatMap((task) =>
    Deno.readTextFileSync(`/proc/self/task/${task}/children`).trim().split(" ")
  );
  return pids.filter((pid) => pid !== "").map((pid) => {
    const facts = readProcess(Number(pid));
    return `${facts?.name} in state ${facts?.state}`;
  });
}

Deno.test(fact("T1 pipeline() finds what ls | grep python finds", {
  call: 'pipeline([["ls", "/tmp/…/my files"], ["grep", "python"]])',
  idea: "Each argument reaches its program as it is. Glue them into one line and a blank cuts.",
  hint: 2,
}, async (t) => {
  const dir = await t.makeTempDir();
  await Deno.mkdir(`${dir}/my files`);
  await Deno.mkdir(`${dir}/my`); // where a name that was cut at its blank leads
  const names = [
    "my/python in the wrong place",
    "my files/cats",
    "my files/python",
    "my files/the python book",
  ];
  for (const name of names) await Deno.writeTextFile(`${dir}/${name}`, "");
  const { stdout } = await t.subject.pipeline([["ls", `${dir}/my files`], ["grep", "python"]]);
  check("stdout", decode(stdout), "python\nthe python book\n");
}));

Deno.test(fact("T2 pipeline() sends its input through sort and uniq -c", {
  call: 'pipeline([["sort"], ["uniq", "-c"]], { input: "pear\\napple\\npear\\n" })',
  idea: "The input enters at the first stage; only what leaves the last stage is the result.",
  hint: 2,
}, async ({ subject }) => {
  const input = encode("pear\napple\npear\n");
  const { stdout } = await subject.pipeline([["sort"], ["uniq", "-c"]], { input });
  check("stdout without leading blanks", decode(stdout).match(/\S.*/g) ?? [], [
    "1 apple",
    "2 pear",
  ]);
}));

Deno.test(fact("T3 pipeline() ends when the last stage stops reading", {
  call: 'pipeline([["yes"], ["head", "-n", "3"]])',
  idea: "head leaves early, and that is no error (BrokenPipe). But somebody must tell yes to stop.",
  hint: 1,
}, async ({ subject }) => {
  const { stdout, statuses } = await subject.pipeline([["yes"], ["head", "-n", "3"]]);
  check("stdout", decode(stdout), "y\ny\ny\n");
  check("status of yes", statuses[0], { success: false, code: 141, signal: "SIGPIPE" });
  check("status of head", statuses[1], { success: true, code: 0, signal: null });
}));

Deno.test(fact("T4 pipeline() moves 4 MiB through three stages", {
  call: 'pipeline([["cat"], ["cat"], ["cat"]], { input: 4 MiB })',
  idea:
    "Four pipes, each a small tank: all must flow at once, or the first full one stops the rest.",
  hint: 2,
}, async ({ subject }) => {
  const input = makeBigInput();
  const { stdout } = await subject.pipeline([["cat"], ["cat"], ["cat"]], { input });
  check("stdout", stdout, input);
}));

Deno.test(fact("T5 pipeline() takes its code from the last stage, or from the rightmost failure", {
  call: "pipeline([exit 2, exit 3, exit 0])",
  idea: "A shell believes the last stage. With pipefail it wants the last stage that failed.",
  hint: 3,
}, async (t) => {
  const exit = (code: number) => ["sh", "-c", `exit ${code}`] as const;
  const run = async (codes: [number, number, number], pipefail: boolean) => {
    t.call(
      `pipeline([${codes.map((code) => `exit ${code}`).join(", ")}], { pipefail: ${pipefail} })`,
    );
    const [first, second, third] = codes;
    return await t.subject.pipeline([exit(first), exit(second), exit(third)], { pipefail });
  };
  const { statuses, code } = await run([2, 3, 0], false);
  check("the codes of all stages", statuses.map((status) => status.code), [2, 3, 0]);
  check("code", code, 0);
  check("code", (await run([2, 3, 0], true)).code, 3);
  check("code", (await run([0, 0, 4], false)).code, 4);
  check("code", (await run([0, 0, 0], true)).code, 0);
  t.call("pipeline([exit 2, exit 3, exit 0])");
  check("code", (await t.subject.pipeline([exit(2), exit(3), exit(0)])).code, 0);
}));

Deno.test(fact("T6 pipeline() without input delivers end-of-file to every stage", {
  call: 'pipeline([["cat"], ["cat"], ["wc", "-c"]])',
  idea: "Each stage ends when it reads end-of-file: somebody must close the pipe to its left.",
  hint: 1,
}, async ({ subject }) => {
  const { stdout } = await subject.pipeline([["cat"], ["cat"], ["wc", "-c"]]);
  check("stdout", decode(stdout).trim(), "0");
}));

Deno.test(fact("T7 pipeline() rejects with NotFound and ends the stages it has already started", {
  call: 'pipeline([["sleep", "1000"], ["no-such-program"], ["cat"]])',
  idea: "Whoever starts a process ends it, also when the next one cannot be started.",
  hint: 3,
}, async ({ subject }) => {
  // sleep neither reads nor writes: only a signal ends it. If it is left, the harness says so.
  const run = () => subject.pipeline([["sleep", "1000"], ["no-such-program"], ["cat"]]);
  await checkRejects("a pipeline with a missing program", run, Deno.errors.NotFound);
}));

Deno.test(fact("T8 pipeline() rejects with the signal's reason and leaves nobody when aborted", {
  call: "pipeline([sleep 1000, sleep 1000, sleep 1000], { signal })",
  idea: "No stage ends because its neighbour did: a signal goes to each of them.",
  hint: 3,
}, async (t) => {
  const dir = await t.makeTempDir();
  const abort = new AbortController();
  const stages: Stages = [sleeper(`${dir}/1`), sleeper(`${dir}/2`), sleeper(`${dir}/3`)];
  const running = t.subject.pipeline(stages, { signal: abort.signal });
  const pids: number[] = [];
  for (const name of ["1", "2", "3"]) {
    pids.push(Number(await waitForLine(running, { path: `${dir}/${name}`, signal: t.signal })));
  }
  abort.abort(new Error("enough"));
  const error = await checkRejects("the aborted call", () => running, Error);
  check("the error's message", error.message, "enough");
  await waitUntil("all three stages are gone", () => pids.every(isGone), t.signal);
}));

Deno.test(fact("T9 pipeline() passes a line on while the stage that wrote it still runs", {
  call: "pipeline([echo one; wait for the test; echo two, tell the test; cat])",
  idea: "All stages run at the same time: line one is downstream before line two exists.",
  hint: 2,
}, async (t) => {
  const dir = await t.makeTempDir();
  const gate = await makeGate(t, `${dir}/gate`);
  const producer = 'echo one; read -r go < "$1"; echo two';
  const consumer = 'read -r line; echo "$line" | tee "$1"; cat';
  const running = t.subject.pipeline([
    ["sh", "-c", producer, "sh", `${dir}/gate`],
    ["sh", "-c", consumer, "sh", `${dir}/seen`],
  ]);
  const line = await waitForLine(running, { path: `${dir}/seen`, signal: t.signal });
  check("the line that is downstream", line, "one");
  await gate.open();
  check("stdout", decode((await running).stdout), "one\ntwo\n");
}));

Deno.test(fact("T10 pipeline() gives a stage a pipe that a stranger can write to, too", {
  call: "pipeline([wait for the test; echo from the family, cat])",
  idea: "Both stages run, and whoever gets hold of a descriptor can use the pipe, related or not.",
  hint: 2,
  needs: ["linux", "proc", "setsid"],
}, async (t) => {
  const dir = await t.makeTempDir();
  const gate = await makeGate(t, `${dir}/gate`);
  const running = t.subject.pipeline([
    ["sh", "-c", 'read -r go < "$1"; echo from the family', "sh", `${dir}/gate`],
    ["sh", "-c", 'echo $$ > "$1"; exec cat', "sh", `${dir}/pid`],
  ]);
  const pid = await waitForLine(running, { path: `${dir}/pid`, signal: t.signal });
  const write = `echo from a stranger > /proc/${pid}/fd/0`;
  const stranger = t.spawn(["setsid", "sh", "-c", write]);
  check("the stranger's exit code", (await stranger.status).code, 0);
  await gate.open();
  check("stdout", decode((await running).stdout), "from a stranger\nfrom the family\n");
}));

Deno.test(fact("T11 pipeline() without input keeps the first stage away from your own stdin", {
  call: 'pipeline([["wc", "-c"]])  // in a program whose stdin holds 6 bytes',
  idea:
    "No input means end-of-file at once. Unless you say otherwise, spawn() hands your stdin down.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const program = t.spawnFixture("count_without_input.ts");
  // If it has failed by now, readLine() says why.
  await program.writeLine("yours").then(() => program.closeStdin()).catch(() => {});
  check("bytes that wc read", Number(await program.readLine()), 0);
  check("your own stdin", await program.readLine(), "yours");
}));

Deno.test(fact("T12 pipeline() ends the others when it is aborted after one stage has ended", {
  call: "pipeline([echo, sleep 1000], { signal })",
  idea: "kill() throws for a child that has already ended: catch that, and go on to the next one.",
  hint: 3,
}, async (t) => {
  const dir = await t.makeTempDir();
  const abort = new AbortController();
  const stages: Stages = [["sh", "-c", 'echo $$ > "$1"', "sh", `${dir}/1`], sleeper(`${dir}/2`)];
  const running = t.subject.pipeline(stages, { signal: abort.signal });
  const pid = Number(await waitForLine(running, { path: `${dir}/1`, signal: t.signal }));
  await waitForLine(running, { path: `${dir}/2`, signal: t.signal });
  await waitUntil("the first stage is reaped", () => isReaped(pid), t.signal);
  abort.abort(new Error("enough"));
  const error = await checkRejects("the aborted call", () => running, Error);
  check("the error's message", error.message, "enough");
}));

Deno.test(
  fact("T13 pipeline() rejects with NotFound when the stages before have ended, not earlier", {
    call: 'pipeline([["sleep", "1000"], ["no-such-program"]])',
    idea: "kill() only asks. A process has ended when its status is there: wait for it.",
    hint: 3,
    needs: ["linux", "proc"],
  }, async ({ subject }) => {
    const run = () => subject.pipeline([["sleep", "1000"], ["no-such-program"]]);
    await checkRejects("a pipeline with a missing program", run, Deno.errors.NotFound);
    check("the children that this process still has", listChildren(), []);
  }),
);

Deno.test(fact("T14 pipeline() starts nothing when the signal is aborted already", {
  call: 'pipeline([["touch", file]], { signal: AbortSignal.abort(reason) })',
  idea: 'The "abort" event comes once. Who listens after it hears nothing: ask the signal first.',
  hint: 3,
}, async (t) => {
  const file = `${await t.makeTempDir()}/started`;
  const signal = AbortSignal.abort(new Error("too late"));
  const run = () => t.subject.pipeline([["touch", file], ["cat"]], { signal });
  const error = await checkRejects("a call with an aborted signal", run, Error);
  check("the error's message", error.message, "too late");
  const hasStarted = await Deno.stat(file).then(() => true, () => false);
  checkThat(!hasStarted, "no stage is started", "the first stage has run");
}));
