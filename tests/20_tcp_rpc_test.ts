import {
  check,
  checkRejects,
  checkThat,
  checkThrows,
  lesson,
  type TestContext,
} from "./harness/mod.ts";
import { LinePeer } from "./harness/line_peer.ts";
import { resetConnection } from "./harness/reset_connection.ts";
import { cut, glue, startProxy, Turns } from "./harness/tcp_proxy.ts";
import type * as Stub from "./stubs/20_tcp_rpc.ts";

const { fact } = lesson<typeof Stub>(import.meta);

type Context = TestContext<typeof Stub>;
type Client = Stub.RpcClient;
type Address = Parameters<typeof Stub.RpcClient.connect>[0];
type Message = { id: number; method?: string; params?: unknown; result?: unknown };

const LINE_BYTES = 1 << 20;
const LOCAL = { hostname: "127.0.0.1", port: 0 } as const;
const echo = (params: unknown) => params;

/** Starts the learner's server; it is closed with the test, which waits unless it is overdue. */
function serve(
  t: Context,
  methods: Stub.Methods,
  o: { hostname?: string; port?: number } = {},
): Stub.RpcServer {
  const server = t.subject.serveRpc(methods, o);
  const overdue = new Promise<void>((resolve) => {
    t.signal.addEventListener("abort", () => resolve());
  });
  t.defer(() => Promise.race([server.close(), overdue]));
  return server;
}

/** Connects the learner's client; it is closed with the test. */
async function connect(t: Context, { hostname, port }: Address): Promise<Client> {
  const client = await t.subject.RpcClient.connect({ hostname, port });
  t.defer(() => client.close());
  return client;
}

/** Closes `resource` after the test, on every path out. */
function own<R extends Disposable>(t: Context, resource: R): R {
  t.defer(() => resource[Symbol.dispose]());
  return resource;
}

// Raw clients and servers, so that each half of the lesson is judged alone.
const connectRaw = async (t: Context, { hostname, port }: Address) =>
  new LinePeer(own(t, await Deno.connect({ hostname, port })));

async function connectToRaw(t: Context): Promise<{ client: Client; server: LinePeer }> {
  const listener = own(t, Deno.listen(LOCAL));
  const client = await connect(t, listener.addr);
  return { client, server: new LinePeer(own(t, await listener.accept())) };
}

/** The message that `make` makes of a text, which is so long that their line has 1 MiB. */
const fillLine = <M>(make: (text: string) => M): M =>
  make("x".repeat(LINE_BYTES - JSON.stringify(make("")).length));

const encode = (text: string) => new TextEncoder().encode(text);
const toLine = (text: string): [what: string, bytes: Uint8Array] => [text, encode(`${text}\n`)];

/** What is no message, whoever reads it. */
const NONSENSE: [what: string, bytes: Uint8Array][] = [
  ...["nonsense", "null", "[]"].map(toLine),
  ["no UTF-8", Uint8Array.of(0xff, 0x0a)],
  ["a line of more than 1 MiB", new Uint8Array(LINE_BYTES + 1).fill(0x78)],
];

/** Asks by a raw client. */
async function ask(raw: LinePeer, method: string, params?: unknown): Promise<unknown> {
  await raw.write({ id: 1, method, params });
  return (await raw.read<Message>()).result;
}

/** Calls, and lets the test look at the end when it likes. */
function call(client: Client, ...args: Parameters<Client["call"]>): Promise<unknown> {
  const running = client.call(...args);
  running.catch(() => {}); // looked at later
  return running;
}

async function checkCode(t: Context, what: string, o: { act: () => unknown; code: string }) {
  const error = await checkRejects(what, o.act, t.subject.RpcError);
  check("the error's code", error.code, o.code);
}

Deno.test(fact("T1 call() returns what the method returns, whatever JSON value that is", {
  call: 'serveRpc({ echo: (params) => params }), then client.call("echo", params)',
  idea: 'A missing params or result means undefined. 0, false, null and "" are values like others.',
  hint: 1,
}, async (t) => {
  const server = serve(t, { echo, later: (params) => Promise.resolve(params) });
  const client = await connect(t, server.addr);
  for (const value of [{ naïve: ["😀\n", 1.5, { deep: [] }] }, 0, false, null, "", undefined]) {
    check("the result", await client.call("echo", value), value);
    check("the result of an async method", await client.call("later", value), value);
  }
  t.call('serveRpc({ callback: () => echo }), then client.call("callback")');
  const other = await connect(t, serve(t, { echo, callback: () => echo }).addr);
  check("a result that JSON leaves out", await other.call("callback"), undefined);
  t.call('client.call("echo", () => 1)');
  check("params that JSON leaves out", await other.call("echo", () => 1), undefined);
}));

