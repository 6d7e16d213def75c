import { FakeRawMsg } from "#lib/fake_raw_msg.ts";
import { EIDRM, EINVAL } from "#lib/os.ts";
import { openRawMsg, type RawMsg } from "#lib/raw_msg.ts";
import {
  check,
  checkRejects,
  checkThat,
  checkThrows,
  lesson,
  ManualClock,
  type TestContext,
} from "./harness/mod.ts";
import type * as Stub from "./stubs/10_kernel_queue.ts";

const { fact } = lesson<typeof Stub>(import.meta);
type Context = TestContext<typeof Stub>;

const EACCES = 13;
/** Nobody tries so often between two pauses. */
const MANY_TRIES = 50;

const encode = (text: string) => new TextEncoder().encode(text);
const message = (type: number, text: string) => ({ type, body: encode(text) });
const show = ({ type, body }: Stub.Message) => `${type}:${new TextDecoder().decode(body)}`;

/** The same bytes, whatever subclass holds them. */
const plain = (bytes: Uint8Array) => Uint8Array.from(bytes);

/** The 8 bytes of a type, as this machine keeps a C `long`. */
const longOf = (type: bigint) => new Uint8Array(BigInt64Array.of(type).buffer);

/** Stands before a kernel: counts the tries since the last pause, and fails with an errno while it is told to. */
class TestKernel implements RawMsg {
  readonly clock = new ManualClock();
  readonly sent: { buf: Uint8Array; n: number }[] = [];
  flags = 0;
  tries = 0;
  failWith: number | undefined;
  readonly #raw: RawMsg;

  constructor(raw: RawMsg | { maxBytes?: number; maxMessageBytes?: number } = {}) {
    this.#raw = "snd" in raw ? raw : new FakeRawMsg(raw);
  }

  readonly delay = (ms: number, signal?: AbortSignal): Promise<void> => {
    this.tries = 0;
    return this.clock.delay(ms, signal);
  };

  get(key: number, flags: number): number {
    this.flags = flags;
    return this.failWith === undefined ? this.#raw.get(key, flags) : -1;
  }
  snd(id: number, buf: Uint8Array, n: number): number {
    this.sent.push({ buf: buf.slice(), n });
    return this.#try(() => this.#raw.snd(id, buf, n));
  }
  rcv(id: number, buf: Uint8Array, n: number, type: number): number {
    return this.#try(() => this.#raw.rcv(id, buf, n, type));
  }
  rmid(id: number): number {
    return this.failWith === undefined ? this.#raw.rmid(id) : -1;
  }
  errno(): number {
    return this.failWith ?? this.#raw.errno();
  }

  #try(call: () => number): number {
    const expected = "delay() between two tries, so that others can run meanwhile";
    checkThat(++this.tries < MANY_TRIES, expected, `${MANY_TRIES} tries in a row without a pause`);
    return this.failWith === undefined ? call() : -1;
  }
}

function createQueue(t: Context, kernel: TestKernel): Stub.KernelQueue {
  return t.subject.KernelQueue.create(kernel, { delay: kernel.delay });
}

/** Waits until `call` pauses; if it settles instead, that is the answer. */
async function untilPaused(kernel: TestKernel, call: Promise<unknown>): Promise<void> {
  const settled = call.then((value) =>
    checkThat(false, "it waits, by delay()", `it ends with ${Deno.inspect(value)}`)
  );
  settled.catch(() => {}); // looked at by whoever is still here
  await Promise.race([kernel.clock.asked(), settled]);
}

/** Lets `call` try and pause twenty times, and once more: long enough to sleep in earnest. */
async function pauseOften(kernel: TestKernel, call: Promise<unknown>): Promise<void> {
  for (let pauses = 0; pauses < 20; pauses++) {
    await untilPaused(kernel, call);
    kernel.clock.fire();
  }
  await untilPaused(kernel, call);
  const ms = kernel.clock.pending[0] ?? 0;
  const expected = "after 20 pauses one of a millisecond or more: others want to use the processor";
  checkThat(ms >= 1, expected, `delay(${ms})`);
}

/** Waits for `call`, unless it pauses: nothing can come that it may wait for. */
async function withoutPause<T>(kernel: TestKernel, call: Promise<T>): Promise<T> {
  const pause = kernel.clock.asked().then((): never => {
    checkThat(false, "it ends without a pause", "it waits, by delay(), for what will not come");
  });
  pause.catch(() => {}); // a later call may have a reason to wait
  return await Promise.race([call, pause]);
}

