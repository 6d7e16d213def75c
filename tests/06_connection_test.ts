import {
  check,
  checkRejects,
  checkThat,
  lesson,
  type TestContext,
  waitUntil,
} from "./harness/mod.ts";
import type * as Stub from "./stubs/06_connection.ts";

const { fact } = lesson<typeof Stub>(import.meta);
type Context = TestContext<typeof Stub>;
type Connection = Stub.Connection<unknown, unknown>;

const VALUE = { text: "naïve\n😀\r\n", nested: [[1, [true, null]], []], empty: "" };
const MIB = 1 << 20;
const KIB_64 = "x".repeat(64 << 10);

const encode = (text: string) => new TextEncoder().encode(text);

/** Lets everything go on that is ready to, in this process: turns of the event loop, not a time. */
async function passTurns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
}

/** True once the parent has taken the status, too: a zombie still has its pid. */
function isReaped(pid: number): boolean {
  try {
    Deno.kill(pid, 0); // signal 0 only asks (kill(2))
    return false;
  } catch {
    return true;
  }
}

/** Starts a program and connects to it. Both are gone when the test ends. */
function connect(t: Context, ...[program, ...args]: [string, ...string[]]) {
  const child = new Deno.Command(program, { args, stdin: "piped", stdout: "piped" }).spawn();
  let connection: Connection | undefined = undefined;
  t.defer(async () => {
    try {
      child.kill("SIGKILL"); // first: a write to a child that does not read would never end
    } catch {
      // it has ended by itself
    }
    await connection?.[Symbol.asyncDispose]();
    await Promise.allSettled([child.stdin.abort(), child.stdout.cancel(), child.status]);
  });
  connection = t.subject.toChild(child);
  return { child, connection };
}

/** A child by script: its stdout gives one chunk each time somebody reads, then end-of-file. */
function connectToScript(t: Context, chunks: Iterable<Uint8Array<ArrayBuffer>>): Connection {
  const iterator = chunks[Symbol.iterator]();
  const stdout = new ReadableStream({
    type: "bytes",
    pull(controller) {
      const next = iterator.next();
      if (!next.done) return controller.enqueue(next.value);
      controller.close();
      controller.byobRequest?.respond(0);
    },
  });
  const script = { stdin: new WritableStream(), stdout };
  return t.subject.toChild(script as unknown as Deno.ChildProcess);
}

async function receive(from: Connection, count: number): Promise<unknown[]> {
  const values: unknown[] = [];
  while (values.length < count) values.push(await from.recv());
  return values;
}

Deno.test(fact("T1 send() and recv() carry each value as one line of JSON", {
  call: "toChild(a shell that says each line twice), then send(value)",
  idea: "A stream of bytes has no messages. One value, one line: then even a shell can join in.",
  hint: 2,
}, async (t) => {
  const twice = `while IFS= read -r line; do printf '%s\\n%s\\n' "$line" "$line"; done`;
  const { connection } = connect(t, "sh", "-c", twice);
  const values = [VALUE, "", 0, null, [[]]];
  for (const value of values) {
    await connection.send(value);
    check("what comes back", await receive(connection, 2), [value, value]);
  }
}));

Deno.test(
  fact("T2 relay() takes three tasks from the producer to the consumer, until both have ended", {
    call: "relay(producer of 3 tasks, consumer)",
    idea:
      "The consumer loops until it reads end-of-file. That needs everybody to let go of the write end.",
    hint: 1,
    startsChildren: true,
  }, async (t) => {
    const producer = t.fixtureArgv("sends_tasks.ts", ["Task 1", "Task 2", "Task 3"]);
    const reports = await t.subject.relay(producer, t.fixtureArgv("processes_tasks.ts"));
    check("what the consumer reports", reports, [
      "processed Task 1",
      "processed Task 2",
      "processed Task 3",
      "no more tasks",
    ]);
  }),
);

