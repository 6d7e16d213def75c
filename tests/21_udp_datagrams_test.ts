import {
  check,
  checkRejects,
  checkThat,
  lesson,
  ManualClock,
  type TestContext,
} from "./harness/mod.ts";
import { type Fate, ScriptedNet } from "./harness/scripted_net.ts";
import { RawUdp } from "./harness/raw_udp.ts";
import type * as Stub from "./stubs/21_udp_datagrams.ts";

const { fact } = lesson<typeof Stub>(import.meta);

type Context = TestContext<typeof Stub>;

const RETRIES = 2;
const TIMEOUT_MS = 250;
/** How often time may pass before a message of T8 counts as never arriving. */
const TURNS_MAX = 200;
const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
/** A message's datagram: its number in four bytes, then the message. */
const datagram = (seq: number, text: string) => Uint8Array.of(0, 0, 0, seq, ...encode(text));
const ack = (seq: number) => Uint8Array.of(0, 0, 0, seq);

/** A bare socket, so that the port is judged by the kernel. */
function openRaw(t: Context): RawUdp {
  const raw = new RawUdp();
  t.defer(() => raw[Symbol.dispose]());
  return raw;
}

async function openPort(t: Context): Promise<Stub.Port> {
  const port = await t.subject.udpPort();
  t.defer(() => port.close());
  return port;
}

/** A learner's sender on a scripted net, the peer's port in the test's hands, and a clock that counts. */
function openSender(t: Context, fates: Fate[] = []) {
  const net = new ScriptedNet(fates);
  const [port, peer] = [net.open("sender"), net.open("peer")];
  const clock = new ManualClock();
  const delays: number[] = [];
  const delay = (ms: number, signal: AbortSignal) => {
    delays.push(ms);
    return clock.delay(ms, signal);
  };
  const o = { timeoutMs: TIMEOUT_MS, retries: RETRIES, delay };
  const reliable = new t.subject.Reliable(port, "peer", o);
  t.defer(() => port.close());
  /** Starts to send; `isDone()` tells whether that has ended, in whatever way. */
  const start = (text: string | Uint8Array) => {
    let isDone = false;
    const sending = reliable.send(typeof text === "string" ? encode(text) : text);
    sending.then(() => isDone = true, () => isDone = true); // looked at later
    return { ended: sending, isDone: () => isDone };
  };
  return { net, port, peer, clock, delays, start };
}

/** A learner's receiver on a scripted net, with a sender's port in the test's hands. */
function openReceiver(t: Context, on: (text: string, from: string) => void | Promise<void>) {
  const net = new ScriptedNet();
  const [port, sender] = [net.open("receiver"), net.open("sender")];
  const stop = new AbortController();
  const serving = t.subject.serveReliable(port, (m, from) => on(decode(m), from), {
    signal: stop.signal,
  });
  serving.catch(() => {}); // looked at by those tests that stop it
  t.defer(() => stop.abort());
  const listAcks = () => net.sentBy("receiver").map((bytes) => bytes.join(" "));
  return { net, port, sender, stop, serving, listAcks };
}

Deno.test(fact("T1 udpPort() keeps the edges: two sends are two receives, an empty one too", {
  call: "const port = await udpPort(), then port.receive() and port.send()",
  idea: "A datagram arrives whole or not at all. Nothing is glued, nothing is cut.",
  hint: 1,
}, async (t) => {
  const port = await openPort(t);
  const raw = openRaw(t);
  const texts = ["one", "two", ""];
  for (const text of texts) await raw.send(encode(text), port.address);
  const kept: Uint8Array[] = [];
  for (const text of texts) {
    const { data, from } = await port.receive();
    check("what was received", decode(data), text);
    check("from", from, raw.address);
    kept.push(data);
  }
  check("what was received, looked at later", kept.map(decode), texts);
  for (const text of texts) {
    await port.send(encode(text), raw.address);
    const { data, from } = await raw.receive();
    check("what was sent", decode(data), text);
    check("from", from, port.address);
  }
}));

Deno.test(fact("T2 receive() returns the first 1200 bytes of a datagram, and the rest is gone", {
  call: "port.receive(), a datagram of 2000 bytes has come, then another one",
  idea:
    "What does not fit into the buffer is thrown away. A stream would keep it for the next read.",
  hint: 1,
}, async (t) => {
  const port = await openPort(t);
  const raw = openRaw(t);
  const long = Uint8Array.from({ length: 2000 }, (_, index) => index * 7);
  await raw.send(long, port.address);
  await raw.send(encode("next"), port.address);
  check("the first datagram", (await port.receive()).data, long.subarray(0, 1200));
  check("the second datagram", decode((await port.receive()).data), "next");
}));

