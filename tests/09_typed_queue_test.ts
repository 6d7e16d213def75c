import { askKernelQueue, findDifference } from "./harness/ask_kernel_queue.ts";
import { check, checkRejects, checkThat, checkThrows, lesson } from "./harness/mod.ts";
import type * as Stub from "./stubs/09_typed_queue.ts";

const { fact } = lesson<typeof Stub>(import.meta);

type Queue = InstanceType<typeof Stub.TypedQueue>;
const message = (type: number, text: string) => ({ type, body: new TextEncoder().encode(text) });
const show = (m: Stub.Message | null) => m && `${m.type}:${new TextDecoder().decode(m.body)}`;
const drain = (queue: Queue): (string | null)[] =>
  Array.from({ length: queue.length }, () => show(queue.tryReceive()));

/**
 * Checks that nothing holds up `call` any more: who was woken has settled after a few turns of the
 * event loop, on a slow machine too. So nobody waits for a deadline to learn who was forgotten.
 */
async function checkWoken(who: string, call: Promise<unknown>): Promise<void> {
  let waits = true;
  const end = () => void (waits = false);
  call.then(end, end);
  for (let turn = 0; turn < 5 && waits; turn++) {
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
  }
  checkThat(!waits, `${who} is woken`, `${who} still waits`);
}

Deno.test(fact("T1 tryReceive() returns messages whole, as they were when sent", {
  call: 'queue.trySend({ type: 1, body: "abc" }); queue.trySend({ type: 1, body: "de" })',
  idea:
    "A queue keeps the edges that a pipe loses. And it keeps a copy: a sender may use its buffer again.",
  hint: 1,
}, ({ subject }) => {
  const queue = new subject.TypedQueue();
  const first = message(1, "abc");
  check("trySend()", [queue.trySend(first), queue.trySend(message(1, "de"))], [true, true]);
  first.body.fill(0x78); // the sender writes its next message into the same buffer
  check("length and bytes", [queue.length, queue.bytes], [2, 5]);
  check("the messages", drain(queue), ["1:abc", "1:de"]);
  check("one more", queue.tryReceive(), null);
}));

Deno.test(fact("T2 tryReceive(0) takes the oldest, whatever its type", {
  call: "queue.tryReceive(0) after types 3, 1, 2",
  idea: "Type 0 means: I take anything, in the order of arrival.",
  hint: 3,
}, ({ subject }) => {
  const queue = new subject.TypedQueue();
  for (const type of [3, 1, 2, 1]) queue.trySend(message(type, "x"));
  check("the order", drain(queue), ["3:x", "1:x", "2:x", "1:x"]);
}));

Deno.test(fact("T3 tryReceive(2) takes the oldest of type 2 and leaves the others in order", {
  call: "queue.tryReceive(2) after 1:a 2:b 1:c 2:d",
  idea: "The type is an address: what is meant for others stays where it is.",
  hint: 3,
}, ({ subject }) => {
  const queue = new subject.TypedQueue();
  for (const m of [message(1, "a"), message(2, "b"), message(1, "c"), message(2, "d")]) {
    queue.trySend(m);
  }
  check("tryReceive(2)", show(queue.tryReceive(2)), "2:b");
  check("tryReceive(9)", queue.tryReceive(9), null);
  check("what is left", drain(queue), ["1:a", "1:c", "2:d"]);
}));

Deno.test(fact("T4 tryReceive(-3) takes the oldest of the lowest type up to 3", {
  call: "queue.tryReceive(-3) after 5:a 3:b 2:c 2:d",
  idea: "A negative type makes types into priorities: the lowest number first, none above |type|.",
  hint: 3,
}, ({ subject }) => {
  const queue = new subject.TypedQueue();
  for (const m of [message(5, "a"), message(3, "b"), message(2, "c"), message(2, "d")]) {
    queue.trySend(m);
  }
  const taken = Array.from({ length: 4 }, () => show(queue.tryReceive(-3)));
  check("four times tryReceive(-3)", taken, ["2:c", "2:d", "3:b", null]);
  check("what is left", drain(queue), ["5:a"]);
}));