Deno.test(fact('T3 relay() delivers a task that is called "DONE" as any other', {
  call: 'relay(producer of "Task 1", "DONE", null, consumer)',
  idea: "A sentinel is a value, and some day a value is a sentinel. End-of-file is no value.",
  hint: 2,
}, async (t) => {
  const lines = '"Task 1"\\n"DONE"\\nnull\\n"Task 2"\\n';
  // this producer first reads its stdin to the end
  const reports = await t.subject.relay(["sh", "-c", `cat; printf '${lines}'`], ["cat"]);
  check("what the consumer reports", reports, ["Task 1", "DONE", null, "Task 2"] as string[]);
}));

Deno.test(fact("T4 recv() rejects with EOFError when the peer has ended, each time", {
  call: "toChild(echo 1), then recv(), three times at once",
  idea: "undefined could be a value, or a bug. An error of its own ends the loop and nothing else.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const { connection } = connect(t, "echo", "1");
  const answers = [connection.recv(), connection.recv(), connection.recv()];
  answers.forEach((answer) => answer.catch(() => {})); // looked at below
  check("the only value", await answers[0], 1);
  for (const answer of answers.slice(1)) {
    await checkRejects("recv()", () => answer, t.subject.EOFError);
  }
  await checkRejects("recv() again", () => connection.recv(), t.subject.EOFError);
  t.call("toParent().recv() in a child, whose parent closes its end");
  const child = t.spawnFixture("echoes_values.ts");
  await child.writeLine(JSON.stringify(VALUE)).catch(() => {}); // if it has failed, readLine() says why
  check("what comes back", JSON.parse(await child.readLine()), VALUE);
  await child.closeStdin();
  check("the child's last line", await child.readLine(), '{"ended":"EOFError"}');
}));

Deno.test(
  fact("T5 send() never mixes the values of 50 calls at once, and recv() keeps their order", {
    call: "send(…) 50 times, then recv() 50 times, without waiting in between",
    idea:
      "Let writes queue up behind each other: a line is written in one go, or not safely at all.",
    hint: 3,
    startsChildren: true,
  }, async (t) => {
    const { connection } = connect(t, "cat");
    const values = Array.from({ length: 50 }, (_, index) => [index, KIB_64]);
    const sending = Promise.all(values.map((value) => connection.send(value)));
    const received = await Promise.all(values.map(() => connection.recv()));
    await sending;
    check("the order in which they come back", received.map((value) => [value].flat()[0]), [
      ...values.keys(),
    ]);
    check("what comes back", received, values);
    t.call("toParent().send(…) 50 times without waiting, disposal, then Deno.exit()");
    const child = t.spawnFixture("sends_at_once.ts", ["50", String(KIB_64.length)]);
    for (const value of values) check("the next line", JSON.parse(await child.readLine()), value);
  }),
);

Deno.test(fact("T6 recv() rejects with UnexpectedEof when the child dies inside a value", {
  call: "toChild(sh -c \"printf '1\\n12'; kill -9 $$\"), then recv(), three times",
  idea: "12 may be the beginning of 123: without its newline no value is whole.",
  hint: 2,
}, async (t) => {
  const { UnexpectedEof } = Deno.errors;
  for (const half of ["12", '{"task":']) {
    t.call(`toChild(sh -c "printf '1\\n${half}'; kill -9 $$"), then recv(), three times`);
    const { connection } = connect(t, "sh", "-c", `printf '1\\n%s' "$1"; kill -9 $$`, "sh", half);
    check("the first value", await connection.recv(), 1);
    await checkRejects(`recv() of ${half}`, () => connection.recv(), UnexpectedEof);
    await checkRejects("recv() again", () => connection.recv(), UnexpectedEof);
  }
}));

Deno.test(fact("T7 send() makes its caller wait for a peer that does not read", {
  call: "toChild(sleep 1000), then await send(64 KiB) in a loop",
  idea: "The pipe is full, so the writer waits. Who does not pass that on fills the memory.",
  hint: 3,
}, async (t) => {
  const { child, connection } = connect(t, "sleep", "1000");
  let sent = 0;
  const sendAll = async () => {
    for (; sent < 8 * MIB; sent += KIB_64.length) await connection.send(KIB_64);
  };
  const sending = sendAll();
  sending.catch(() => {}); // looked at below
  await passTurns(20);
  checkThat(
    sent <= MIB,
    "awaited sends get at most 1 MiB ahead of the peer",
    `${sent / MIB} MiB were accepted, and nobody has read a byte`,
  );
  child.kill("SIGKILL");
  await checkRejects("send() to a dead child", () => sending, Deno.errors.BrokenPipe);
}));