Deno.test(fact("T3 send() succeeds where nobody listens, and the port goes on", {
  call: 'port.send(data, "127.0.0.1:…"), an address that nobody has',
  idea: "Sent is not received: the kernel takes the datagram and asks nobody.",
  hint: 1,
}, async (t) => {
  const port = await openPort(t);
  const gone = await openPort(t);
  gone.close();
  await port.send(encode("hello?"), gone.address);
  await port.send(encode("hello?"), gone.address);
  await openRaw(t).send(encode("I am here"), port.address);
  check("what was received", decode((await port.receive()).data), "I am here");
}));

Deno.test(fact("T4 send() takes 1200 bytes, and rejects one more with RangeError", {
  call: "port.send(1201 bytes, to)",
  idea:
    "Up to 1200 bytes travel in one packet on every usual way. Larger ones are cut on the way, and " +
    "one lost part loses all.",
  hint: 1,
}, async (t) => {
  const port = await openPort(t);
  const raw = openRaw(t);
  const tooLong = () => port.send(new Uint8Array(1201), raw.address);
  await checkRejects("the call", tooLong, RangeError);
  t.call("port.send(1200 bytes, to)");
  await port.send(new Uint8Array(1200), raw.address);
  const { data } = await raw.receive();
  check("the bytes of the first datagram that arrives", data.length, 1200);
}));

Deno.test(fact("T5 close() ends a receive() that waits, and may be called again", {
  call: "port.receive(), then port.close(), twice",
  idea: "Whoever waits must hear that nothing will come any more.",
  hint: 1,
}, async (t) => {
  const port = await openPort(t);
  const waiting = port.receive();
  waiting.catch(() => {}); // looked at below
  port.close();
  port.close();
  await checkRejects("the call that waits", () => waiting, Error);
  await checkRejects("a later receive()", () => port.receive(), Error);
  await checkRejects("a later send()", () => port.send(encode("?"), port.address), Error);
}));

Deno.test(fact("T6 send() sends the same datagram again when no ACK comes in time", {
  call: 'new Reliable(port, peer, { timeoutMs: 250, … }).send("hello"), the net loses it',
  idea: "Number, ACK, timeout, retry: without an ACK only time tells that a datagram was lost.",
  hint: 2,
}, async (t) => {
  const { net, peer, clock, delays, start } = openSender(t, ["is lost"]);
  const sending = start("hello");
  await net.rest();
  check("send() has ended before any ACK", sending.isDone(), false);
  check("the delays that it waits for", clock.pending, [TIMEOUT_MS]);
  clock.fire();
  const { data, from } = await peer.receive();
  check("what arrives", data, datagram(1, "hello"));
  check("what was sent", net.sentBy("sender"), [data, data]);
  await peer.send(ack(1), from);
  await sending.ended;
  check("all delays", delays, [TIMEOUT_MS, TIMEOUT_MS]);
  check("the delays that are left", clock.pending, []);
}));

Deno.test(fact("T7 serveReliable() delivers once what comes twice, and acknowledges both", {
  call: "serveReliable(port, on, { signal }), message 1 comes again because its ACK was lost",
  idea: "The ACK can be lost, too. Then the sender asks again: answer again, but deliver once.",
  hint: 2,
}, async (t) => {
  const delivered: string[] = [];
  const { net, sender, listAcks } = openReceiver(t, (text) => void delivered.push(text));
  await sender.send(Uint8Array.of(0, 0, 7), "receiver"); // too short for a number: nobody's message
  const came = [[1, "one"], [1, "one"], [2, ""], [1, "one"], [4, "four"]] as const; // 3 was given up
  for (const [seq, text] of came) {
    await sender.send(datagram(seq, text), "receiver");
  }
  await net.rest();
  check("what was delivered", delivered, ["one", "", "four"]);
  check("the ACKs", listAcks(), ["0 0 0 1", "0 0 0 1", "0 0 0 2", "0 0 0 1", "0 0 0 4"]);
}));

Deno.test(
  fact("T8 both halves deliver once and in order, whatever becomes of the first 3 datagrams", {
    call: 'reliable.send("one"), reliable.send("two"), with serveReliable() behind a bad net',
    idea:
      "Lost, doubled or late, data or ACK: the number tells what is new, the ACK what has arrived.",
    hint: 3,
  }, async (t) => {
    const fates: Fate[] = ["arrives", "is lost", "comes twice", "is late"];
    const scripts = fates.flatMap((a) => fates.flatMap((b) => fates.map((c) => [a, b, c])));
    for (const script of scripts) {
      t.call(`send("one"), send("two"); the first datagram ${script.join(", the next ")}`);
      const net = new ScriptedNet(script);
      const [port, peer] = [net.open("sender"), net.open("receiver")];
      const stop = new AbortController();
      const delivered: string[] = [];
      const on = (m: Uint8Array) => void delivered.push(decode(m));
      const serving = t.subject.serveReliable(peer, on, { signal: stop.signal });
      const clock = new ManualClock();
      const o = { timeoutMs: TIMEOUT_MS, retries: TURNS_MAX, delay: clock.delay };
      const reliable = new t.subject.Reliable(port, "receiver", o);
      let isDone = false;
      const sending = Promise.all([reliable.send(encode("one")), reliable.send(encode("two"))])
        .finally(() => isDone = true);
      sending.catch(() => {}); // looked at below
      for (let turn = 0; turn < TURNS_MAX && !isDone; turn++) {
        await net.passTurn(); // all is at rest then: time may pass
        clock.fire();
      }
      checkThat(isDone, "both calls end", `they still wait; ${delivered.length} were delivered`);
      await sending;
      stop.abort();
      await serving;
      port.close();
      check("what was delivered", delivered, ["one", "two"]);
    }
  }),
);