Deno.test(fact("T2 call() finds its own answer when the answers come in reverse order", {
  call: 'client.call("double", 1), and 2 and 3, before the first answer comes',
  idea: "What ties an answer to a question is its id, not its place in the row.",
  hint: 2,
}, async (t) => {
  const { client, server } = await connectToRaw(t);
  const running = [1, 2, 3].map((n) => call(client, "double", n));
  const questions = [
    await server.read<Message>(),
    await server.read<Message>(),
    await server.read<Message>(),
  ];
  check("the methods asked for", questions.map(({ method }) => method), Array(3).fill("double"));
  const answers = questions.map(({ id, params }) => ({ id, result: 2 * Number(params) }));
  await server.write(...answers.reverse());
  check("the results", await Promise.all(running), [2, 4, 6]);
}));

Deno.test(fact("T3 serveRpc() answers a quick question while a slow one still runs", {
  call: "serveRpc({ slow, echo }), asked for slow, then for echo, by one client",
  idea: "Read on while methods run: each question is a promise of its own.",
  hint: 2,
}, async (t) => {
  const gate = Promise.withResolvers<string>();
  const server = serve(t, { slow: () => gate.promise, echo });
  t.defer(() => gate.resolve("late"));
  const raw = await connectRaw(t, server.addr);
  await raw.write({ id: 70, method: "slow" }, { id: 3, method: "echo", params: "quick" });
  check("the first answer", await raw.read(), { id: 3, result: "quick" });
  gate.resolve("at last");
  check("the second answer", await raw.read(), { id: 70, result: "at last" });
}));

Deno.test(fact("T4 call() does not wait for the calls before it", {
  call: 'client.call("echo", n), 500 times, before the first answer comes',
  idea: "One round trip costs the same for 500 questions as for one: send at once, answer by id.",
  hint: 2,
}, async (t) => {
  const { client, server } = await connectToRaw(t);
  const wanted = Array.from({ length: 500 }, (_, n) => n);
  const running = Promise.all(wanted.map((n) => call(client, "echo", n)));
  const questions: Message[] = [];
  while (questions.length < wanted.length) questions.push(await server.read<Message>());
  check("different ids", new Set(questions.map(({ id }) => id)).size, wanted.length);
  await server.write(...questions.map(({ id, params }) => ({ id, result: params })));
  check("the results", await running, wanted);
}));

Deno.test(fact("T5 messages survive a network that cuts them anywhere, or glues them together", {
  call: 'client.call("echo", "naïve 😀 n"), 5 times, through a proxy',
  idea: "TCP carries bytes, not messages: one write may be many reads, and many writes one read.",
  hint: 1,
}, async (t) => {
  const server = serve(t, { echo });
  const wanted = [1, 2, 3, 4, 5].map((n) => `naïve 😀 ${n}`);
  for (const [relay, does] of [[cut, "cuts"], [glue(5), "glues"]] as const) {
    t.call(`client.call("echo", "naïve 😀 n"), 5 times, through a proxy that ${does}`);
    const client = await connect(t, own(t, startProxy(server.addr, relay)).addr);
    check(
      "the results",
      await Promise.all(wanted.map((text) => call(client, "echo", text))),
      wanted,
    );
  }
}));

Deno.test(fact("T6 serveRpc() offers its own methods, and nothing that objects inherit", {
  call: 'serveRpc({ echo }), then client.call("toString")',
  idea:
    "Every object inherits toString() and more: a name from outside may only find own properties.",
  hint: 3,
}, async (t) => {
  const client = await connect(t, serve(t, { echo }).addr);
  for (const name of ["nothing", "toString", "__proto__", "constructor", "hasOwnProperty"]) {
    t.call(`client.call("${name}")`);
    await checkCode(t, "the call", { act: () => client.call(name), code: "not-found" });
  }
  check("the result of echo after that", await client.call("echo", 7), 7);
}));