/** Checks that `call` fails with `type`, and does not wait for better times. */
async function checkRefused<E extends Error>(
  kernel: TestKernel,
  what: string,
  call: () => unknown,
  type: abstract new (message?: string) => E,
): Promise<E> {
  const calling = (async () => await call())();
  await withoutPause(kernel, calling.then(() => {}, () => {})); // first whether, then how it ends
  return await checkRejects(what, () => calling, type);
}

/** Opens the kernel's own queues, and creates one, which is gone after the test, even if somebody cuts it off. */
function createRealQueue(t: Context) {
  const raw = openRawMsg();
  t.defer(() => raw[Symbol.dispose]());
  const kernel = new TestKernel(raw);
  const queue = createQueue(t, kernel);
  t.defer(() => raw.rmid(queue.id));
  // the harness cannot find it by its environment: it outlives a test process that has to be killed
  const env = { PATH: Deno.env.get("PATH") ?? "" };
  const script = 'read -r end; ipcrm -q "$1"';
  t.spawn(["sh", "-c", script, "sh", `${queue.id}`], { clearEnv: true, env });
  return { kernel, queue };
}

Deno.test(fact("T1 encodeMsgbuf() makes 8 bytes of type and then the body", {
  call: 'encodeMsgbuf({ type: 2, body: "AB" })',
  idea: "The kernel reads a C struct: long mtype, char mtext[]. A long has 64 bits, not 32.",
  hint: 3,
}, ({ subject }) => {
  const bytes = (type: bigint, ...body: number[]) => Uint8Array.of(...longOf(type), ...body);
  check("the bytes", plain(subject.encodeMsgbuf(message(2, "AB"))), bytes(2n, 65, 66));
  const big = plain(subject.encodeMsgbuf(message(2 ** 40 + 258, "")));
  check("the bytes of type 2^40 + 258", big, bytes(2n ** 40n + 258n));
}));

Deno.test(fact("T2 decodeMsgbuf() reads the type, and copies as many bytes as arrived", {
  call: "decodeMsgbuf(buf, 2), where buf has room for more",
  idea: "The buffer is larger than the message and will be used again: copy what belongs to it.",
  hint: 2,
}, ({ subject }) => {
  const memory = Uint8Array.of(9, 9, 9, ...longOf(2n ** 40n + 258n), 65, 66, 67, 68);
  const buf = memory.subarray(3); // not at the start of its memory
  const decoded = subject.decodeMsgbuf(buf, 2);
  buf.fill(0);
  check("the type", decoded.type, 2 ** 40 + 258);
  check("the body", plain(decoded.body), encode("AB"));
  const body = Uint8Array.of(0, 255, 0xc3, 10, 128);
  const back = subject.decodeMsgbuf(subject.encodeMsgbuf({ type: 1, body }), 5);
  check("a body of any bytes, there and back", plain(back.body), body);
}));

Deno.test(fact("T3 send() refuses a wrong type before it asks the kernel", {
  call: "queue.send({ type: 0, body })",
  idea: "The kernel would say EINVAL, which can mean many things. You know better what is wrong.",
  hint: 2,
}, async (t) => {
  const kernel = new TestKernel();
  const queue = createQueue(t, kernel);
  for (const type of [0, -1, 1.5, NaN, 2 ** 53]) {
    t.call(`queue.send({ type: ${type}, body })`);
    await checkRejects("send()", () => queue.send(message(type, "x")), RangeError);
    t.call(`encodeMsgbuf({ type: ${type}, body })`);
    checkThrows("encodeMsgbuf()", () => t.subject.encodeMsgbuf(message(type, "x")), RangeError);
  }
  check("how often the kernel was asked", kernel.sent.length, 0);
}));

Deno.test(fact("T4 receive() takes what send() has sent, whole and chosen by its type", {
  call: "queue.send() of 3:a 1:b 2:c 1:d, then queue.receive(2), (-2), (), (3)",
  idea: "The size that msgsnd(2) wants counts the text only, without the 8 bytes of type.",
  hint: 2,
}, async (t) => {
  const kernel = new TestKernel();
  const queue = createQueue(t, kernel);
  for (const m of [message(3, "a"), message(1, "bé"), message(2, ""), message(1, "d")]) {
    await queue.send(m);
  }
  check("the sizes that the kernel was told", kernel.sent.map(({ n }) => n), [1, 3, 0, 1]);
  const other = t.subject.KernelQueue.attach(kernel, queue.id, { delay: kernel.delay });
  const got: string[] = [];
  for (const type of [2, -2, undefined, 1]) {
    got.push(show(await withoutPause(kernel, other.receive(type))));
  }
  check("the messages", got, ["2:", "1:bé", "3:a", "1:d"]);
}));