Deno.test(fact("T5 send() waits for room, in order, and close() ends every wait", {
  call: "queue.send(6 bytes) twice, on a queue of 10 bytes that holds 6",
  idea: "A full queue slows its senders down, one after the other, and wakes them when it ends.",
  hint: 2,
}, async (t) => {
  const { TypedQueue, QueueClosed } = t.subject;
  const queue = new TypedQueue({ maxBytes: 10, maxMessageBytes: 8 });
  check("the first 6 bytes", queue.trySend(message(1, "first.")), true);
  check("trySend() of 6 bytes more", queue.trySend(message(1, "second")), false);
  const done: string[] = [];
  const send = (text: string) => queue.send(message(1, text)).then(() => done.push(text));
  const [second, third] = [send("second"), send("third.")];
  check("stored while they wait", [queue.length, queue.bytes], [1, 6]);
  check("received", show(await queue.receive()), "1:first.");
  await checkWoken("the first send() that waited", second);
  check("after one was taken", [done, queue.length], [["second"], 1]);
  check("received", show(await queue.receive()), "1:second");
  await checkWoken("the second send() that waited", third);
  check("the order of the senders", done, ["second", "third."]);
  t.call("queue.close() while a send and a receive wait");
  const sending = queue.send(message(1, "fourth"));
  const receiving = queue.receive(7);
  for (const call of [sending, receiving]) call.catch(() => {}); // looked at one after the other
  queue.close();
  await checkWoken("the send()", sending);
  await checkRejects("the send()", () => sending, QueueClosed);
  await checkWoken("the receive()", receiving);
  await checkRejects("the receive()", () => receiving, QueueClosed);
}));

Deno.test(fact("T6 receive(1) is served while an older receive(2) still waits", {
  call: "queue.receive(2); queue.receive(1); queue.send({ type: 1 })",
  idea: "A message goes to the oldest receiver that it suits, not to the oldest one.",
  hint: 1,
}, async (t) => {
  const queue = new t.subject.TypedQueue();
  const order: string[] = [];
  const wait = (type: number) =>
    queue.receive(type).then((m) => order.push(`receive(${type}) got ${show(m)}`));
  const [two, one, low, any] = [wait(2), wait(1), wait(-4), wait(0)];
  await queue.send(message(1, "a"));
  await checkWoken("receive(1)", one);
  t.call("queue.send() of types 5, 3 and 2 while receive(2), receive(-4), receive(0) wait");
  await queue.send(message(5, "b"));
  await checkWoken("receive(0), offered type 5,", any);
  await queue.send(message(3, "c"));
  await checkWoken("receive(-4), offered type 3,", low);
  await queue.send(message(2, "d"));
  await checkWoken("receive(2)", two);
  check("who got what", order, [
    "receive(1) got 1:a",
    "receive(0) got 5:b",
    "receive(-4) got 3:c",
    "receive(2) got 2:d",
  ]);
  check("stored", queue.length, 0);
  t.call("queue.receive(2); queue.send({ type: 7 }); queue.receive()");
  const later = queue.receive(2);
  await queue.send(message(7, "e"));
  check("stored, while receive(2) waits", queue.length, 1);
  check("receive()", show(await queue.receive()), "7:e");
  await queue.send(message(2, "f"));
  check("receive(2)", show(await later), "2:f");
}));

Deno.test(fact("T7 receive() and send() that were aborted are gone from the queue", {
  call: "queue.receive(0, { signal }); abort(); queue.send(…)",
  idea: "Whoever stops waiting must also leave the queue of those who wait: no ghosts.",
  hint: 2,
}, async (t) => {
  const queue = new t.subject.TypedQueue({ maxBytes: 4 });
  const abort = new AbortController();
  const reason = new RangeError("changed my mind");
  const receiving = queue.receive(0, { signal: abort.signal });
  abort.abort(reason);
  await checkWoken("the aborted receive()", receiving);
  const error = await checkRejects("the aborted receive()", () => receiving, RangeError);
  checkThat(error === reason, "it fails with signal.reason", "it fails with another error");
  await queue.send(message(1, "a"));
  check("the message is still there", show(queue.tryReceive()), "1:a");
  t.call("queue.send(m, { signal }) on a full queue; abort(); queue.receive()");
  const other = new AbortController();
  queue.trySend(message(1, "full"));
  const sending = queue.send(message(1, "late"), { signal: other.signal });
  other.abort(reason);
  await checkWoken("the aborted send()", sending);
  await checkRejects("the aborted send()", () => sending, RangeError);
  check("received", show(await queue.receive()), "1:full");
  check("stored", queue.length, 0);
}));