Deno.test(fact("T9 send() gives up with TimedOut after its retries, and the next one starts anew", {
  call: "new Reliable(port, peer, { retries: 2, … }).send(m), nobody answers",
  idea:
    "Nobody can wait for ever. And what waits for an ACK when time is up still waits: use it again.",
  hint: 3,
}, async (t) => {
  const { net, port, peer, clock, start } = openSender(t);
  const sending = start("anybody?");
  for (let tries = 1; tries <= RETRIES + 1; tries++) {
    await net.rest();
    check("datagrams sent", net.sentBy("sender").length, tries);
    clock.fire();
  }
  await net.rest();
  check("send() still waits after its last try", !sending.isDone(), false);
  await checkRejects("send()", () => sending.ended, Deno.errors.TimedOut);

  t.call("reliable.send(m) after that, and the peer is back");
  const next = start("and now?");
  await net.rest();
  check("its datagram", net.sentBy("sender").at(-1), datagram(2, "and now?"));
  await peer.send(ack(2), "sender");
  await net.rest();
  check("send() has ended with its ACK", next.isDone(), true);
  await next.ended;
  const last = start("somebody closes the port");
  await net.rest();
  port.close();
  await checkRejects("send()", () => last.ended, Deno.errors.BadResource);
}));

Deno.test(fact("T10 serveReliable() counts for each sender on its own", {
  call: "serveReliable(port, on, { signal }), two senders begin with number 1",
  idea: "A number says something only together with the address that it comes from.",
  hint: 3,
}, async (t) => {
  const delivered: string[] = [];
  const { net, sender } = openReceiver(t, (text, from) => void delivered.push(`${from}: ${text}`));
  const other = net.open("other sender");
  await sender.send(datagram(1, "one"), "receiver");
  await other.send(datagram(1, "uno"), "receiver");
  await sender.send(datagram(2, "two"), "receiver");
  await other.send(datagram(2, "due"), "receiver");
  await net.rest();
  const expected = ["sender: one", "other sender: uno", "sender: two", "other sender: due"];
  check("what was delivered", delivered, expected);
  const addressees = net.sent.filter(({ from }) => from === "receiver").map(({ to }) => to);
  check("to whom the ACKs went", addressees, ["sender", "other sender", "sender", "other sender"]);
}));

Deno.test(fact("T11 send() is ended by its own ACK from its own peer, and by nothing else", {
  call: "reliable.send(m), message 2, and other datagrams come",
  idea:
    "Anything may arrive: old, foreign, broken. It is no ACK, no reason to send again, and no " +
    "reason to wait longer.",
  hint: 3,
}, async (t) => {
  const { net, peer, clock, delays, start } = openSender(t);
  const first = start("one");
  await net.rest();
  await peer.send(ack(1), "sender");
  await first.ended;
  const second = start("two");
  const stranger = net.open("stranger");
  const checkNoEffect = async (what: string) => {
    await net.rest();
    check(`send() has ended by ${what}`, second.isDone(), false);
    check("datagrams sent", net.sentBy("sender").length, 2);
    check("delays begun", delays.length, 2);
  };
  await checkNoEffect("itself");
  await peer.send(ack(1), "sender");
  await checkNoEffect("the ACK of message 1, which came twice");
  await stranger.send(ack(2), "sender");
  await checkNoEffect("an ACK from a stranger");
  await peer.send(Uint8Array.of(0, 0, 2), "sender");
  await checkNoEffect("3 bytes");
  await peer.send(datagram(2, "!"), "sender");
  await checkNoEffect("5 bytes");
  await peer.send(ack(2), "sender");
  await net.rest();
  check("send() has ended by its ACK", second.isDone(), true);
  check("the delays that are left", clock.pending, []);
}));

