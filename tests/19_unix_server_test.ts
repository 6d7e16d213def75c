import {
  check,
  checkRejects,
  checkThat,
  lesson,
  type TestContext,
  waitUntil,
} from "./harness/mod.ts";
import type * as Stub from "./stubs/19_unix_server.ts";

const { fact } = lesson<typeof Stub>(import.meta);

type Context = TestContext<typeof Stub>;
type Handler = Parameters<typeof Stub.serveUnix>[1];

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const echo: Handler = (req) => req;

/** Starts the learner's server; it is closed with the test, which waits unless it is overdue. */
async function serve(t: Context, path: string, o: { handler?: Handler; mode?: number } = {}) {
  const { handler = echo, ...rest } = o;
  const server = await t.subject.serveUnix(path, handler, rest);
  const overdue = new Promise<void>((resolve) => {
    t.signal.addEventListener("abort", () => resolve());
  });
  t.defer(() => Promise.race([server.close(), overdue]));
  return server;
}

/** Closes `resource` after the test, on every path out. */
function own<R extends Disposable>(t: Context, resource: R): R {
  t.defer(() => resource[Symbol.dispose]());
  return resource;
}

// Plain clients and servers, so that each half of the lesson is judged alone.
const listen = (t: Context, path: string) => own(t, Deno.listen({ transport: "unix", path }));
const connect = async (t: Context, path: string) =>
  own(t, await Deno.connect({ transport: "unix", path }));

async function readToEnd(conn: Deno.Conn): Promise<string> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(1024);
  let text = "";
  for (let count; (count = await conn.read(buffer)) !== null;) {
    text += decoder.decode(buffer.subarray(0, count), { stream: true });
  }
  return text;
}

async function ask(t: Context, path: string, text: string): Promise<string> {
  const conn = await connect(t, path);
  await conn.write(encode(text));
  await conn.closeWrite();
  return await readToEnd(conn);
}

/** A handler that holds the request "slow" until the test lets it go; others it echoes at once. */
function holdSlow() {
  const entered = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const log: string[] = [];
  const handler = async (req: Uint8Array) => {
    if (decode(req) !== "slow") return req;
    entered.resolve();
    await gate.promise;
    log.push("the handler returns");
    return encode("slow, but here");
  };
  return { handler, entered: entered.promise, release: () => gate.resolve(), log };
}

/** Lets everything go on that is ready to, in this process: turns of the event loop, not a time. */
async function passTurns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
}

Deno.test(fact("T1 request() gets 4 MiB back from a server that echoes", {
  call: "serveUnix(path, (req) => req), then request(path, 4 MiB)",
  idea: "One write may send a part, one read may get a part: loop, until end-of-file says that " +
    "this was all.",
  hint: 1,
}, async (t) => {
  const path = `${await t.makeTempDir()}/echo.sock`;
  const server = await serve(t, path);
  const body = Uint8Array.from({ length: 4 << 20 }, (_, index) => index * 31 + (index >> 12));
  check("the answer", await t.subject.request(path, body), body);
  t.call("server.close()");
  await server.close();
}));

Deno.test(fact("T2 request() ends its own direction and still hears the answer", {
  call: 'request(path, "ping")',
  idea: "A socket has two directions, each with its own end-of-file. The server waits for yours " +
    "while you wait for its answer.",
  hint: 2,
}, async (t) => {
  const path = `${await t.makeTempDir()}/ping.sock`;
  const listener = listen(t, path);
  const serveOnce = async () => {
    const conn = own(t, await listener.accept());
    const heard = await readToEnd(conn); // ends at the client's end-of-file
    await conn.write(encode("pong"));
    conn.close();
    return heard;
  };
  const serving = serveOnce();
  serving.catch(() => {}); // looked at below
  check("the answer", decode(await t.subject.request(path, encode("ping"))), "pong");
  check("what the server heard", await serving, "ping");
}));