Deno.test(fact("T8 receive(id) makes one queue serve requests and replies", {
  call: "queue.receive(101) by client 101, queue.receive(102) by client 102",
  idea: "Type 1 is the server's address, each client's id is its own: two ways over one queue.",
  hint: 1,
}, async ({ subject }) => {
  const queue = new subject.TypedQueue();
  const serve = async () => {
    for (let count = 0; count < 2; count++) {
      const [client = "", text = ""] = new TextDecoder().decode((await queue.receive(1)).body)
        .split(" ");
      await queue.send(message(Number(client), text.toUpperCase()));
    }
  };
  const ask = async (id: number, text: string) => {
    await queue.send(message(1, `${id} ${text}`));
    return show(await queue.receive(id));
  };
  const answers = Promise.all([ask(102, "second"), ask(101, "first")]);
  const serving = serve();
  await checkWoken("each client", answers);
  check("the answers", await answers, ["102:SECOND", "101:FIRST"]);
  await serving;
}));

Deno.test(fact("T9 TypedQueue answers 200 random scripts as the kernel's own queue does", {
  call: "the same calls on a System V queue and on a TypedQueue",
  idea: "The kernel is the examiner: msgsnd and msgrcv decide what is right.",
  hint: 3,
  needs: ["ffi", "sysv"],
}, ({ subject }) => {
  for (const exam of askKernelQueue(200)) {
    const difference = findDifference(new subject.TypedQueue(exam.limits), exam);
    if (difference !== undefined) checkThat(false, difference.expected, difference.got);
  }
}));

Deno.test(fact("T10 receive() lets in as many waiting senders as fit, the oldest first", {
  call: "queue.send(8 bytes), queue.send(1 byte) on a full queue of 10 bytes, then receive()",
  idea:
    "Whoever waits for room keeps his place: nobody small overtakes, and a place that is free is used.",
  hint: 2,
}, async (t) => {
  const queue = new t.subject.TypedQueue({ maxBytes: 10, maxMessageBytes: 10 });
  queue.trySend(message(1, "4...")); // 4 bytes, then 6: full
  queue.trySend(message(1, "6....."));
  const order: string[] = [];
  const reused = message(1, "8.......");
  const sends = [reused, message(2, "1"), message(3, "1")]
    .map((m) => queue.send(m).then(() => order.push(`${m.type}`)));
  reused.body.fill(0x78); // its sender waits, and uses the buffer again
  check("after one of 4 bytes is taken", [show(queue.tryReceive()), queue.length], ["1:4...", 1]);
  check("trySend() while others wait", queue.trySend(message(4, "1")), false);
  check("after one of 6 bytes is taken", [show(queue.tryReceive()), queue.length], ["1:6.....", 3]);
  await checkWoken("each send() that waited", Promise.all(sends));
  check("the order of the senders", order, ["1", "2", "3"]);
  check("the messages", drain(queue), ["1:8.......", "2:1", "3:1"]);
  t.call("queue.receive(2), queue.send({ type: 2 }) on a full queue, then queue.receive(1)");
  queue.trySend(message(1, "full......"));
  const receiving = queue.receive(2);
  const sending = queue.send(message(2, "for you"));
  check("what made room", show(await queue.receive(1)), "1:full......");
  await checkWoken("the send()", sending);
  await checkWoken("the receive(2)", receiving);
  check("the receive(2)", show(await receiving), "2:for you");
}));

Deno.test(fact("T11 close() drops what is stored and fails every later call", {
  call: "queue.close(), then every method",
  idea: "Closed is for ever. A queue that takes messages nobody will read lies to its senders.",
  hint: 2,
}, async ({ subject: { TypedQueue, QueueClosed } }) => {
  const queue = new TypedQueue();
  queue.trySend(message(1, "lost"));
  queue.close();
  queue.close(); // twice is fine
  check("length and bytes", [queue.length, queue.bytes], [0, 0]);
  checkThrows("trySend()", () => queue.trySend(message(1, "x")), QueueClosed);
  checkThrows("tryReceive()", () => queue.tryReceive(), QueueClosed);
  await checkRejects("send()", () => queue.send(message(1, "x")), QueueClosed);
  await checkRejects("receive()", () => queue.receive(), QueueClosed);
  const crowded = new TypedQueue({ maxBytes: 1 });
  const waits = [7, 8, 9].map((type) => crowded.receive(type));
  crowded.trySend(message(1, "x")); // no room is left for the others
  waits.push(
    ...[1, 2, 3].map((type) => crowded.send(message(type, "y")).then(() => message(type, "sent"))),
  );
  crowded.close();
  const ends = await Promise.allSettled(waits);
  check("how the six that wait end", ends.map(({ status }) => status), Array(6).fill("rejected"));
}));

