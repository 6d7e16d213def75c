export interface Message {
  type: number;
  body: Uint8Array;
}

export class QueueClosed extends Error {
  override readonly name = "QueueClosed";
}

/** A stored message and its place in the order of arrival. */
interface Stored {
  readonly order: number;
  readonly message: Message;
}

interface Receiver {
  readonly type: number;
  readonly resolve: (message: Message) => void;
  readonly reject: (reason: unknown) => void;
}

interface Sender {
  readonly message: Message;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

export class TypedQueue {
  readonly #maxBytes: number;
  readonly #maxMessageBytes: number;
  /** One lane for each type that is stored; no lane is empty. */
  readonly #lanes = new Map<number, Lane>();
  readonly #receivers: Receiver[] = [];
  readonly #senders: Sender[] = [];
  #order = 0;
  #length = 0;
  #bytes = 0;
  #isClosed = false;

  constructor(o: { maxBytes?: number; maxMessageBytes?: number } = {}) {
    this.#maxBytes = o.maxBytes ?? 16_384;
    // a body that the queue can never hold would wait for ever
    this.#maxMessageBytes = Math.min(o.maxMessageBytes ?? 8_192, this.#maxBytes);
  }

  trySend(m: Message): boolean {
    return this.#tryAccept(this.#check(m));
  }

  async send(m: Message, o: { signal?: AbortSignal } = {}): Promise<void> {
    o.signal?.throwIfAborted();
    const message = this.#check(m);
    if (this.#tryAccept(message)) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const sender = { message, resolve, reject };
    return await this.#wait(this.#senders, { waiter: sender, promise, signal: o.signal });
  }

  tryReceive(type = 0): Message | null {
    if (this.#isClosed) throw new QueueClosed("the queue is closed");
    const lane = this.#choose(type);
    if (lane === undefined) return null;
    const { message } = lane.take();
    if (lane.isEmpty) this.#lanes.delete(message.type);
    this.#length -= 1;
    this.#bytes -= message.body.length;
    this.#admitSenders();
    return message;
  }

  async receive(type = 0, o: { signal?: AbortSignal } = {}): Promise<Message> {
    o.signal?.throwIfAborted();
    const message = this.tryReceive(type);
    if (message !== null) return message;
    const { promise, resolve, reject } = Promise.withResolvers<Message>();
    const receiver = { type, resolve, reject };
    return await this.#wait(this.#receivers, { waiter: receiver, promise, signal: o.signal });
  }

  get length(): number {
    return this.#length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  close(): void {
    this.#isClosed = true;
    this.#lanes.clear();
    this.#length = this.#bytes = 0;
    for (const waiter of [...this.#receivers.splice(0), ...this.#senders.splice(0)]) {
      waiter.reject(new QueueClosed("the queue is closed"));
    }
  }

  /** Checks a message and copies its body: the caller may use its buffer again. */
  #check(m: Message): Message {
    if (this.#isClosed) throw new QueueClosed("the queue is closed");
    if (!Number.isSafeInteger(m.type) || m.type <= 0) {
      throw new RangeError(`Cannot send type ${m.type}: a type is an integer above 0`);
    }
    if (m.body.length > this.#maxMessageBytes) {
      throw new RangeError(
        `Cannot send ${m.body.length} bytes: the limit is ${this.#maxMessageBytes}`,
      );
    }
    return { type: m.type, body: m.body.slice() };
  }

  /** Bytes count, and so do messages: empty ones must not fill the memory either. */
  #hasRoom(message: Message): boolean {
    return this.#bytes + message.body.length <= this.#maxBytes && this.#length < this.#maxBytes;
  }

  #tryAccept(message: Message): boolean {
    // whoever came first and still waits for room goes first
    if (this.#senders.length > 0 || !this.#hasRoom(message)) return false;
    this.#accept(message);
    return true;
  }

  /** Hands a message to the oldest receiver that it suits, else stores it. */
  #accept(message: Message): void {
    const index = this.#receivers.findIndex((receiver) => suits(message.type, receiver.type));
    const [receiver] = index < 0 ? [] : this.#receivers.splice(index, 1);
    if (receiver !== undefined) return receiver.resolve(message);
    const lane = this.#lanes.get(message.type) ?? new Lane();
    this.#lanes.set(message.type, lane);
    lane.put({ order: this.#order++, message });
    this.#length += 1;
    this.#bytes += message.body.length;
  }

  #admitSenders(): void {
    for (let first = this.#senders[0]; first !== undefined; first = this.#senders[0]) {
      if (!this.#hasRoom(first.message)) return;
      this.#senders.shift();
      this.#accept(first.message);
      first.resolve();
    }
  }

  #choose(type: number): Lane | undefined {
    if (type > 0) return this.#lanes.get(type);
    let chosen: Lane | undefined;
    let lowest = Infinity;
    for (const [laneType, lane] of this.#lanes) {
      if (!suits(laneType, type)) continue;
      const rank = type === 0 ? lane.frontOrder : laneType;
      if (rank < lowest) [chosen, lowest] = [lane, rank];
    }
    return chosen;
  }

  /** Waits in `list`; an abort takes the waiter out again, so that no ghost swallows a message. */
  #wait<W extends Receiver | Sender, T>(
    list: W[],
    o: { waiter: W; promise: Promise<T>; signal: AbortSignal | undefined },
  ): Promise<T> {
    const leave = () => {
      const index = list.indexOf(o.waiter);
      if (index < 0) return;
      list.splice(index, 1);
      o.waiter.reject(o.signal?.reason);
      this.#admitSenders(); // a big message that gave up may have held up a small one
    };
    list.push(o.waiter);
    o.signal?.addEventListener("abort", leave);
    return o.promise.finally(() => o.signal?.removeEventListener("abort", leave));
  }
}

/** Whether a message of type `have` is one that `wanted` asks for (msgop(2)). */
function suits(have: number, wanted: number): boolean {
  return wanted === 0 || (wanted > 0 ? have === wanted : have <= -wanted);
}

/** The messages of one type, oldest first; taking one moves an index, not the others. */
class Lane {
  #items: Stored[] = [];
  #front = 0;

  get isEmpty(): boolean {
    return this.#front === this.#items.length;
  }

  get frontOrder(): number {
    return this.#items[this.#front]?.order ?? Infinity;
  }

  put(stored: Stored): void {
    this.#items.push(stored);
  }

  take(): Stored {
    const stored = this.#items[this.#front];
    if (stored === undefined) throw new RangeError("Cannot take from an empty lane");
    this.#front += 1;
    if (this.#front * 2 > this.#items.length) { // drop the part that is used up, now and then
      this.#items = this.#items.slice(this.#front);
      this.#front = 0;
    }
    return stored;
  }
}
