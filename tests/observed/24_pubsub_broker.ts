// Raw clients of a broker, or a raw broker of a client: what goes over the socket is looked at outside, byte by byte.
import {
  FramePeer,
  joinFrames,
  makeCount,
  makeMessage,
  makeSubscribe,
} from "../harness/frame_peer.ts";
import { leaveNote, readNote } from "../harness/notes.ts";
import type { ObservedCase, Place } from "../harness/observed.ts";
import type { Random } from "../harness/random.ts";
import type * as Stub from "../stubs/24_pubsub_broker.ts";

type Input = {
  act: "broker" | "slow" | "client";
  patterns: string[];
  messages: { topic: string; body: string }[];
  maxQueuedBytes: number;
  pieceBytes: number;
};
/** What a client got: counts, and the texts of each subscription. Or whom a broker threw out. */
type Seen = { counts: number[]; texts: string[][]; evicted: string[] };
type Outside = Seen & { complaint: string };
type Connect = () => Promise<FramePeer>;

const encode = (text: string) => new TextEncoder().encode(text);

export function cases(random: Random): ObservedCase<Input>[] {
  const word = () => random.pick(["a", "b", "c", "é"]);
  const words = () => [word(), word(), word()].slice(random.below(3));
  const make = (act: Input["act"]): Input => {
    const patterns = Array.from({ length: 6 }, () => {
      const some = words().map((one) => random.below(2) > 0 ? "*" : one);
      return [...some, ...random.below(3) > 0 ? [] : ["**"]].join(".");
    });
    const messages = Array.from({ length: 30 }, () => {
      return { topic: words().join("."), body: random.bytes(4).toHex().repeat(random.below(40)) };
    });
    const maxQueuedBytes = 32_768 + random.below(65_536);
    return { act, patterns, messages, maxQueuedBytes, pieceBytes: 1 + random.below(50) };
  };
  return [
    { name: "a broker between clients that it does not know", input: make("broker") },
    { name: "a broker with a client that does not read", input: make("slow") },
    { name: "a client of a broker that it does not know", input: make("client") },
  ];
}

export async function observe(module: typeof Stub, input: Input, place: Place): Promise<Seen> {
  const path = `${place.dir}/broker`;
  const evicted: string[] = [];
  if (input.act !== "client") {
    const onEvict = (why: string) => void evicted.push(why);
    const { maxQueuedBytes } = input;
    await using _broker = await module.startBroker(path, { maxQueuedBytes, onEvict });
    await leaveNote(place, "ready");
    await readNote(place, "done");
    return { counts: [], texts: [], evicted };
  }
  await readNote(place, "ready");
  await using client = await module.BrokerClient.connect(path);
  const loops: AsyncIterable<Stub.Message>[] = [];
  for (const pattern of input.patterns) loops.push(await client.subscribe(pattern));
  const counting = input.messages.map(({ topic, body }) => client.publish(topic, encode(body)));
  const texts = loops.map(async (loop, index) => {
    const texts: string[] = [];
    for await (const { topic, body } of loop) {
      texts.push(`${topic}: ${new TextDecoder().decode(body)}`);
      if (index === 0) break;
    }
    return texts;
  });
  return { counts: await Promise.all(counting), texts: await Promise.all(texts), evicted };
}

export async function attend(input: Input, place: Place): Promise<Outside> {
  const opened: Disposable[] = [];
  const own = <R extends Disposable>(resource: R) => (opened.push(resource), resource);
  const closeAll = () => opened.forEach((one) => one[Symbol.dispose]());
  place.signal.addEventListener("abort", closeAll);
  const address = { transport: "unix", path: `${place.dir}/broker` } as const;
  const seen: Outside = { counts: [], texts: [], evicted: [], complaint: "" };
  try {
    if (input.act === "client") {
      const listener = own(Deno.listen(address));
      await leaveNote(place, "ready");
      await beBroker(async () => new FramePeer(own(await listener.accept())), input, seen);
      return seen;
    }
    await readNote(place, "ready");
    const connect = async () => new FramePeer(own(await Deno.connect(address)));
    const complaint = await (input.act === "slow" ? beSlow : beClients)(connect, input);
    await leaveNote(place, "done");
    return { ...seen, complaint, evicted: [input.act === "slow" ? "slow" : "protocol"] };
  } finally {
    closeAll();
  }
}

