import { check, checkRejects, checkThat, lesson, type TestContext } from "./harness/mod.ts";
import {
  FramePeer,
  joinFrames,
  makeCount,
  makeMessage,
  makeSubscribe,
} from "./harness/frame_peer.ts";
import type * as Stub from "./stubs/24_pubsub_broker.ts";

const { fact } = lesson<typeof Stub>(import.meta);
type Context = TestContext<typeof Stub>;
type Loop = AsyncIterableIterator<Stub.Message>;

const encode = (text: string) => new TextEncoder().encode(text);
const MIB = 1 << 20;

/** Closes it after the test, which waits for that unless it is overdue. */
function closeLater(t: Context, opened: { close(): Promise<void> }): void {
  const overdue = new Promise<void>((resolve) => {
    t.signal.addEventListener("abort", () => resolve());
  });
  t.defer(() => Promise.race([opened.close(), overdue]));
}

/** Closes `resource` after the test, on every path out. */
function own<R extends Disposable>(t: Context, resource: R): R {
  t.defer(() => resource[Symbol.dispose]());
  return resource;
}

async function start(t: Context, o: Stub.BrokerOptions = {}) {
  const path = `${await t.makeTempDir()}/broker`;
  const evicted: string[] = [];
  const broker = await t.subject.startBroker(path, { onEvict: (why) => evicted.push(why), ...o });
  closeLater(t, broker);
  return { broker, path, evicted };
}

async function connect(t: Context, path: string): Promise<Stub.BrokerClient> {
  const client = await t.subject.BrokerClient.connect(path);
  closeLater(t, client);
  return client;
}

// Raw clients and brokers, so that each half of the lesson is judged alone.
const connectRaw = async (t: Context, path: string) =>
  new FramePeer(own(t, await Deno.connect({ transport: "unix", path })));

async function subscribeRaw(t: Context, path: string, pattern: string): Promise<FramePeer> {
  const peer = await connectRaw(t, path);
  await peer.write(makeSubscribe(pattern));
  check("the confirmation", await peer.read(), makeSubscribe(pattern));
  return peer;
}

/** A client of yours, and the broker that it talks to: `accept()` gives its next connection. */
async function connectToRaw(t: Context) {
  const path = `${await t.makeTempDir()}/raw`;
  const listener = own(t, Deno.listen({ transport: "unix", path }));
  const accept = async () => new FramePeer(own(t, await listener.accept()));
  const client = await connect(t, path);
  return { client, broker: await accept(), accept };
}

/** A subscription, confirmed by a raw broker, and that broker's end of it. */
async function subscribeToRaw(t: Context, pattern: string) {
  const { client, accept } = await connectToRaw(t);
  const subscribing = client.subscribe(pattern);
  subscribing.catch(() => {}); // looked at below
  const broker = await accept();
  check("what the broker reads", await broker.read(), makeSubscribe(pattern));
  await broker.write(makeSubscribe(pattern));
  return { client, broker, loop: await subscribing };
}

/** The next message of a loop as text, as in `scale.3: 70 kg`. */
async function read(loop: Loop): Promise<string> {
  const { done, value } = await loop.next();
  return done ? "(the end)" : `${value.topic}: ${new TextDecoder().decode(value.body)}`;
}