Deno.test(fact("T7 serveRpc() reports a method that fails, and goes on", {
  call: 'serveRpc({ fail: () => { throw new Error("no such user") } }), then client.call("fail")',
  idea: "A failure is an answer, too. Without one, the other side waits for ever.",
  hint: 3,
}, async (t) => {
  const fail = () => {
    throw new Error("no such user");
  };
  const server = serve(t, {
    echo,
    fail,
    reject: () => Promise.reject("no such group"),
    big: () => 1n,
    relay: () => Promise.reject(new t.subject.RpcError("no such shop", "not-found")),
  });
  const client = await connect(t, server.addr);
  const checkFailed = async (method: string, pattern: RegExp) => {
    t.call(`client.call("${method}")`);
    const error = await checkRejects("the call", () => client.call(method), t.subject.RpcError);
    check("the error's code", error.code, "failed");
    checkThat(pattern.test(error.message), `a message like ${pattern}`, error.message);
  };
  await checkFailed("fail", /no such user/);
  await checkFailed("reject", /no such group/);
  await checkFailed("big", /BigInt/); // no JSON
  await checkFailed("relay", /no such shop/); // what it has heard from another server
  check("the result of echo after that", await client.call("echo", 7), 7);
}));

Deno.test(fact("T8 calls that wait reject when the connection ends, whoever ends it", {
  call: 'client.call("a"), the server hangs up in the middle of its answer',
  idea: "No answer will come any more: whoever reads must say so to everybody who waits.",
  hint: 3,
  startsChildren: true,
}, async (t) => {
  const checkClosed = async (client: Client, running: Promise<unknown>[]) => {
    for (const one of running) await checkCode(t, "a call", { act: () => one, code: "closed" });
    await checkCode(t, "a later call", { act: () => client.call("c"), code: "closed" });
  };
  const first = await connectToRaw(t);
  const running = [call(first.client, "a"), call(first.client, "b")];
  const { id } = await first.server.read<Message>();
  await first.server.writeText(`{"id":${id},"result":"ha`);
  first.server.conn.close();
  await checkClosed(first.client, running);

  t.call('client.call("a"), the server is killed: its kernel resets the connection');
  const peer = t.spawnFixture("listens_and_never_answers.ts");
  const client = await connect(t, { ...LOCAL, port: Number(await peer.readLine()) });
  const lost = call(client, "a");
  await peer.waitFor("has one byte"); // the others are in its kernel, unread
  peer.kill("SIGKILL");
  await checkClosed(client, [lost]);

  t.call('client.call("a"), then await using is over');
  const disposed = await connectToRaw(t);
  const cancelled = call(disposed.client, "a");
  await disposed.client[Symbol.asyncDispose]();
  await checkClosed(disposed.client, [cancelled]);

  t.call('client.call("a"), then client.close()');
  const { client: own, server } = await connectToRaw(t);
  const dropped = call(own, "a");
  await server.read<Message>();
  await own.close();
  await checkClosed(own, [dropped]);
  check("what the server reads then", await server.readLine(), undefined);
}));

Deno.test(fact("T9 call() rejects with the signal's reason, and its late answer reaches nobody", {
  call: 'client.call("slow", undefined, { signal }), aborted while the server works',
  idea:
    "Aborted before: ask nothing. Later: the answer still comes, and an id used once finds nobody.",
  hint: 3,
}, async (t) => {
  const { client, server } = await connectToRaw(t);
  const abort = new AbortController();
  const slow = call(client, "slow", undefined, { signal: abort.signal });
  const first = await server.read<Message>();
  abort.abort(new DOMException("enough", "AbortError"));
  const error = await checkRejects("the aborted call", () => slow, DOMException);
  check("its message", error.message, "enough");
  const next = call(client, "next");
  const second = await server.read<Message>();
  await server.write({ id: first.id, result: "late" }, { id: second.id, result: "in time" });
  check("the next call's result", await next, "in time");

  t.call('client.call("never", undefined, { signal }), aborted before');
  const early = () => client.call("never", undefined, { signal: AbortSignal.abort() });
  await checkRejects("the call", early, DOMException);
  call(client, "last");
  check(
    "the next method that the server is asked for",
    (await server.read<Message>()).method,
    "last",
  );
}));

Deno.test(fact("T10 serveRpc() takes a free port of this machine alone, or the port you name", {
  call: "serveRpc({}), twice",
  idea:
    "Without options: this machine alone, and a port that the kernel picks. A named port may be taken.",
  hint: 1,
}, async (t) => {
  const [one, two] = [serve(t, { who: () => "one" }), serve(t, { who: () => "two" })];
  check("the hostnames", [one.addr.hostname, two.addr.hostname], ["127.0.0.1", "127.0.0.1"]);
  check("who answers", await (await connect(t, one.addr)).call("who"), "one");
  check("who answers", await (await connect(t, two.addr)).call("who"), "two");
  t.call("serveRpc({}, { port }), the port of another server");
  const taken = () => serve(t, {}, { port: one.addr.port });
  checkThrows("the call", taken, Deno.errors.AddrInUse);
}));

