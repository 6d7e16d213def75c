import { assertEquals, assertRejects } from "@std/assert";
import { type Connection, EOFError, toChild } from "./connection.ts";

// What lesson 06 promises, its own tests prove for this copy, too (tests/right/06_connection/given_copy.ts).

/** A child whose stdin tells how many bytes each write brings, and waits for `gate` in each; it says `said` at once. */
function connectToScript(
  gate?: Promise<void>,
  said = "",
): { connection: Connection<unknown, unknown>; writes: number[] } {
  const writes: number[] = [];
  const stdin = new WritableStream<Uint8Array>({
    write(bytes) {
      writes.push(bytes.length);
      return gate;
    },
  });
  const stdout = new ReadableStream({
    type: "bytes",
    start(controller) {
      if (said !== "") controller.enqueue(new TextEncoder().encode(said));
    },
  });
  return { connection: toChild({ stdin, stdout } as unknown as Deno.ChildProcess), writes };
}

function spawn(...[program, ...args]: [string, ...string[]]): Deno.ChildProcess {
  return new Deno.Command(program, { args, stdin: "piped", stdout: "piped" }).spawn();
}

Deno.test("toChild() writes what is sent during a write by one more write", async () => {
  const gate = Promise.withResolvers<void>();
  const { connection, writes } = connectToScript(gate.promise);
  await connection.send(0);
  await Promise.resolve(); // the write of 0 begins
  for (let value = 1; value <= 9; value++) await connection.send(value);
  gate.resolve();
  await connection.close();
  assertEquals(writes, [2, 9 * 2]);
});

Deno.test("toChild() writes answers to values that came together by one write", async () => {
  const { connection, writes } = connectToScript(undefined, "1\n2\n3\n");
  for (let count = 1; count <= 3; count++) await connection.send(await connection.recv());
  await connection.close();
  assertEquals(writes, [3 * 2]);
});

Deno.test("toChild() writes the answer to a value that came alone at once", async () => {
  const { connection, writes } = connectToScript(undefined, "1\n");
  const value = await connection.recv();
  const turnEnd = new Promise<number[]>((resolve) => setImmediate(() => resolve([...writes])));
  await connection.send(value);
  assertEquals(await turnEnd, [2]);
  await connection.close();
});

Deno.test("send() waits once more than 64 Ki characters wait for their write", async () => {
  const gate = Promise.withResolvers<void>();
  const { connection } = connectToScript(gate.promise);
  await connection.send("in flight");
  await connection.send("x".repeat(64_000)); // fits into the queue
  let isAccepted = false;
  const sending = connection.send("x".repeat(64_000)).then(() => isAccepted = true);
  await new Promise<void>((resolve) => setTimeout(resolve, 0)); // all that can go on has gone on
  assertEquals(isAccepted, false);
  gate.resolve();
  await sending;
  await connection.close();
});

Deno.test("close(), and send() from then on, say that the peer has not got everything", async () => {
  await using child = spawn("true");
  await child.status;
  await using connection = toChild<unknown, never>(child);
  await connection.send("accepted, and lost");
  await assertRejects(() => connection.close(), Deno.errors.BrokenPipe);
  await assertRejects(() => connection.send(1), TypeError);
  await using second = spawn("true");
  await using other = toChild<unknown, never>(second);
  await assertRejects(async () => {
    for (;;) await other.send("x".repeat(64_000));
  }, Deno.errors.BrokenPipe);
  await assertRejects(() => other.send(1), Deno.errors.BrokenPipe);
});

Deno.test("disposal ends a recv() that waits", async () => {
  await using child = spawn("cat");
  const connection = toChild<never, unknown>(child);
  const waiting = assertRejects(() => connection.recv(), EOFError);
  await connection[Symbol.asyncDispose]();
  await waiting;
  await assertRejects(() => connection.recv(), EOFError);
});

Deno.test("recv() fails for good when a line is no text", async () => {
  await using child = spawn("printf", "1\\n\\377\\n2\\n");
  await using connection = toChild<never, unknown>(child);
  await assertRejects(() => connection.recv(), TypeError);
  await assertRejects(() => connection.recv(), TypeError);
});

Deno.test("toParent() answers a parent that closes its end, and lets the child end", async () => {
  const source = `
    import { EOFError, toParent } from ${JSON.stringify(import.meta.resolve("./connection.ts"))};
    const parent = toParent();
    let count = 0;
    try { for (;; count++) await parent.recv(); } catch (error) {
      if (!(error instanceof EOFError)) throw error;
    }
    console.log("this goes to stderr");
    await parent.send(count);`;
  const url = `data:text/typescript,${encodeURIComponent(source)}`;
  await using child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "--quiet", "--allow-read", url],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  await using connection = toChild<number, number>(child);
  for (let value = 0; value < 10_000; value++) await connection.send(value);
  await connection.close();
  assertEquals(await connection.recv(), 10_000);
  await assertRejects(() => connection.recv(), EOFError);
  assertEquals((await child.status).code, 0);
});