async function beClients(connect: Connect, input: Input): Promise<string> {
  const { patterns, messages, pieceBytes } = input;
  const subscribers: FramePeer[] = [];
  for (const pattern of patterns) {
    subscribers.push(await connect());
    await subscribers.at(-1)?.subscribe(pattern);
  }
  const [leaver, rude, publisher] = [await connect(), await connect(), await connect()];
  await leaver.writeBytes(joinFrames(makeMessage("a.b.c", "half")).slice(0, -1));
  leaver.conn.close();
  await rude.write(makeMessage("a.*", "rude"));
  if (await rude.read() !== undefined) return "a topic with a * is not refused";
  for (const { topic, body } of messages) {
    await publisher.writeBytes(joinFrames(makeMessage(topic, body)), pieceBytes);
    const due = patterns.filter((pattern) => fits(topic, pattern)).length;
    const count = await publisher.readCount();
    if (count !== due) return `${topic} is queued for ${count} of ${patterns}, due are ${due}`;
  }
  for (const [index, pattern] of patterns.entries()) {
    for (const { topic, body } of messages.filter(({ topic }) => fits(topic, pattern))) {
      const text = await subscribers[index]?.readText();
      if (text !== `${topic}: ${body}`) return `${pattern} gets ${text}, not ${topic}: ${body}`;
    }
  }
  return "";
}

/** The oracle of patterns is RegExp: all words here are letters. */
function fits(topic: string, pattern: string): boolean {
  const words = pattern.split(".").map((one) => ({ "*": "[^.]+", "**": ".+" })[one] ?? one);
  return new RegExp(`^${words.join("\\.")}$`).test(topic);
}

async function beSlow(connect: Connect, { maxQueuedBytes, messages }: Input): Promise<string> {
  const [slow, quick, publisher] = [await connect(), await connect(), await connect()];
  for (const peer of [slow, quick]) await peer.subscribe("**");
  let queued = slow.byteCount;
  for (let n = 0; n < 4096; n++) {
    const text = `${n} ${messages[n % messages.length]?.body}`.padEnd(4000);
    const count = await publisher.publish("t", text);
    if (await quick.readText() !== `t: ${text}`) return "a quick subscriber gets other messages";
    if (count === 2) queued += joinFrames(makeMessage("t", text)).length;
    if (count === 2) continue;
    await slow.drain();
    const waited = queued - slow.byteCount;
    return waited <= maxQueuedBytes ? "" : `${waited} bytes wait where ${maxQueuedBytes} may`;
  }
  return "a subscriber that does not read is still there after 16 MiB";
}

/** Sends what nobody knows before, and notes in `seen` what has to arrive. */
async function beBroker(accept: Connect, input: Input, seen: Outside): Promise<void> {
  const { patterns, messages, pieceBytes } = input;
  const publisher = await accept();
  const expect = async (
    peer: FramePeer | undefined,
    payload: Uint8Array | undefined,
    what: string,
  ) => {
    if ((await peer?.read())?.toHex() !== payload?.toHex()) seen.complaint ||= what;
  };
  const peers: FramePeer[] = [];
  for (const pattern of patterns) {
    const peer = await accept();
    await expect(peer, makeSubscribe(pattern), `there is no subscribe of ${pattern}`);
    const bodies = [crypto.randomUUID(), crypto.randomUUID()];
    const payloads = [makeSubscribe(pattern), ...bodies.map((body) => makeMessage("é.t", body))];
    await peer.writeBytes(
      joinFrames(...payloads, makeMessage("é", "half")).slice(0, -1),
      pieceBytes,
    );
    seen.texts.push(bodies.map((body) => `é.t: ${body}`).slice(0, peers.length === 0 ? 1 : 2));
    peers.push(peer);
  }
  for (const { topic, body } of messages) {
    await expect(publisher, makeMessage(topic, body), `there is no message to ${topic}`);
    seen.counts.push(crypto.getRandomValues(new Uint32Array(1))[0] ?? 0);
  }
  await publisher.writeBytes(joinFrames(...seen.counts.map(makeCount)), pieceBytes);
  await expect(peers.shift(), undefined, "a loop that was left goes on");
  for (const peer of peers) peer.conn.close();
  await expect(publisher, undefined, "close() does not hang up");
}

export function judge(_input: Input, seen: Seen, outside?: Outside): string | undefined {
  if (outside === undefined) return "nobody came to the other end";
  if (outside.complaint !== "") return outside.complaint;
  for (const what of ["counts", "texts", "evicted"] as const) {
    const [got, due] = [JSON.stringify(seen[what]), JSON.stringify(outside[what])];
    if (got !== due) return `${what} are ${got.slice(0, 200)}, not ${due.slice(0, 200)}`;
  }
  return undefined;
}