/** Lets everything go on that is ready to, in this process: turns of the event loop, not a time. */
async function passTurns(count: number, until = () => false): Promise<void> {
  for (let turn = 0; turn < count && !until(); turn++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

/** What the promise settles to, if it does by now. */
async function soon<T>(promise: Promise<T>): Promise<T | "(still waiting)"> {
  let isSettled = false;
  promise.then(() => isSettled = true, () => isSettled = true);
  await passTurns(200, () => isSettled);
  return isSettled ? await promise : "(still waiting)";
}

async function checkClients(broker: Stub.Broker, count: number): Promise<void> {
  await passTurns(200, () => broker.clients === count);
  check("clients", broker.clients, count);
}

// Checkpoint a: fan-out

Deno.test(fact("T1 publish() reaches each subscriber of the topic, and says how many they are", {
  call: 'publish("scale.3", 70 kg), three clients have subscribed to scale.3, one to scale.4',
  idea: "The publisher knows the topic, not the readers. The broker knows who wants it.",
  hint: 1,
}, async (t) => {
  const { broker, path } = await start(t);
  const subscribe = async (pattern: string) => (await connect(t, path)).subscribe(pattern);
  const loops = [
    await subscribe("scale.3"),
    await subscribe("scale.3"),
    await subscribe("scale.3"),
  ];
  const publisher = await connect(t, path);
  check("queued for", await publisher.publish("scale.3", encode("70 kg")), 3);
  for (const loop of loops) check("the message", await read(loop), "scale.3: 70 kg");
  check(
    "queued for, before anybody wants it",
    await publisher.publish("scale.4", encode("1 kg")),
    0,
  );
  const other = await subscribe("scale.4");
  check("queued for", await publisher.publish("scale.4", encode("2 kg")), 1);
  check("the message", await read(other), "scale.4: 2 kg");
  check("queued for", await publisher.publish("scale.5", encode("3 kg")), 0);
  check("clients: 5, and 4 subscriptions", broker.clients, 9);
}));

Deno.test(fact("T2 startBroker() gives a subscriber the topics that its pattern matches", {
  call: 'subscribe("a.*"), subscribe("a.**") …, then publish("a.b") …',
  idea:
    "* stands for one word, ** at the end for one or more. All other characters mean themselves.",
  hint: 2,
}, async (t) => {
  const words = ["a", "b", "*"];
  const pairs = words.flatMap((one) => words.map((two) => `${one}.${two}`));
  const open = ["**", ...[...words, ...pairs].map((pattern) => `${pattern}.**`)];
  const topics = ["a", "b", "aa", "a.a", "a.b", "b.a", "ab.b", "b.ab", "a.b.a", "b.a.b", "a.b.a.b"];
  topics.push("c+", "cc", "ä.b");
  const { broker, path } = await start(t);
  const publisher = await connectRaw(t, path);
  for (const pattern of [...words, ...pairs, ...open, "*.*.*", "c+", "ä.*"]) {
    t.call(`subscribe("${pattern}"), then publish() to each of ${topics.length} topics`);
    const parts = pattern.replaceAll("+", "\\+").split("**")
      .map((part) => part.replaceAll(".", "\\.").replaceAll("*", "[^.]+"));
    const oracle = new RegExp(`^${parts.join(".+")}$`);
    const subscriber = await subscribeRaw(t, path, pattern);
    const matched: string[] = [];
    for (const topic of topics) if (await publisher.publish(topic, "x") > 0) matched.push(topic);
    check(
      "the topics that it is queued for",
      matched,
      topics.filter((topic) => oracle.test(topic)),
    );
    for (const topic of matched) check("the message", await subscriber.readText(), `${topic}: x`);
    subscriber.conn.close();
    await checkClients(broker, 1);
  }
}));

Deno.test(fact("T3 a message arrives byte for byte, whatever is in it, and however it is cut", {
  call: 'startBroker(path), a client sends 01 01 "a" and a body, one byte at a time',
  idea: "A socket carries bytes, not messages: only the length says where the next one begins.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const { path } = await start(t, { maxQueuedBytes: 16 * MIB });
  const raw = {
    subscriber: await subscribeRaw(t, path, "**"),
    publisher: await connectRaw(t, path),
  };
  const payloads = [makeMessage("a", joinFrames(makeCount(7))), makeMessage("ä".repeat(127), "")];
  await raw.publisher.writeBytes(joinFrames(...payloads), 1);
  for (const payload of payloads) {
    check("the count", await raw.publisher.read(), makeCount(1));
    check("what the subscriber reads", await raw.subscriber.read(), payload);
  }

  t.call('subscribe("**"), the broker sends everything one byte at a time');
  const { broker, loop } = await subscribeToRaw(t, "**");
  const sending = broker.writeBytes(joinFrames(makeMessage("ä.b", "é"), makeMessage("c", "")), 1);
  check("the messages", [await read(loop), await read(loop)], ["ä.b: é", "c: "]);
  await sending;

  t.call("publish(topic, 3 MiB), 3 times, and in the next line the array is filled with 0");
  const client = await connect(t, path);
  const big = await client.subscribe("big.**");
  const body = Uint8Array.from({ length: 3 * MIB }, (_, index) => index * 31 + (index >> 12));
  const bodies = [body, body.subarray(1, MIB), body.subarray(0, 256)].map((part) => part.slice());
  const counts = bodies.map((part, n) => {
    const counted = client.publish(`big.${n}`, part);
    part.fill(0);
    return counted;
  });
  for (const expected of [body, body.subarray(1, MIB), body.subarray(0, 256)]) {
    const { value } = await big.next();
    check("the body", new Uint8Array(value.body), expected.slice());
  }
  check("the counts", await Promise.all(counts), [2, 2, 2]);
}));

Deno.test(fact("T4 subscribe() yields each publisher's messages in their order, none missing", {
  call: 'two clients publish 300 messages each, and wait for no count; subscribe("**")',
  idea: "One queue for each subscriber keeps the order. Between two publishers there is none.",
  hint: 2,
}, async (t) => {
  const { path, evicted } = await start(t);
  const loop = await (await connect(t, path)).subscribe("**");
  const due = Array.from({ length: 300 }, (_, n) => String(n));
  const publishers = [await connect(t, path), await connect(t, path)];
  const counts = publishers.flatMap((publisher, at) =>
    due.map((n) => publisher.publish(["left", "right"][at] ?? "", encode(n)))
  );
  const seen: Record<string, string[]> = { left: [], right: [] };
  check("the counts", (await Promise.all(counts)).filter((count) => count !== 1), []);
  for (const _ of counts) {
    const [topic = "", body = ""] = (await read(loop)).split(": ");
    seen[topic]?.push(body);
  }
  check("the count after that", await publishers[0]?.publish("left", encode("last")), 1);
  check("the message after that", await read(loop), "left: last");
  check("the messages of the first publisher", seen.left, due);
  check("the messages of the second publisher", seen.right, due);
  check("clients thrown out", evicted, []);
}));

// Checkpoint b: bad days

Deno.test(fact("T5 startBroker() throws out who does not read, and nobody else notices", {
  call: "startBroker(path, { maxQueuedBytes: 65536 }), one of three subscribers never reads",
  idea:
    "A publisher feels nobody's speed: publish() only queues. A queue has a limit, and who is " +
    "above it goes: memory has an end, and the others do not wait.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const maxQueuedBytes = 64 << 10;
  const { broker, path, evicted } = await start(t, { maxQueuedBytes });
  const before = await subscribeRaw(t, path, "**");
  const slow = await subscribeRaw(t, path, "**");
  const behind = await subscribeRaw(t, path, "**");
  const publisher = await connectRaw(t, path);
  const frameBytes = 8192; // eight of them fill the queue exactly
  let queued = 0;
  for (let n = 0; n < 1024 && evicted.length === 0; n++) {
    t.call(`publish(8 KiB), time ${n + 1}; one of three subscribers never reads`);
    const payload = makeMessage("t", new Uint8Array(frameBytes - 4 - 3).fill(n));
    await publisher.write(payload);
    const count = await soon(publisher.readCount());
    check("queued for", count, evicted.length === 0 ? 3 : 2);
    for (const peer of [before, behind]) check("a quick one reads", await peer.read(), payload);
    if (count === 3) queued += frameBytes;
  }
  check("who is thrown out after 8 MiB at most", evicted, ["slow"]);
  checkThat(queued >= maxQueuedBytes, "64 KiB may wait", `thrown out after ${queued} bytes`);
  check("the end of the slow one", await soon(slow.drain()), undefined);
  // what it has read now, the kernel had taken; the rest was still in the broker
  const waited = queued + joinFrames(makeSubscribe("**")).length - slow.byteCount;
  checkThat(waited <= maxQueuedBytes, "at most 65536 bytes wait", `${waited} bytes have waited`);
  check("queued for, after that", await publisher.publish("t", "x"), 2);
  await checkClients(broker, 3);
  check("clients thrown out", evicted, ["slow"]);
}));

Deno.test(fact("T6 startBroker() throws out who breaks the format, and nobody else notices", {
  call: "startBroker(path), a client sends what is no frame",
  idea: "Whatever comes out of a socket may be anything. It costs its sender the connection.",
  hint: 2,
}, async (t) => {
  const { broker, path, evicted } = await start(t);
  const subscriber = await subscribeRaw(t, path, "**");
  const publisher = await connectRaw(t, path);
  const good = makeMessage("t", "from a bad one");
  const bad: [string, Uint8Array][] = [["GET / HTTP/1.1", encode("GET / HTTP/1.1\r\n\r\n")]];
  const frames: [string, ...Uint8Array[]][] = [
    ["an empty frame", new Uint8Array()],
    ["a kind that there is not", Uint8Array.of(9, 1, 97)],
    ["a count", makeCount(1)],
    ["a message without a topic's length", Uint8Array.of(1)],
    ["a topic that is longer than the frame", Uint8Array.of(1, 3, 97, 98)],
    ["a topic that is no UTF-8", Uint8Array.of(1, 1, 0x80)],
    ["a pattern that is no UTF-8", Uint8Array.of(2, 0xff)],
    ...["", "a..b", ".a", "a.*", "a*", "**"].map((topic): [string, Uint8Array] => [
      `the topic "${topic}"`,
      makeMessage(topic, ""),
    ]),
    ...["", "a..b", "a*.b", "**.a", "***"].map((pattern): [string, Uint8Array] => [
      `the pattern "${pattern}"`,
      makeSubscribe(pattern),
    ]),
    ["two subscribes", makeSubscribe("nobody"), makeSubscribe("nobody")],
    ["a message after a subscribe", makeSubscribe("nobody"), good],
  ];
  bad.push(...frames.map(([what, ...rest]): [string, Uint8Array] => [what, joinFrames(...rest)]));
  for (const [index, [what, bytes]] of bad.entries()) {
    t.call(`startBroker(path), a client sends ${what}, and then a good message`);
    const raw = await connectRaw(t, path);
    await raw.writeBytes(Uint8Array.from([...bytes, ...joinFrames(good)]));
    if (what.includes("subscribe")) await raw.read(); // its confirmation
    check("what it reads then", await soon(raw.read()), undefined);
    check("queued for", await publisher.publish("t", "from a good one"), 1);
    check("what the subscriber reads", await subscriber.readText(), "t: from a good one");
    check("who is thrown out", evicted, Array(index + 1).fill("protocol"));
  }
  check("clients", broker.clients, 2);
}));

Deno.test(fact("T7 subscribe() resolves when the broker has confirmed it, and loses nothing", {
  call: 'subscribe("a"), the broker does not confirm it yet',
  idea: "To have asked is not to have it. What is published before the answer may be missed.",
  hint: 3,
}, async (t) => {
  const { client, accept } = await connectToRaw(t);
  let isSubscribed = false;
  const subscribing = client.subscribe("a").then((loop) => (isSubscribed = true, loop));
  subscribing.catch(() => {}); // looked at below
  const broker = await accept();
  check("what the broker reads", await broker.read(), makeSubscribe("a"));
  const sent = joinFrames(makeSubscribe("a"), makeMessage("a", "1"), makeMessage("a", "2"));
  for (const part of [sent.subarray(0, 5), sent.subarray(5)]) {
    await passTurns(20);
    checkThat(!isSubscribed, "subscribe() waits for the confirmation", "it resolves before");
    await broker.writeBytes(part);
  }
  const loop = await subscribing;
  check("what came with the confirmation", [await read(loop), await read(loop)], ["a: 1", "a: 2"]);
}));

Deno.test(fact("T8 subscribe() ends one subscription, and only that, by a break in its loop", {
  call: 'for await (… of await client.subscribe("a")) break',
  idea: "break calls the iterator's return(): that is the place to hang up.",
  hint: 3,
}, async (t) => {
  const { broker, path, evicted } = await start(t);
  const client = await connect(t, path);
  const other = await client.subscribe("a");
  const loop = await client.subscribe("a");
  check("queued for", await client.publish("a", encode("1")), 2);
  for await (const _ of loop) break;
  await checkClients(broker, 2);
  check("queued for", await client.publish("a", encode("2")), 1);
  check("what the other one yields", [await read(other), await read(other)], ["a: 1", "a: 2"]);
  check("clients thrown out", evicted, []);
}));

Deno.test(fact("T9 startBroker() delivers nothing of a frame whose sender leaves in the middle", {
  call: "startBroker(path), a publisher leaves after 1 byte of its frame, another after 2 …",
  idea: "End-of-file inside a frame is a sender that died. Half a message is none.",
  hint: 3,
}, async (t) => {
  const { broker, path, evicted } = await start(t);
  const subscriber = await subscribeRaw(t, path, "**");
  const frame = joinFrames(makeMessage("t", "half"));
  for (let end = 0; end < frame.length; end++) {
    const raw = await connectRaw(t, path);
    await raw.writeBytes(frame.subarray(0, end));
    raw.conn.close();
  }
  const publisher = await connectRaw(t, path);
  check("queued for", await publisher.publish("t", "whole"), 1); // by now all have been accepted
  await checkClients(broker, 2);
  check("queued for", await publisher.publish("t", "last"), 1);
  const texts = [await subscriber.readText(), await subscriber.readText()];
  check("what the subscriber reads", texts, ["t: whole", "t: last"]);
  check("clients thrown out", evicted, []); // they have left by themselves

  t.call('subscribe("t"), the broker hangs up in the middle of a message');
  const { broker: raw, loop } = await subscribeToRaw(t, "t");
  await raw.writeBytes(
    joinFrames(makeMessage("t", "whole"), makeMessage("t", "half")).slice(0, -1),
  );
  raw.conn.close();
  check("what the loop yields", [await read(loop), await read(loop)], ["t: whole", "(the end)"]);
}));

Deno.test(
  fact("T10 close() hangs up on everybody, also on who does not read, and removes the name", {
    call: "broker.close(), 1 MiB waits for a client that does not read",
    idea:
      "A write that waits for a slow reader ends when its socket is closed. Do not wait for it.",
    hint: 3,
  }, async (t) => {
    const { broker, path, evicted } = await start(t, { maxQueuedBytes: 4 * MIB });
    const client = await connect(t, path);
    const ends = [read(await client.subscribe("quiet")), read(await client.subscribe("silent"))];
    await subscribeRaw(t, path, "big"); // and reads no more
    for (let n = 0; n < 3; n++) await client.publish("big", new Uint8Array(MIB)); // cannot fit the socket
    await Promise.all([broker.close(), broker.close()]);
    check("what the loops yield", await Promise.all(ends), ["(the end)", "(the end)"]);
    check("clients", broker.clients, 0);
    check("clients thrown out", evicted, []);
    await checkRejects("Deno.lstat(path)", () => Deno.lstat(path), Deno.errors.NotFound);
    const publish = () => client.publish("big", new Uint8Array());
    await checkRejects("publish()", publish, Deno.errors.NotConnected);

    t.call("startBroker(path), another broker has the name");
    await using _next = await t.subject.startBroker(path);
    const again = () => t.subject.startBroker(path);
    await checkRejects("startBroker()", again, Deno.errors.AddrInUse);
  }),
);

Deno.test(fact("T11 startBroker() throws out a publisher that does not read its counts", {
  call: "startBroker(path, { maxQueuedBytes: 65536 }), a publisher only writes",
  idea: "Each client has one queue and one limit, whatever waits in it: messages or counts.",
  hint: 2,
}, async (t) => {
  const { path, evicted } = await start(t, { maxQueuedBytes: 64 << 10 });
  const subscriber = await subscribeRaw(t, path, "last");
  const deaf = await connectRaw(t, path);
  const publisher = await connectRaw(t, path);
  const frames = joinFrames(...Array<Uint8Array>(1000).fill(makeMessage("t", "")));
  for (let n = 0; n < 200 && evicted.length === 0; n++) {
    await deaf.writeBytes(frames);
    await publisher.publish("t", ""); // when this is answered, the broker has had its turn
  }
  check("who is thrown out after 200 000 messages at most", evicted, ["slow"]);
  check("queued for", await publisher.publish("last", "x"), 1);
  check("what the subscriber reads", await subscriber.readText(), "last: x");
}));

Deno.test(fact("T12 subscribe() reads no faster than its loop, and holds up nobody else", {
  call: 'client.subscribe("t"), and no loop over it',
  idea: "Who reads ahead moves the queue into the wrong memory. Leave it in the socket: the " +
    "kernel stops the broker, and its limit does the rest.",
  hint: 3,
  startsChildren: true,
}, async (t) => {
  const { path, evicted } = await start(t, { maxQueuedBytes: 64 << 10 });
  const client = await connect(t, path);
  const idle = await client.subscribe("t");
  const busy = await client.subscribe("other");
  const publisher = await connectRaw(t, path);
  const body = "x".repeat(8000);
  for (let n = 0; n < 1024 && evicted.length === 0; n++) await publisher.publish("t", body);
  check("who is thrown out after 8 MiB at most", evicted, ["slow"]);
  check("queued for", await client.publish("other", encode("y")), 1);
  check("what the other loop yields", await read(busy), "other: y");
  check("the first message of the idle one", await read(idle), `t: ${body}`);
}));

Deno.test(
  fact("T13 startBroker() takes a frame as long as a queue, 262144 bytes, and none longer", {
    call: "startBroker(path), a frame of 262144 bytes is published",
    idea:
      "A frame that no queue could ever hold is a claim on your memory. Refuse it by its length.",
    hint: 3,
  }, async (t) => {
    for (const maxQueuedBytes of [undefined, 1000]) {
      t.call(
        `startBroker(path, { maxQueuedBytes: ${maxQueuedBytes} }), a frame as long as a queue`,
      );
      const { path, evicted } = await start(t, { maxQueuedBytes });
      const subscriber = await subscribeRaw(t, path, "**");
      const publisher = await connectRaw(t, path);
      await passTurns(20); // the confirmation waits no more
      const longest = makeMessage("t", new Uint8Array((maxQueuedBytes ?? 262144) - 4 - 3));
      await publisher.write(longest);
      check("queued for", await publisher.readCount(), 1);
      check("what the subscriber reads", await subscriber.read(), longest);
      await publisher.write(Uint8Array.from([...longest, 0]));
      check("what the publisher of one byte more reads", await publisher.read(), undefined);
      check("who is thrown out", evicted, ["protocol"]);
    }
  }),
);

Deno.test(fact("T14 BrokerClient refuses by itself what the broker would throw it out for", {
  call: 'publish("", body)',
  idea: "A mistake of the caller is told to the caller, before it costs the connection.",
  hint: 3,
}, async (t) => {
  const { path, evicted } = await start(t);
  const client = await connect(t, path);
  const publish = (topic: string) => () => client.publish(topic, new Uint8Array());
  for (const topic of ["", "a..b", "a.", "a.*", "a*", "**"]) {
    t.call(`publish("${topic}", body)`);
    await checkRejects("publish()", publish(topic), TypeError);
  }
  t.call("publish(a topic of 255 bytes, body), then of 256");
  check("queued for", await client.publish("ä".repeat(127) + "a", new Uint8Array()), 0);
  await checkRejects("publish()", publish("ä".repeat(128)), RangeError);
  for (const pattern of ["", "a..b", "a*", "**.a", "***"]) {
    t.call(`subscribe("${pattern}")`);
    await checkRejects("subscribe()", () => client.subscribe(pattern), TypeError);
  }
  check("queued for", await client.publish("a", new Uint8Array()), 0);
  check("clients thrown out", evicted, []);
}));

Deno.test(fact("T15 BrokerClient leaves nobody waiting when a connection ends", {
  call: "publish(), 3 times; the broker answers one, and hangs up in the next answer",
  idea: "No answer will come any more: whoever reads must say so to everybody who waits.",
  hint: 3,
}, async (t) => {
  const { NotConnected } = Deno.errors;
  const { client, broker, accept } = await connectToRaw(t);
  const publish = (to: Stub.BrokerClient) => {
    const counted = to.publish("a", encode("x"));
    counted.catch(() => {}); // looked at below
    return counted;
  };
  const subscribing = client.subscribe("a");
  subscribing.catch(() => {}); // looked at below
  (await accept()).conn.close();
  const counts = [publish(client), publish(client), publish(client)];
  for (const _ of counts) check("the broker reads", await broker.read(), makeMessage("a", "x"));
  await broker.writeBytes(joinFrames(makeCount(70_000), makeCount(5)).slice(0, -1));
  broker.conn.close();
  check("the count of the first one", await counts[0], 70_000);
  for (const count of counts.slice(1)) {
    await checkRejects("publish()", () => soon(count), NotConnected);
  }
  await checkRejects("a later publish()", () => publish(client), NotConnected);
  await checkRejects("subscribe()", () => subscribing, NotConnected);

  t.call("publish(), then client.close()");
  const { client: closed, broker: raw, loop } = await subscribeToRaw(t, "a");
  const pending = publish(closed);
  const end = read(loop);
  await Promise.all([closed.close(), closed.close()]);
  await checkRejects("publish()", () => soon(pending), NotConnected);
  check("what the loop yields", await soon(end), "(the end)");
  check("what the broker reads", await raw.read(), undefined);
  await checkRejects("a later publish()", () => publish(closed), NotConnected);

  t.call("subscribe(), and in the next line client.close()");
  const { broker: real, path } = await start(t);
  const disposed = await connect(t, path);
  const early = disposed.subscribe("a");
  early.catch(() => {}); // looked at below
  await disposed[Symbol.asyncDispose]();
  await checkRejects("subscribe()", () => early, NotConnected);

  t.call("subscribe() after client.close() and broker.close()");
  const last = await connect(t, path);
  await Promise.all([last.close(), real.close()]);
  await checkRejects("subscribe()", () => last.subscribe("a"), NotConnected);
}));

Deno.test(fact("T16 BrokerClient hangs up on a broker that breaks the format, and rejects", {
  call: "publish(), the broker answers by what is no count",
  idea: "An answer that makes no sense is no answer. Say so: to guess would be worse.",
  hint: 3,
}, async (t) => {
  const nonsense = [makeMessage("a", "x"), makeSubscribe("a"), Uint8Array.of(3, 0, 0, 1)];
  for (const payload of [...nonsense, new Uint8Array()]) {
    t.call(`publish(), the broker answers by [${payload}]`);
    const { client, broker } = await connectToRaw(t);
    const running = client.publish("a", encode("x"));
    running.catch(() => {}); // looked at below
    await broker.read();
    await broker.write(payload);
    await checkRejects("publish()", () => running, TypeError);
    check("what the broker reads then", await broker.read(), undefined);
  }
  for (
    const payload of [
      makeCount(1),
      makeSubscribe("a"),
      Uint8Array.of(1, 1, 0xff),
      Uint8Array.of(1),
      Uint8Array.of(1, 9, 97),
    ]
  ) {
    t.call(`subscribe("a"), the broker sends [${payload}] for a message`);
    const { broker, loop } = await subscribeToRaw(t, "a");
    await broker.write(payload);
    await checkRejects("the loop", () => loop.next(), TypeError);
    check("what the broker reads then", await broker.read(), undefined);
  }
  t.call('subscribe("a"), the broker sends a message in place of the confirmation');
  const { client, accept } = await connectToRaw(t);
  const subscribing = client.subscribe("a");
  subscribing.catch(() => {}); // looked at below
  const broker = await accept();
  await broker.write(makeMessage("a", "x"));
  await checkRejects("subscribe()", () => subscribing, TypeError);
  check("what the broker reads", await broker.read(), makeSubscribe("a"));
  check("what the broker reads then", await broker.read(), undefined);
}));