Deno.test(fact("T12 send() and receive() with an aborted signal leave no trace", {
  call: "queue.receive(0, { signal }) and queue.send(m, { signal }), both aborted",
  idea: "Aborted means: it never happened. Nothing is taken, nothing is stored, nobody is held up.",
  hint: 2,
}, async (t) => {
  const queue = new t.subject.TypedQueue({ maxBytes: 10, maxMessageBytes: 10 });
  const signal = AbortSignal.abort(new RangeError("too late"));
  queue.trySend(message(1, "stays"));
  await checkRejects("the aborted receive()", () => queue.receive(0, { signal }), RangeError);
  await checkRejects(
    "the aborted send()",
    () => queue.send(message(1, "x"), { signal }),
    RangeError,
  );
  check("length and bytes", [queue.length, queue.bytes], [1, 5]);
  t.call("abort() of a send(10 bytes) that waits before a send(1 byte)");
  const abort = new AbortController();
  const big = queue.send(message(2, "too big..."), { signal: abort.signal });
  const small = queue.send(message(3, "s"));
  check("stored while both wait", queue.length, 1);
  abort.abort(new RangeError("given up"));
  await checkWoken("the aborted send()", big);
  await checkRejects("the aborted send()", () => big, RangeError);
  await checkWoken("the send(1 byte) that has room now", small);
  check("the messages", drain(queue), ["1:stays", "3:s"]);
}));

Deno.test(fact("T13 trySend() refuses what can never be sent", {
  call: "queue.trySend() with types 0, -1, 1.5 and with a body over the limit",
  idea:
    "A mistake of the caller is told at once. Waiting for room that will never be is no answer.",
  hint: 2,
}, async (t) => {
  const queue = new t.subject.TypedQueue({ maxBytes: 4, maxMessageBytes: 8 });
  for (const type of [0, -1, 1.5, NaN]) {
    checkThrows(`type ${type}`, () => queue.trySend(message(type, "x")), RangeError);
  }
  checkThrows(
    "9 bytes, maxMessageBytes 8",
    () => queue.trySend(message(1, "123456789")),
    RangeError,
  );
  checkThrows("6 bytes, maxBytes 4", () => queue.trySend(message(1, "123456")), RangeError);
  const sending = (async () => await queue.send(message(1, "123456")))();
  await checkWoken("send() of 6 bytes, maxBytes 4,", sending);
  await checkRejects("send() of 6 bytes", () => sending, RangeError);
  check("stored", queue.length, 0);
  t.call("new TypedQueue().trySend(8192 bytes), trySend(8193 bytes)");
  const usual = new t.subject.TypedQueue();
  const large = (byteCount: number) => ({ type: 1, body: new Uint8Array(byteCount) });
  checkThrows("8193 bytes", () => usual.trySend(large(8_193)), RangeError);
  const sent = [8_192, 8_192, 1].map((byteCount) => usual.trySend(large(byteCount)));
  check("trySend() of 8192, 8192, 1 bytes", sent, [true, true, false]);
}));

Deno.test(fact("T14 trySend() counts empty messages as well", {
  call: 'new TypedQueue({ maxBytes: 2 }), three times queue.trySend({ type: 1, body: "" })',
  idea: "An empty message takes memory, too: a limit that somebody can pass for ever is none.",
  hint: 2,
}, ({ subject }) => {
  const queue = new subject.TypedQueue({ maxBytes: 2 });
  const sent = Array.from({ length: 3 }, () => queue.trySend(message(1, "")));
  check("trySend(), three times", sent, [true, true, false]);
  queue.tryReceive();
  check("trySend() after one was taken", queue.trySend(message(1, "")), true);
}));

Deno.test(fact("T15 receive() that was served is out of reach of a later abort()", {
  call: "queue.receive(0, { signal }); queue.receive(0); queue.trySend(m); abort()",
  idea: "Whoever is served has left the line: an abort that comes later must not touch the next.",
  hint: 3,
}, async ({ subject }) => {
  const queue = new subject.TypedQueue();
  const abort = new AbortController();
  const served = queue.receive(0, { signal: abort.signal });
  const next = queue.receive(0);
  queue.trySend(message(1, "a"));
  abort.abort(); // at once, before anybody can react to being served
  await checkWoken("the served receive()", served);
  check("the served receive()", show(await served), "1:a");
  queue.trySend(message(1, "b"));
  await checkWoken("the next receive()", next);
  check("the next receive()", show(await next), "1:b");
}));
