import { leaveNote, readNote } from "../harness/notes.ts";
import type { ObservedCase, Place } from "../harness/observed.ts";
import type { Random } from "../harness/random.ts";
import { RawUdp } from "../harness/raw_udp.ts";
import type * as Stub from "../stubs/21_udp_datagrams.ts";

/** How many copies of each message the peer loses; -1: all of them. */
type Sending = { kind: "sending"; texts: string[]; losses: number[] };
/** What two senders send by turns. Where a message fails, on() throws. */
type Step = { by: number; seq: number; text: string; fails: boolean };
type Receiving = { kind: "receiving"; steps: Step[] };
/** Datagrams of these sizes, each with its own byte in it. */
type Edges = { kind: "edges"; sizes: number[]; byte: number };
type Input = Sending | Receiving | Edges;

const RETRIES = 2;
const TIMEOUT_MS = 77;
const encode = (text: string) => new TextEncoder().encode(text);
const datagram = (seq: number, text = "") => Uint8Array.of(0, 0, 0, seq, ...encode(text));
const describe = (data: Uint8Array) => `${data.length} bytes ${data.subarray(0, 32).toHex()}`;

export function cases(random: Random): ObservedCase<Input>[] {
  const word = () => random.bytes(4).toHex();
  const losses = [0, random.below(3), random.below(3), -1, random.below(3), 0];
  const texts = losses.map(word);
  const steps: Step[] = [];
  for (let by = 0; by < 2; by++) {
    const failing = 1 + random.below(4);
    for (const seq of [1, 2, 3, 4, 5, 7 + random.below(9)]) {
      const step = { by, seq, text: word(), fails: false };
      if (seq === failing) steps.push({ ...step, fails: true });
      const again = steps.filter((old) => old.by === by && !old.fails && random.below(3) === 0);
      steps.push(step, ...again);
    }
  }
  const sizes = [0, 1, 1199, 1200, 1201 + random.below(800), 0, 1 + random.below(1198)];
  return [
    { name: "a peer that loses some", input: { kind: "sending", texts, losses } },
    { name: "senders that repeat themselves", input: { kind: "receiving", steps } },
    { name: "datagrams of all sizes", input: { kind: "edges", sizes, byte: random.below(99) } },
  ];
}

type Inside = { port: Stub.Port; place: Place };

export async function observe(module: typeof Stub, input: Input, place: Place): Promise<string[]> {
  const port = await module.udpPort();
  const close = () => port.close();
  place.signal.addEventListener("abort", close);
  await leaveNote(place, "address", port.address);
  try {
    if (input.kind === "sending") return await send(module, input, { port, place });
    if (input.kind === "receiving") return await receive(module, input, { port, place });
    const received: Uint8Array[] = [];
    for (const _ of input.sizes) {
      const { data, from } = await port.receive();
      received.push(data);
      await port.send(data, from);
    }
    return received.map(describe);
  } finally {
    close();
  }
}

async function send({ Reliable }: typeof Stub, { texts }: Sending, { port, place }: Inside) {
  let count = 0;
  const waited = new Set<number>();
  const delay = async (ms: number, signal: AbortSignal) => {
    waited.add(ms); // the peer says when this time is over
    const bound = AbortSignal.any([signal, place.signal]);
    await readNote({ dir: place.dir, signal: bound }, `time ${count++}`);
  };
  const o = { timeoutMs: TIMEOUT_MS, retries: RETRIES, delay };
  const reliable = new Reliable(port, await readNote(place, "peer"), o);
  const buffer = new Uint8Array(8); // one for all messages
  const sending = texts.map((text) => {
    buffer.set(encode(text));
    return reliable.send(buffer).then(() => "acknowledged", (error) => error.constructor.name);
  });
  return [...await Promise.all(sending), ...Array.from(waited, String)];
}

async function receive(module: typeof Stub, { steps }: Receiving, { port, place }: Inside) {
  const delivered: string[] = [];
  const failing = new Set(steps.filter((step) => step.fails).map((step) => step.text));
  const on = (m: Uint8Array) => {
    const text = new TextDecoder().decode(m);
    if (failing.delete(text)) throw new Error("not now");
    delivered.push(text);
  };
  const stop = new AbortController();
  const serving = module.serveReliable(port, on, { signal: stop.signal });
  await Promise.race([serving, readNote(place, "done")]);
  stop.abort();
  await serving;
  return delivered;
}

/** Is the other end; returns all datagrams that came, in words. */
export async function attend(input: Input, place: Place): Promise<string[]> {
  using first = new RawUdp();
  using second = new RawUdp();
  const close = () => [first, second].forEach((socket) => socket[Symbol.dispose]());
  place.signal.addEventListener("abort", close);
  await leaveNote(place, "peer", first.address);
  const to = await readNote(place, "address");
  const came: string[] = [];
  const hear = async (socket = first) => {
    const { data } = await socket.receive();
    came.push(describe(data));
    return data;
  };
  if (input.kind === "edges") {
    for (const [n, size] of input.sizes.entries()) {
      await first.send(new Uint8Array(size).fill(input.byte + n), to);
    }
    for (const _ of input.sizes) await hear();
    return came;
  }
  if (input.kind === "receiving") {
    await first.send(Uint8Array.of(0, 0, 9), to); // too short for a message
    for (const { by, seq, text, fails } of input.steps) {
      const sender = by === 0 ? first : second;
      await sender.send(datagram(seq, text), to);
      if (!fails) await hear(sender);
    }
    await leaveNote(place, "done");
    return came;
  }
  let time = 0;
  for (const lost of input.losses) {
    for (let copies = lost < 0 ? RETRIES + 1 : lost; copies > 0; copies--) {
      await hear();
      await first.send(datagram(0), to); // the ACK of nothing
      await leaveNote(place, `time ${time++}`);
    }
    if (lost < 0) continue;
    const number = (await hear()).slice(0, 4);
    await second.send(number, to); // from a stranger
    await first.send(Uint8Array.of(...number, 0), to); // too long
    await first.send(number, to);
    time++;
  }
  return came;
}

export function judge(input: Input, seen: string[], came?: string[]): string | undefined {
  if (came === undefined) return "nobody came to the other end";
  const [mustSee, mustCome] = expect(input);
  return compare("result", mustSee, seen) ?? compare("datagram", mustCome, came);
}

/** What must be seen inside, and what must come out. */
function expect(input: Input): [inside: string[], outside: string[]] {
  if (input.kind === "edges") {
    const whole = input.sizes.map((size, n) =>
      describe(new Uint8Array(Math.min(size, 1200)).fill(input.byte + n))
    );
    return [whole, whole];
  }
  if (input.kind === "receiving") {
    const answered = input.steps.filter((step) => !step.fails);
    const texts = new Set(answered.map((step) => step.text));
    return [[...texts], answered.map((step) => describe(datagram(step.seq)))];
  }
  const ends = input.losses.map((lost) => lost < 0 ? "TimedOut" : "acknowledged");
  const copies = input.losses.flatMap((lost, n) =>
    Array(1 + (lost < 0 ? RETRIES : lost)).fill(describe(datagram(n + 1, input.texts[n])))
  );
  return [[...ends, String(TIMEOUT_MS)], copies];
}

function compare(what: string, expected: string[], got: string[]): string | undefined {
  const at = expected.findIndex((one, n) => one !== got[n]);
  if (at >= 0) return `${what} ${at} is ${got[at]}, not ${expected[at]}`;
  return got.length > expected.length ? `${what} ${expected.length} is one too many` : undefined;
}