Deno.test(fact("T5 send() to a full queue tries again, with a pause between two tries", {
  call: "queue.send(6 bytes), on a queue of 10 bytes that holds 6",
  idea: "EAGAIN means: not now. Asking again at once burns a processor, and nobody can make room.",
  hint: 2,
}, async (t) => {
  const kernel = new TestKernel({ maxBytes: 10 });
  const queue = createQueue(t, kernel);
  await queue.send(message(1, "first."));
  const second = message(1, "second");
  const sending = queue.send(second);
  second.body.fill(0x78); // its sender uses the buffer again
  await pauseOften(kernel, sending);
  check("received", show(await queue.receive()), "1:first.");
  kernel.clock.fire();
  await sending;
  check("received", show(await queue.receive()), "1:second");
}));

Deno.test(fact("T6 receive() waits for a message that suits, with a pause between two tries", {
  call: "queue.receive(2), while there is 1:other",
  idea: "ENOMSG means: nothing for you yet. A pause lets those run who will send it.",
  hint: 2,
}, async (t) => {
  const kernel = new TestKernel();
  const queue = createQueue(t, kernel);
  await queue.send(message(1, "other"));
  const receiving = queue.receive(2);
  await pauseOften(kernel, receiving);
  await queue.send(message(2, "for you"));
  kernel.clock.fire();
  check("received", show(await receiving), "2:for you");
  check("what is left", show(await queue.receive()), "1:other");
  t.call("KernelQueue.attach(raw, id).receive(), where nobody gave a delay");
  const usual = t.subject.KernelQueue.attach(kernel, queue.id);
  const later = usual.receive(3);
  await new Promise((resolve) => setTimeout(resolve, 0)); // a pause lets the event loop turn
  await queue.send(message(3, "in real time"));
  check("received", show(await later), "3:in real time");
}));

Deno.test(fact("T7 send() and receive() end with the signal's reason, and have done nothing then", {
  call: "queue.receive(0, { signal }), abort() while it waits; the same with send()",
  idea: "Aborted means: it never happened. So look at the signal before each try, also the first.",
  hint: 3,
}, async (t) => {
  const kernel = new TestKernel({ maxBytes: 4 });
  const queue = createQueue(t, kernel);
  const reason = new RangeError("changed my mind");
  const checkAborted = async (what: string, call: () => Promise<unknown>) =>
    check(`the error of ${what}`, await checkRejects(what, call, RangeError), reason);
  await queue.send(message(1, "mine"));
  t.call("queue.receive(0, { signal: AbortSignal.abort(reason) })");
  const signal = AbortSignal.abort(reason);
  await checkAborted("receive", () => queue.receive(0, { signal }));
  check("what is there", show(await withoutPause(kernel, queue.receive())), "1:mine");
  t.call("queue.send(m, { signal: AbortSignal.abort(reason) })");
  await checkAborted("send", () => queue.send(message(1, "late"), { signal }));
  check("messages sent", kernel.sent.length, 1);
  for (const isOver of [false, true]) {
    const abort = new AbortController();
    t.call(`queue.receive(0, { signal }), abort() while it waits${isOver ? ", pause over" : ""}`);
    const receiving = queue.receive(0, abort);
    await untilPaused(kernel, receiving);
    await queue.send(message(1, "mine"));
    if (isOver) kernel.clock.fire();
    abort.abort(reason);
    await checkAborted("receive", () => receiving);
    check("what is there", show(await withoutPause(kernel, queue.receive())), "1:mine");
    await queue.send(message(1, "mine"));
    t.call(`queue.send(m, { signal }), abort() while it waits${isOver ? ", pause over" : ""}`);
    const other = new AbortController();
    const sending = queue.send(message(1, "late"), other);
    await untilPaused(kernel, sending);
    check("what was there", show(await queue.receive()), "1:mine");
    if (isOver) kernel.clock.fire();
    other.abort(reason);
    await checkAborted("send", () => sending);
  }
  await queue.send(message(1, "last"));
  check("what is there", show(await withoutPause(kernel, queue.receive())), "1:last");
  t.call("queue.receive(0, { signal }), abort(), where nobody gave a delay");
  const abort = new AbortController();
  const waiting = t.subject.KernelQueue.attach(kernel, queue.id).receive(0, abort);
  abort.abort(reason);
  await checkAborted("receive", () => waiting);
}));