Deno.test(fact("T3 serveUnix() serves a second client while the first is in its handler", {
  call: "serveUnix(path, handler), the handler still works for another client",
  idea: "The accept loop only accepts. Whoever waits in it lets all later clients wait as well.",
  hint: 2,
}, async (t) => {
  const path = `${await t.makeTempDir()}/two.sock`;
  const { handler, entered, release } = holdSlow();
  await serve(t, path, { handler });
  t.defer(release); // before the server closes, which waits for it
  const first = ask(t, path, "slow");
  first.catch(() => {}); // looked at below
  await entered;
  check("the second client's answer", await ask(t, path, "quick"), "quick");
  release();
  check("the first client's answer", await first, "slow, but here");
}));

Deno.test(fact("T4 serveUnix() loses one connection to a handler that fails, and no more", {
  call: 'serveUnix(path, () => { throw new Error("no such user") })',
  idea:
    "Each connection is a promise of its own: catch in there, or one bad request ends them all.",
  hint: 2,
}, async (t) => {
  const path = `${await t.makeTempDir()}/fail.sock`;
  const handler = (req: Uint8Array) => {
    if (decode(req) === "throw") throw new Error("no such user");
    if (decode(req) === "reject") return Promise.reject(new Error("no such group"));
    return req;
  };
  await serve(t, path, { handler });
  check("the answer to a handler that throws", await ask(t, path, "throw"), "");
  check("the answer to a handler that rejects", await ask(t, path, "reject"), "");
  check("the answer to the next client", await ask(t, path, "hello"), "hello");
}));

Deno.test(fact("T5 serveUnix() outlives a client that leaves before its answer", {
  call: "serveUnix(path, handler), the client hangs up in between",
  idea: "Writing to a socket that nobody reads fails with EPIPE. That is one client's business.",
  hint: 2,
}, async (t) => {
  const path = `${await t.makeTempDir()}/leave.sock`;
  const { handler, entered, release } = holdSlow();
  await serve(t, path, { handler });
  t.defer(release);
  const client = await connect(t, path);
  await client.write(encode("slow"));
  client.close();
  await entered;
  release(); // now the server writes to nobody
  check("the answer to the next client", await ask(t, path, "hello"), "hello");
}));

Deno.test(fact("T6 close() turns new clients away, answers the accepted ones, removes the name", {
  call: "server.close() while a handler works",
  idea: "Close the door first, then let those inside finish, then go.",
  hint: 3,
}, async (t) => {
  const path = `${await t.makeTempDir()}/close.sock`;
  const { handler, entered, release, log } = holdSlow();
  const server = await serve(t, path, { handler });
  t.defer(release);
  const answer = ask(t, path, "slow");
  answer.catch(() => {}); // looked at below
  await entered;
  check("active, with one client", server.active, 1);
  const closing = server.close().then(() => void log.push("close() resolves"));
  const isRefused = () => connect(t, path).then((conn) => (conn.close(), false), () => true);
  await waitUntil("new clients are refused", isRefused, t.signal);
  await passTurns(20); // a close() that waits for nobody is through by now
  release();
  check("the accepted client's answer", await answer, "slow, but here");
  await closing;
  check("what happened", log, ["the handler returns", "close() resolves"]);
  check("active, after close()", server.active, 0);
  await checkRejects(`Deno.lstat("${path}")`, () => Deno.lstat(path), Deno.errors.NotFound);
  t.call("server.close() a second time");
  await server.close();
}));