Deno.test(fact("T8 close() delivers what was sent, then send() rejects", {
  call: "toChild(cat), then send(1), send(2), close(), without waiting, then send(3)",
  idea: "Ending your direction is the last thing that you say. You may still listen.",
  hint: 2,
}, async (t) => {
  const { connection } = connect(t, "cat");
  const sending = [connection.send(1), connection.send(2), connection.close(), connection.close()];
  await checkRejects("send() after close()", () => connection.send(3), TypeError);
  await Promise.all(sending);
  check("what comes back", await receive(connection, 2), [1, 2]);
  await checkRejects("recv() after that", () => connection.recv(), t.subject.EOFError);
}));

Deno.test(fact("T9 recv() returns whole values wherever the stream is cut", {
  call: 'toChild(a child that writes "é", [1,2] and oops in two pieces), then recv()',
  idea:
    "One write, one read, one message: the pipe knows nothing of that. Only the newline counts.",
  hint: 2,
}, async (t) => {
  const bytes = encode('"é"\n[1,2]\noops\n3\n');
  for (let cut = 0; cut <= bytes.length; cut++) {
    t.call(`toChild(a child whose output is cut after ${cut} bytes), then recv()`);
    const connection = connectToScript(
      t,
      [bytes.slice(0, cut), bytes.slice(cut)]
        .filter((chunk) => chunk.length > 0),
    );
    check("the beginning", await receive(connection, 2), ["é", [1, 2]]);
    await checkRejects('recv() of "oops"', () => connection.recv(), SyntaxError);
    check("the value after that", await connection.recv(), 3);
    await checkRejects("recv() at the end", () => connection.recv(), t.subject.EOFError);
  }
  t.call("toChild(a child that writes one line of 2 MiB), then recv()");
  const long = KIB_64.repeat(32);
  const connection = connectToScript(t, [encode(`"${long}"\n`)]);
  checkThat(await connection.recv() === long, "a value of 2 MiB", "another value");
}));

Deno.test(fact("T10 recv() reads no further than it is asked to", {
  call: "toChild(a child that writes 16 MiB), then recv(), once",
  idea: "Who reads ahead without limit never lets the pipe fill up: then the sender never waits.",
  hint: 3,
}, async (t) => {
  let written = 0;
  const write = function* () {
    const chunk = `"${"x".repeat(1021)}"\n`.repeat(64);
    for (; written < 16 * MIB; written += chunk.length) yield encode(chunk);
  };
  const connection = connectToScript(t, write());
  await connection.recv();
  await passTurns(20);
  checkThat(
    written <= MIB,
    "at most 1 MiB is read for one recv()",
    `${written / MIB} MiB were read, and one value was asked for`,
  );
  await connection[Symbol.asyncDispose]();
}));

Deno.test(fact("T11 toParent() keeps console.log() away from the channel", {
  call: "toParent(), then console.log() between two values",
  idea: "stdout is the wire now: one line of something else, and the parent cannot read on.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const child = t.spawnFixture("logs_to_console.ts");
  check("the first line of stdout", await child.readLine(), "1");
  check("the second line of stdout", await child.readLine(), "2");
  check("stderr", await child.readErrors(), "log: sent 1\ninfo: sent 1\ndebug: sent 1\n");
}));

Deno.test(fact("T12 relay() moves 4 MiB while the consumer answers", {
  call: "relay(producer of 4 MiB, cat)",
  idea: "Two full pipes and two writers: unless somebody takes the reports, nobody moves again.",
  hint: 3,
}, async (t) => {
  const count = (4 * MIB) / 1024;
  const produce = `yes '"${"x".repeat(1021)}"' | head -n ${count}`;
  const reports = await t.subject.relay(["sh", "-c", produce], ["cat"]);
  check("the number of reports", reports.length, count);
}));