Deno.test(fact("T12 serveReliable() acknowledges when on() has ended, and not if it has failed", {
  call: "serveReliable(port, on, { signal }), on() takes its time, then fails once",
  idea: "An ACK says: you need not send this again. Say it when that is true.",
  hint: 3,
}, async (t) => {
  let gate = Promise.withResolvers<void>();
  const calls: string[] = [];
  const { net, sender, listAcks } = openReceiver(t, (text) => {
    calls.push(text);
    return gate.promise;
  });
  await sender.send(datagram(1, "one"), "receiver");
  await sender.send(datagram(1, "one"), "receiver"); // impatient: on() still works
  await net.rest();
  check("the ACKs while on() works", listAcks(), []);
  gate.reject(new Error("the disk is full"));
  gate = Promise.withResolvers();
  await net.rest();
  check("the ACKs after on() has failed", listAcks(), []);
  check("what on() was called with", calls, ["one", "one"]);
  await sender.send(datagram(2, "two"), "receiver");
  gate.resolve();
  await net.rest();
  check("the ACKs after on() has ended", listAcks(), ["0 0 0 1", "0 0 0 2"]);
  check("what on() was called with", calls, ["one", "one", "two"]);
}));

Deno.test(fact("T13 send() waits for the messages before it, and keeps the bytes of its call", {
  call: "reliable.send(m), reliable.send(m) at once, then m is changed",
  idea:
    "Stop and wait: one message is under way at a time. Until its turn comes, nobody may change it.",
  hint: 3,
}, async (t) => {
  const { net, peer, clock, start } = openSender(t, Array(RETRIES + 1).fill("is lost"));
  const m = encode("first");
  const first = start(m);
  m.set(encode("again"));
  const second = start(m);
  m.set(encode("third"));
  for (let tries = 1; tries <= RETRIES + 1; tries++) {
    await net.rest();
    check("what was sent", net.sentBy("sender"), Array(tries).fill(datagram(1, "first")));
    clock.fire();
  }
  await checkRejects("the first send()", () => first.ended, Deno.errors.TimedOut);
  await net.rest();
  check("what was sent then", net.sentBy("sender").at(-1), datagram(2, "again"));
  await peer.send(ack(2), "sender");
  await net.rest();
  check("the second send() has ended", second.isDone(), true);
  await second.ended;
}));

Deno.test(fact("T14 send() rejects a message that is too long at once, and takes the next one", {
  call: "reliable.send(1197 bytes), then 1196 bytes",
  idea: "4 bytes of each datagram belong to the number. No retry makes a message shorter.",
  hint: 3,
}, async (t) => {
  const { net, peer, clock, start } = openSender(t);
  const long = start(new Uint8Array(1197));
  await net.rest();
  check("send() has ended", long.isDone(), true);
  await checkRejects("send()", () => long.ended, RangeError);
  check("the delays that are left", clock.pending, []);
  const next = start(new Uint8Array(1196));
  await net.rest();
  const [sent = new Uint8Array()] = net.sentBy("sender");
  check("the bytes sent for the next message", sent.length, 1200);
  await peer.send(sent.slice(0, 4), "sender"); // whatever its number is
  await net.rest();
  check("the next send() has ended", next.isDone(), true);
}));

Deno.test(fact("T15 serveReliable() finishes its message when aborted, and closes its port", {
  call: "serveReliable(port, on, { signal }), aborted while on() works",
  idea: "Closing the port ends a receive() that waits: no other call could.",
  hint: 3,
}, async (t) => {
  const gate = Promise.withResolvers<void>();
  const log: string[] = [];
  const on = async () => {
    await gate.promise;
    log.push("on() ends");
  };
  const { net, port, sender, stop, serving } = openReceiver(t, on);
  await sender.send(datagram(1, "one"), "receiver");
  const served = serving.then(() => void log.push("serveReliable() resolves"));
  await net.rest();
  stop.abort();
  await net.rest();
  gate.resolve();
  await served;
  check("what happened", log, ["on() ends", "serveReliable() resolves"]);
  const closed = (port: Stub.Port) => () => port.send(ack(0), "sender");
  await checkRejects("port.send() after that", closed(port), Deno.errors.BadResource);

  t.call("serveReliable(port, on, { signal }), aborted while it waits");
  const idle = openReceiver(t, () => {});
  await net.rest();
  idle.stop.abort();
  await idle.serving;
  await checkRejects("port.send() after that", closed(idle.port), Deno.errors.BadResource);

  t.call("serveReliable(port, on, { signal }), aborted before");
  const port2 = new ScriptedNet().open("late");
  await t.subject.serveReliable(port2, () => {}, { signal: AbortSignal.abort() });
  await checkRejects("port.send() after that", closed(port2), Deno.errors.BadResource);

  t.call("serveReliable(port, on, { signal }), somebody closes its port");
  const broken = openReceiver(t, () => {});
  await net.rest();
  broken.port.close();
  await checkRejects("serveReliable()", () => broken.serving, Deno.errors.BadResource);
}));