Deno.test(fact("T7 serveUnix() takes over a dead server's name, and nobody else's", {
  call: "serveUnix(path, handler), a live server answers at path",
  idea: "Only a crash leaves a name behind. Knock before you remove it: the dead do not answer.",
  hint: 3,
  startsChildren: true,
}, async (t) => {
  const dir = await t.makeTempDir();
  const path = `${dir}/owned.sock`;
  const start = (at: string) => () => serve(t, at).then(() => `a server at ${at}`);
  const other = t.spawnFixture("listen_on_socket.ts", [path]);
  await other.waitFor("listening");
  await checkRejects("starting a second server", start(path), Deno.errors.AddrInUse);

  other.kill("SIGKILL"); // no chance to tidy up: the name stays
  await other.status;
  t.call("serveUnix(path, handler), the server at path was killed by SIGKILL");
  await serve(t, path);
  check("the answer of the new server", await ask(t, path, "hello"), "hello");

  const file = `${dir}/notes.txt`;
  await Deno.writeTextFile(file, "precious");
  t.call("serveUnix(path, handler), path is a text file");
  const error = await checkRejects("starting it there", start(file), Deno.errors.AddrInUse);
  checkThat(error.message.includes(file), `a message that says ${file}`, error.message);
  check("the text file", await Deno.readTextFile(file), "precious");
}));

Deno.test(fact("T8 close() leaves a name alone that belongs to a newer server", {
  call: "old.close(), another server owns the path by now",
  idea: "listener.close() removes the name it was bound to, whoever owns it now. Bind under " +
    "another name, rename, and compare the inode before you remove it.",
  hint: 3,
}, async (t) => {
  const path = `${await t.makeTempDir()}/deploy.sock`;
  const old = await serve(t, path, { handler: () => encode("old") });
  await Deno.remove(path); // somebody clears the way for the next version
  await serve(t, path, { handler: () => encode("new") });
  check("the answer before old.close()", await ask(t, path, "who?"), "new");
  await old.close();
  const exists = await Deno.lstat(path).then(() => true, () => false);
  checkThat(exists, "the newer server still has its name", "old.close() removed it");
  check("the answer after old.close()", await ask(t, path, "who?"), "new");
}));

Deno.test(fact("T9 serveUnix() lets in whom mode allows, the owner alone by default", {
  call: "serveUnix(path, handler), then the same with { mode: 0o660 }",
  idea: "Who may write to the socket's file may connect. bind(2) uses the umask: often too open.",
  hint: 3,
}, async (t) => {
  const dir = await t.makeTempDir();
  const readMode = async (path: string) => {
    const { mode } = await Deno.lstat(path);
    return ((mode ?? 0) & 0o777).toString(8).padStart(4, "0");
  };
  await serve(t, `${dir}/own.sock`);
  check("the mode", await readMode(`${dir}/own.sock`), "0600");
  await serve(t, `${dir}/group.sock`, { mode: 0o660 });
  check("the mode", await readMode(`${dir}/group.sock`), "0660");
}));

Deno.test(fact("T10 serveUnix() refuses a path that some system has no room for", {
  call: "serveUnix(106 bytes, handler)",
  idea: "A socket's address has room for 104 bytes on macOS, 108 on Linux, final NUL included. " +
    "A longer name may exist, but nobody can connect to it.",
  hint: 3,
}, async (t) => {
  const dir = await t.makeTempDir();
  const checkTooLong = async (path: string) => {
    const error = await checkRejects(
      "starting a server at the long path",
      () => serve(t, path).then(() => "a server"),
      RangeError,
    );
    const limit = /\b10[34]\b/.test(error.message.replace(path, ""));
    checkThat(limit, "a message that says the limit, 103 bytes", error.message);
  };
  await checkTooLong(`${dir}/`.padEnd(106, "x"));
  t.call("serveUnix(104 bytes, handler), then 103 bytes");
  await checkTooLong(`${dir}/`.padEnd(104, "y"));
  const longest = `${dir}/`.padEnd(103, "z");
  await serve(t, longest);
  check("the answer at 103 bytes", await ask(t, longest, "who?"), "who?");
  t.call("serveUnix(path, handler), fewer than 103 characters, but more bytes");
  await checkTooLong(`${dir}/${"é".repeat(50)}`);
}));