Deno.test(fact("T8 receive() takes messages of any size, and gives each its own memory", {
  call: "queue.receive() of 100000 bytes, then of 3 bytes",
  idea: "E2BIG: your buffer is too small, and the message stays. Come back with a larger one.",
  hint: 2,
}, async (t) => {
  const kernel = new TestKernel({ maxBytes: 1 << 20, maxMessageBytes: 1 << 20 });
  const queue = createQueue(t, kernel);
  const bodies = [3, 100_000, 3].map((byteCount, n) => new Uint8Array(byteCount).fill(65 + n));
  for (const body of bodies) await queue.send({ type: 1, body });
  const reader = t.subject.KernelQueue.attach(kernel, queue.id, { delay: kernel.delay });
  const got: Uint8Array[] = [];
  for (const _ of bodies) got.push((await withoutPause(kernel, reader.receive())).body);
  check("the bodies", got.map(plain), bodies);
}));

Deno.test(fact("T9 send() and receive() say that the queue was removed, also while they wait", {
  call: "queue.receive() waits, and somebody removes the queue",
  idea: "EIDRM and EINVAL: there is no such queue any more. To wait on would be for ever.",
  hint: 2,
}, async (t) => {
  const { KernelQueue, QueueRemoved } = t.subject;
  const kernel = new TestKernel({ maxBytes: 4 });
  const queue = createQueue(t, kernel);
  await queue.send(message(1, "full"));
  const calls = {
    "receive()": () => queue.receive(2),
    "send()": () => queue.send(message(1, "more")),
  };
  for (const [name, call] of Object.entries(calls)) {
    t.call(`queue.${name}, and msgop(2) fails with EIDRM`);
    kernel.failWith = EIDRM;
    await checkRefused(kernel, name, call, QueueRemoved);
    kernel.failWith = undefined;
  }
  t.call("queue.receive(2) and queue.send() wait, and somebody removes the queue");
  const waiting = Object.values(calls).map((call) => call());
  for (const call of waiting) await untilPaused(kernel, call);
  KernelQueue.attach(kernel, queue.id).remove();
  kernel.clock.fire();
  for (const [index, name] of Object.keys(calls).entries()) {
    await checkRefused(kernel, `the ${name} that waited`, () => waiting[index], QueueRemoved);
  }
  for (const [name, call] of Object.entries(calls)) {
    t.call(`queue.${name} after remove()`);
    await checkRefused(kernel, name, call, QueueRemoved);
  }
}));

Deno.test(fact("T10 send() tells a message that is too large from a queue that is gone", {
  call: "queue.send(101 bytes), where the kernel takes 100",
  idea: "EINVAL has three meanings in msgop(2). Which one is left, and whom could you ask?",
  hint: 3,
}, async (t) => {
  const kernel = new TestKernel({ maxMessageBytes: 100 });
  const queue = createQueue(t, kernel);
  await queue.send(message(1, "kept"));
  const tooLarge = { type: 1, body: new Uint8Array(101) };
  await checkRefused(kernel, "send()", () => queue.send(tooLarge), RangeError);
  check("what is there", show(await withoutPause(kernel, queue.receive())), "1:kept");
  await queue.send({ type: 1, body: new Uint8Array(100) });
  t.call("queue.send(101 bytes) after remove()");
  queue.remove();
  await checkRefused(kernel, "send()", () => queue.send(tooLarge), t.subject.QueueRemoved);
}));

Deno.test(fact("T11 every call says what the kernel says, where it is none of its own business", {
  call: "queue.receive(), and msgrcv(2) fails with EACCES (13)",
  idea: "An errno that you do not know is no reason to wait, or to guess. Say it.",
  hint: 3,
}, async (t) => {
  const kernel = new TestKernel();
  const queue = createQueue(t, kernel);
  kernel.failWith = EACCES;
  const calls = {
    "queue.receive()": () => queue.receive(),
    "queue.send()": () => queue.send(message(1, "x")),
    "queue.remove()": () => queue.remove(),
    "KernelQueue.create()": () => createQueue(t, kernel),
  };
  for (const [name, call] of Object.entries(calls)) {
    t.call(`${name}, and the kernel says errno ${EACCES}`);
    const error = await checkRefused(kernel, name, call, Error);
    checkThat(error.message.includes("13"), "a message that names errno 13", error.message);
    checkThat(error.name !== "QueueRemoved", "no QueueRemoved: the queue is there", error.name);
  }
}));