Deno.test(fact("T11 serveRpc() outlives clients that talk nonsense, and those that leave", {
  call: "serveRpc({ echo, slow }), some clients behave badly",
  idea: "Whatever a client sends or does, it costs that client its connection and nobody else's.",
  hint: 3,
}, async (t) => {
  const gate = Promise.withResolvers<void>();
  const server = serve(t, { echo, slow: () => gate.promise });
  t.defer(() => gate.resolve());
  const bystander = await connectRaw(t, server.addr);
  const questions = ['{"id":"1","method":"echo"}', '{"id":1}'].map(toLine);
  for (const [what, bytes] of [...NONSENSE, ...questions]) {
    const raw = await connectRaw(t, server.addr);
    t.call(`serveRpc({ echo, slow }), a client sends ${what}`);
    await raw.writeBytes(bytes);
    check("what this client reads", await raw.readLine(), undefined);
    check("what another client reads", await ask(bystander, "echo", "still there"), "still there");
  }
  t.call("serveRpc({ echo, slow }), a client leaves before its answer");
  const leaver = await connectRaw(t, server.addr);
  await leaver.write({ id: 1, method: "slow" }, { id: 2, method: "echo" });
  await leaver.conn.read(new Uint8Array(1)); // what it leaves unread makes its kernel send a reset
  leaver.conn.close();
  check("what another client reads", await ask(bystander, "echo", "still there"), "still there");
  gate.resolve(); // now the server writes to nobody
  check("what another client reads", await ask(bystander, "echo", "still there"), "still there");
}));

Deno.test(
  fact("T12 serveRpc() outlives a client that resets its connection before it is accepted", {
    call: "serveRpc({ echo }), a client connects and resets at once, as some health checks do",
    idea:
      "accept() itself may reject: NotConnected says that this client has gone. Accept the next.",
    hint: 3,
    needs: ["linux", "ffi"],
  }, async (t) => {
    const server = serve(t, { echo });
    resetConnection(server.addr.port);
    const raw = await connectRaw(t, server.addr);
    check("what the next client reads", await ask(raw, "echo", "still there"), "still there");
  }),
);

Deno.test(fact("T13 serveRpc() still answers a client that has ended its own direction", {
  call: "serveRpc({ slow }), a client asks, then half-closes",
  idea: "End-of-file says: I ask no more. It does not say: I listen no more.",
  hint: 3,
}, async (t) => {
  const gate = Promise.withResolvers<string>();
  const server = serve(t, { echo, slow: () => gate.promise });
  t.defer(() => gate.resolve("late"));
  const raw = await connectRaw(t, server.addr);
  await raw.write({ id: 1, method: "slow" });
  await raw.conn.closeWrite();
  const answer = raw.read<Message>();
  answer.catch(() => {}); // looked at below
  const bystander = await connectRaw(t, server.addr);
  for (let round = 0; round < 5; round++) { // a server that answers these has seen the end-of-file
    check("what another client reads", await ask(bystander, "echo", round), round);
  }
  gate.resolve("at last");
  check("the answer", (await answer).result, "at last");
  check("what comes then", await raw.readLine(), undefined);
}));

Deno.test(fact("T14 close() hangs up at once, and resolves when no method runs any more", {
  call: "server.close() while a method works, twice, and await using is over",
  idea: "Hang up on everybody: they learn it at once. Then wait: nothing of yours shall run on.",
  hint: 3,
}, async (t) => {
  const entered = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const log: string[] = [];
  const slow = async () => {
    entered.resolve();
    await gate.promise;
    log.push("the method");
  };
  const server = serve(t, { slow });
  t.defer(() => gate.resolve());
  const [client, idle] = [await connect(t, server.addr), await connectRaw(t, server.addr)];
  const running = call(client, "slow");
  await entered.promise;
  const closing = Promise.all([
    server.close().then(() => void log.push("close()")),
    server.close().then(() => void log.push("a second close()")),
    server[Symbol.asyncDispose]().then(() => void log.push("await using")),
  ]);
  closing.catch(() => {}); // looked at below
  await checkCode(t, "the call that waits", { act: () => running, code: "closed" });
  check("what an idle client reads", await idle.readLine(), undefined);
  const late = () => connect(t, server.addr);
  await checkRejects("RpcClient.connect() after that", late, Deno.errors.ConnectionRefused);
  gate.resolve();
  await closing;
  check("what ends first", log[0], "the method");
  t.call("server.close() when it is closed");
  await server.close();
}));