Deno.test(fact("T11 request() hangs up and rejects with the signal's reason when aborted", {
  call: "request(path, body, { signal }), aborted while the server works",
  idea: "Closing your own socket ends your pending read, and tells the server that you left.",
  hint: 3,
}, async (t) => {
  const path = `${await t.makeTempDir()}/abort.sock`;
  const listener = listen(t, path);
  const abort = new AbortController();
  const running = t.subject.request(path, encode("hello"), { signal: abort.signal });
  running.catch(() => {}); // looked at below
  const conn = own(t, await listener.accept());
  check("the request", await readToEnd(conn), "hello");
  abort.abort();
  const error = await checkRejects("the aborted request", () => running, DOMException);
  check("the error's name", error.name, "AbortError");
  const isGone = () => conn.write(encode("?")).then(() => false, () => true);
  await waitUntil("the client's socket is closed", isGone, t.signal);

  t.call("request(path, body, { signal }), aborted before the call");
  const early = () => t.subject.request(path, encode("hello"), { signal: AbortSignal.abort() });
  await checkRejects("the request", early, DOMException);
}));

Deno.test(fact("T12 request() asks the signal before it connects, and again when it has", {
  call: "request(path where nobody listens, body, { signal: AbortSignal.abort() })",
  idea: 'The "abort" event comes once. Who begins to listen later hears nothing: ask as well.',
  hint: 3,
}, async (t) => {
  const path = `${await t.makeTempDir()}/abort.sock`;
  const nowhere = async () =>
    await t.subject.request(path, encode("hello"), { signal: AbortSignal.abort() });
  await checkRejects("the request", nowhere, DOMException);

  listen(t, path); // takes connections and says nothing
  for (let turns = 0; turns <= 12; turns++) {
    t.call(`request(path, body, { signal }); ${turns} turns of the event loop; abort.abort()`);
    const abort = new AbortController();
    const running = t.subject.request(path, encode("hello"), { signal: abort.signal });
    running.catch(() => {}); // the test looks at it below
    await passTurns(turns);
    abort.abort();
    await checkRejects("the request", () => running, DOMException);
  }
}));

Deno.test(fact("T13 request() lets go of the signal when it has its answer", {
  call: "request(path, body, { signal }), then abort.abort()",
  idea: "A listener that is left on a signal acts when nobody expects it, on a closed socket.",
  hint: 3,
}, async (t) => {
  const path = `${await t.makeTempDir()}/echo.sock`;
  await serve(t, path);
  const abort = new AbortController();
  const answer = await t.subject.request(path, encode("hello"), { signal: abort.signal });
  check("the answer", decode(answer), "hello");
  abort.abort(); // what throws now, throws where nobody handles it
}));

Deno.test(fact("T14 close() ends well when somebody else has removed the name", {
  call: "serveUnix(path, handler), rm path, close()",
  idea: "A name in the file system belongs to whoever may change the directory. Expect it to go.",
  hint: 3,
}, async (t) => {
  const path = `${await t.makeTempDir()}/gone.sock`;
  const server = await serve(t, path);
  await Deno.remove(path);
  await server.close();
  const exists = await Deno.lstat(path).then(() => true, () => false);
  checkThat(!exists, "the name stays away", "it is there again");
}));

Deno.test(fact("T15 serveUnix() says AddrInUse when an address is in use, and of nothing else", {
  call: 'serveUnix("/tmp/…/a file/server.sock", handler)',
  idea:
    "Each failure has its own cause. Swallow those that you expect, and let the others through.",
  hint: 3,
}, async (t) => {
  const file = `${await t.makeTempDir()}/file`;
  await Deno.writeTextFile(file, "");
  const start = () => serve(t, `${file}/server.sock`).then(() => "a server");
  const error = await checkRejects("a server below a plain file", start, Error);
  const isInUse = error instanceof Deno.errors.AddrInUse;
  checkThat(!isInUse, "an error about the path", `AddrInUse: ${error.message}`);
}));