Deno.test(fact("T12 create() makes a new queue each time, for this user alone", {
  call: "KernelQueue.create(raw), twice",
  idea: "A fixed key is a name that all programs of all users share. IPC_PRIVATE never collides.",
  hint: 2,
}, async (t) => {
  const kernel = new TestKernel();
  const [one, two] = [createQueue(t, kernel), createQueue(t, kernel)];
  checkThat(one.id !== two.id, "two queues", `both have the id ${one.id}`);
  check("the permissions", `0${(kernel.flags & 0o777).toString(8)}`, "0600");
  await one.send(message(1, "one"));
  const receiving = two.receive();
  await untilPaused(kernel, receiving);
  two.remove();
  kernel.clock.fire();
  await checkRefused(
    kernel,
    "receive() from the other queue",
    () => receiving,
    t.subject.QueueRemoved,
  );
}));

Deno.test(fact("T13 a queue goes with the block that created it, but not with one that attached", {
  call: "{ using queue = KernelQueue.create(raw); throw … }",
  idea: "The kernel never cleans up a queue. Who creates it removes it, on every path out.",
  hint: 2,
}, async (t) => {
  const { KernelQueue, QueueRemoved } = t.subject;
  const kernel = new TestKernel();
  let id = -1;
  const fail = () => {
    using queue = createQueue(t, kernel);
    id = queue.id;
    throw new RangeError("out of paper");
  };
  checkThrows("the block", fail, RangeError);
  check("what the kernel says", [kernel.rmid(id), kernel.errno()], [-1, EINVAL]);
  t.call("{ using queue = KernelQueue.attach(raw, id); }");
  const owner = createQueue(t, kernel);
  {
    using visitor = KernelQueue.attach(kernel, owner.id);
    await visitor.send(message(1, "still here"));
  }
  check("received", show(await withoutPause(kernel, owner.receive())), "1:still here");
  t.call("queue.remove(), twice");
  KernelQueue.attach(kernel, owner.id).remove();
  owner.remove(); // gone already: fine
  await checkRefused(kernel, "receive()", () => owner.receive(), QueueRemoved);
}));

Deno.test(fact("T14 receive(2) selects what another process has sent", {
  call: "a child sends 1:first and 2:second, then queue.receive(2), queue.receive()",
  idea: "Now it is the real kernel: the id is all that two processes must share.",
  hint: 2,
  startsChildren: true,
  needs: ["ffi", "sysv"],
}, async (t) => {
  const { kernel, queue } = createRealQueue(t);
  const child = t.spawnFixture("sends_to_kernel_queue.ts", [`${queue.id}`, "1:first", "2:sécond"]);
  check("the child", await child.readLine(), "sent");
  const receive = async (type?: number) => show(await withoutPause(kernel, queue.receive(type)));
  const got = [await receive(2), await receive()];
  check("the messages", got, ["2:sécond", "1:first"]);
}));

Deno.test(fact("T15 a message waits in the kernel while no process has the queue open", {
  call: "a child sends and exits; then another one starts and receives",
  idea: "A pipe dies with its last user. A queue lives until somebody removes it, or until reboot.",
  hint: 2,
  startsChildren: true,
  needs: ["ffi", "sysv"],
}, async (t) => {
  const { queue } = createRealQueue(t);
  const producer = t.spawnFixture("sends_to_kernel_queue.ts", [`${queue.id}`, "7:job"]);
  check("the producer", await producer.readLine(), "sent");
  check("the producer's exit code", (await producer.status).code, 0);
  const consumer = t.spawnFixture("receives_from_kernel_queue.ts", [`${queue.id}`, "7"]);
  check("the consumer", await consumer.readLine(), "7:job");
}));

Deno.test(fact("T16 the real kernel's limits and answers are understood as well", {
  call: "queue.send(1 MiB)",
  idea: "What works with a fake must work with the kernel: same calls, same errno.",
  hint: 3,
  needs: ["ffi", "sysv"],
}, async (t) => {
  const { kernel, queue } = createRealQueue(t);
  const send = (byteCount: number) => queue.send({ type: 1, body: new Uint8Array(byteCount) });
  await checkRefused(kernel, "send()", () => send(1 << 20), RangeError);
  t.call("queue.send(1000 bytes), again and again until it waits; then queue.receive()");
  const sendings: Promise<void>[] = [];
  while (kernel.clock.pending.length === 0) {
    sendings.push(send(1_000));
    await Promise.race([kernel.clock.asked(), sendings.at(-1)]);
  }
  check("received", (await queue.receive()).body.length, 1_000);
  kernel.clock.fire();
  await Promise.all(sendings);
  t.call("queue.remove(), then msgctl(2)");
  queue.remove();
  check("what the kernel says", [kernel.rmid(queue.id), kernel.errno()], [-1, EINVAL]);
  await checkRefused(kernel, "receive()", () => queue.receive(), t.subject.QueueRemoved);
}));