Deno.test(fact("T15 call() and serveRpc() write 8 lines of 1 MiB whole, one behind the other", {
  call: 'client.call("echo", 1 MiB), 8 times at once, of a server that reads late',
  idea: "One write may take a part. While the rest waits, nobody else may write in between.",
  hint: 3,
}, async (t) => {
  const turns = own(t, await Turns.open());
  const fillTheKernel = async () => {
    for (let turn = 0; turn < 50; turn++) await turns.pass(); // the other side writes, nobody reads
  };
  const ids = [1, 2, 3, 4, 5, 6, 7, 8];
  const { client, server } = await connectToRaw(t);
  const texts = ids.map((id) => `${id}`.repeat(LINE_BYTES - 100));
  const running = texts.map((text) => call(client, "echo", text));
  await fillTheKernel();
  call(client, "last"); // must queue behind them
  for (const [n, text] of texts.entries()) {
    const { id, params } = await server.read<Message>();
    checkThat(params === text, `text ${n} as it was given`, "another one");
    const answer = fillLine((result) => ({ id, result }));
    await server.write(answer);
    checkThat(await running[n] === answer.result, `answer ${n} as it was sent`, "another one");
  }
  check("the method asked for after that", (await server.read<Message>()).method, "last");

  t.call("serveRpc({ echo }), asked 8 times for 1 MiB by a client that reads late");
  const raw = await connectRaw(t, serve(t, { echo }).addr);
  const questions = ids.map((id) => fillLine((params) => ({ id, method: "echo", params })));
  await raw.write(...questions);
  await fillTheKernel();
  for (const { id, params } of questions) {
    const answer = await raw.read<Message>();
    checkThat(answer.id === id && answer.result === params, `answer ${id}`, "another one");
  }
}));

Deno.test(fact("T16 call() rejects with bad-message, and hangs up, when a line is no answer", {
  call: 'client.call("a"), the server sends nonsense',
  idea: "After one line that makes no sense, nobody knows what the next bytes mean: hang up.",
  hint: 3,
}, async (t) => {
  const checkHangsUp = async (what: string, makeBytes: (id: number) => Uint8Array) => {
    const { client, server } = await connectToRaw(t);
    t.call(`client.call("a"), the server sends ${what}`);
    const running = call(client, "a");
    const { id } = await server.read<Message>();
    await server.writeBytes(makeBytes(id));
    await checkCode(t, "the call", { act: () => running, code: "bad-message" });
    check("what the server reads then", await server.readLine(), undefined);
  };
  for (const [what, bytes] of NONSENSE) await checkHangsUp(what, () => bytes);
  await checkHangsUp("an answer without id", () => encode('{"result":1}\n'));
  await checkHangsUp("an error without code", (id) => encode(`{"id":${id},"error":"no"}\n`));
  for (const code of ["busy", "closed"]) { // the second one is a code of RpcError, but none of an answer
    const error = { code, message: "no" };
    await checkHangsUp(
      `the error code "${code}"`,
      (id) => encode(JSON.stringify({ id, error }) + "\n"),
    );
  }
}));

Deno.test(fact("T17 call() rejects with TypeError when its params are no JSON, and sends nothing", {
  call: 'client.call("a", 1n)',
  idea: "Make the line first: when that fails, no other call may notice.",
  hint: 3,
}, async (t) => {
  const { client, server } = await connectToRaw(t);
  const good = call(client, "first");
  await checkRejects("the call", () => client.call("a", 1n), TypeError);
  const { id, method } = await server.read<Message>();
  check("what the server reads", method, "first");
  await server.write({ id, result: "fine" });
  check("the other call's result", await good, "fine");
  call(client, "last");
  check("what the server reads then", (await server.read<Message>()).method, "last");
}));

Deno.test(fact("T18 serveRpc() listens at the address of this machine that you name", {
  call: 'serveRpc({ who }, { hostname: "127.0.0.2" })',
  idea: "A machine has several addresses. A server is reached at the one that it listens at.",
  hint: 1,
  needs: ["linux"], // others have no 127.0.0.2 unless somebody sets it up
}, async (t) => {
  const { addr } = serve(t, { who: () => "two" }, { hostname: "127.0.0.2" });
  check("the hostname", addr.hostname, "127.0.0.2");
  const client = await connect(t, { hostname: "127.0.0.2", port: addr.port });
  check("who answers there", await client.call("who"), "two");
}));
