// @style closures over plain maps: one array for each type, callbacks instead of classes inside

export interface Message {
  type: number;
  body: Uint8Array;
}

export class QueueClosed extends Error {
  override readonly name = "QueueClosed";
}

type Settle = { done: (message: Message) => void; fail: (reason: unknown) => void };
type Waiting = Settle & { type: number; message?: Message };

function makeStore(maxBytes: number) {
  const lanes: Record<number, { at: number; message: Message }[]> = {};
  let clock = 0, bytes = 0, count = 0;
  const fits = (m: Message) => bytes + m.body.length <= maxBytes && count < maxBytes;
  const put = (message: Message) => {
    (lanes[message.type] ??= []).push({ at: clock++, message });
    bytes += message.body.length;
    count++;
  };
  const take = (wanted: number): Message | undefined => {
    const rank = (type: number) => wanted === 0 ? lanes[type]?.[0]?.at ?? Infinity : type;
    const [type] = Object.keys(lanes).map(Number)
      .filter((have) => (lanes[have]?.length ?? 0) > 0 && suits(have, wanted))
      .sort((a, b) => rank(a) - rank(b));
    const message = type === undefined ? undefined : lanes[type]?.shift()?.message;
    if (message === undefined) return undefined;
    bytes -= message.body.length;
    count--;
    return message;
  };
  return { fits, put, take, size: () => ({ bytes, count }) };
}

const suits = (have: number, wanted: number) =>
  wanted === 0 || have === wanted || (wanted < 0 && have <= -wanted);

export class TypedQueue {
  #store: ReturnType<typeof makeStore>;
  #maxMessageBytes: number;
  #takers: Waiting[] = [];
  #givers: Waiting[] = [];
  #over = false;

  constructor({ maxBytes = 16_384, maxMessageBytes = 8_192 } = {}) {
    this.#store = makeStore(maxBytes);
    this.#maxMessageBytes = Math.min(maxMessageBytes, maxBytes);
  }

  trySend(m: Message): boolean {
    this.#open();
    if (m.type < 1 || m.type % 1 !== 0) throw new RangeError(`no such type: ${m.type}`);
    if (m.body.length > this.#maxMessageBytes) throw new RangeError(`too long: ${m.body.length}`);
    const message = { type: m.type, body: Uint8Array.from(m.body) };
    if (this.#givers.length > 0 || !this.#store.fits(message)) return false;
    this.#deliver(message);
    return true;
  }

  async send(m: Message, { signal }: { signal?: AbortSignal } = {}): Promise<void> {
    signal?.throwIfAborted();
    if (this.trySend(m)) return;
    const message = { type: m.type, body: Uint8Array.from(m.body) };
    await this.#queueUp(this.#givers, { type: m.type, message }, signal);
  }

  tryReceive(type = 0): Message | null {
    this.#open();
    const message = this.#store.take(type);
    this.#refill();
    return message ?? null;
  }

  async receive(type = 0, { signal }: { signal?: AbortSignal } = {}): Promise<Message> {
    signal?.throwIfAborted();
    return this.tryReceive(type) ?? await this.#queueUp(this.#takers, { type }, signal);
  }

  get length(): number {
    return this.#store.size().count;
  }

  get bytes(): number {
    return this.#store.size().bytes;
  }

  close(): void {
    this.#over = true;
    this.#store = makeStore(0);
    const waiting = [...this.#takers, ...this.#givers];
    this.#takers = this.#givers = [];
    waiting.forEach(({ fail }) => fail(new QueueClosed("this queue was closed")));
  }

  #open(): void {
    if (this.#over) throw new QueueClosed("this queue was closed");
  }

  #deliver(message: Message): void {
    const taker = this.#takers.find(({ type }) => suits(message.type, type));
    if (taker === undefined) return this.#store.put(message);
    this.#takers = this.#takers.filter((one) => one !== taker);
    taker.done(message);
  }

  #refill(): void {
    const [giver] = this.#givers;
    if (giver?.message === undefined || !this.#store.fits(giver.message)) return;
    this.#givers = this.#givers.slice(1);
    this.#deliver(giver.message);
    giver.done(giver.message);
    this.#refill();
  }

  #queueUp(
    line: Waiting[],
    who: { type: number; message?: Message },
    signal: AbortSignal | undefined,
  ): Promise<Message> {
    return new Promise((done, fail) => {
      const entry = { ...who, done, fail };
      line.push(entry);
      signal?.addEventListener("abort", () => {
        this.#takers = this.#takers.filter((one) => one !== entry);
        this.#givers = this.#givers.filter((one) => one !== entry);
        fail(signal.reason);
        if (!this.#over) this.#refill();
      }, { once: true });
    });
  }
}