Deno.test(fact("T13 relay() rejects when one of the two fails, and leaves nobody", {
  call: 'relay(a producer that exits with 3 after "Task 1", a consumer that waits)',
  idea: "End-of-file says that the sender is gone. Only its status says whether it had finished.",
  hint: 3,
}, async (t) => {
  const gate = `${await t.makeTempDir()}/gate`;
  await t.spawn(["mkfifo", gate]).status;
  const run = async (name: string, producer: string, consumer: string) => {
    t.call(`relay(sh -c "${producer}", sh -c "${consumer}")`);
    const sh = (script: string) => ["sh", "-c", script, "sh", gate] as const;
    const act = () => t.subject.relay(sh(producer), sh(consumer));
    await checkRejects(`relay() with ${name}`, act, Error);
  };
  await run("a producer that fails", `printf '"Task 1"\n'; exit 3`, "cat");
  await run("a consumer that fails", `printf '"Task 1"\n'`, "cat; exit 4");
  // more than a pipe holds, then nothing more: it never ends by itself, and needs no processor to stay
  const endless =
    `i=0; while [ $((i += 1)) -le 2000 ]; do printf '"%100s"\\n' x; done; exec sleep 1000`;
  await run("a consumer that leaves an endless producer", endless, "exit 4");
  // the FIFO lets the producer die when SIGTERM is ignored; if the consumer is left, the harness says so
  const stubborn = `trap '' TERM; echo > "$1"; exec sleep 1000`;
  await run("a producer that dies inside a value", `read go < "$1"; printf '"Task'`, stubborn);
}));

Deno.test(fact("T14 send() rejects with TypeError for a value that JSON cannot hold", {
  call: "toChild(cat), then send(undefined), send(1n)",
  idea: "JSON has no undefined, no BigInt, no functions. The peer must not get half a line of it.",
  hint: 3,
}, async (t) => {
  const { connection } = connect(t, "cat");
  for (const value of [undefined, 1n, () => 1]) {
    t.call(`toChild(cat), then send(${String(value)})`);
    await checkRejects(`send(${String(value)})`, () => connection.send(value), TypeError);
  }
  await connection.send("still here");
  check("what comes back", await connection.recv(), "still here");
}));

Deno.test(fact("T15 Symbol.asyncDispose ends both directions", {
  call: "await using connection = toChild(yes), then recv(), once",
  idea: "yes writes for ever. Only a closed read end stops it, by SIGPIPE.",
  hint: 3,
}, async (t) => {
  const { child, connection } = connect(t, "yes", "1");
  check("the first value", await connection.recv(), 1);
  await connection[Symbol.asyncDispose]();
  check("status of yes", (await child.status).signal, "SIGPIPE");
}));

Deno.test(fact("T16 relay() returns what comes until end-of-file, not until the consumer's end", {
  call: "relay(producer, a consumer that ends before its own child, which has the last word)",
  idea: "The pipe outlives the consumer: a child of it holds the write end, and may still write.",
  hint: 1,
}, async (t) => {
  const dir = await t.makeTempDir();
  await t.spawn(["mkfifo", `${dir}/gate`]).status;
  const gate = await Deno.open(`${dir}/gate`, { read: true, write: true }); // waits for no partner
  t.defer(() => gate.close());
  const late = `(read go < "$1/gate"; echo '"late"') & echo $$ > "$1/pid.part"`;
  const consume = `cat; ${late}; mv "$1/pid.part" "$1/pid"`;
  const relaying = t.subject.relay(["printf", '"Task 1"\\n'], ["sh", "-c", consume, "sh", dir]);
  let isOver = false;
  relaying.then(() => isOver = true, () => isOver = true);
  const readPid = () => Deno.readTextFile(`${dir}/pid`).then(Number, () => 0);
  const isLeft = async () => isOver || await readPid() > 0 && isReaped(await readPid());
  await waitUntil("the consumer has ended", isLeft, t.signal);
  await passTurns(20); // who is content with its status goes now
  await gate.write(encode("go\n"));
  check("what the consumer reports", await relaying, ["Task 1", "late"]);
}));
