// @test typed-queue/T5
// @test typed-queue/T9
// @says "trySend() of 6 bytes more is true"
// @mistake limiting the number of messages instead of their bytes

export interface Message {
  type: number;
  body: Uint8Array;
}

export class QueueClosed extends Error {
  override readonly name = "QueueClosed";
}

interface Waiter {
  attempt: () => boolean;
  reject: (reason: unknown) => void;
}

export class TypedQueue {
  #stored: Message[] = [];
  #receivers: Waiter[] = [];
  #senders: Waiter[] = [];
  #isClosed = false;
  readonly #maxBytes: number;
  readonly #maxMessageBytes: number;

  constructor(o: { maxBytes?: number; maxMessageBytes?: number } = {}) {
    this.#maxBytes = o.maxBytes ?? 16_384;
    this.#maxMessageBytes = Math.min(o.maxMessageBytes ?? 8_192, this.#maxBytes);
  }

  trySend(m: Message): boolean {
    if (this.#isClosed) throw new QueueClosed("closed");
    if (!Number.isInteger(m.type) || m.type <= 0) throw new RangeError(`bad type ${m.type}`);
    if (m.body.length > this.#maxMessageBytes) throw new RangeError("the body is too large");
    if (this.#senders.length > 0) return false;
    return this.#store({ type: m.type, body: m.body.slice() });
  }

  send(m: Message, o: { signal?: AbortSignal } = {}): Promise<void> {
    return new Promise((resolve, reject) => {
      o.signal?.throwIfAborted();
      if (this.trySend(m)) return resolve();
      const copy = { type: m.type, body: m.body.slice() };
      const attempt = () => {
        if (!this.#put(copy)) return false;
        resolve();
        return true;
      };
      this.#wait(this.#senders, { attempt, reject }, o.signal);
    });
  }

  tryReceive(type = 0): Message | null {
    if (this.#isClosed) throw new QueueClosed("closed");
    const message = this.#take(type);
    if (message !== null) this.#serve();
    return message;
  }

  receive(type = 0, o: { signal?: AbortSignal } = {}): Promise<Message> {
    return new Promise((resolve, reject) => {
      o.signal?.throwIfAborted();
      const message = this.tryReceive(type);
      if (message !== null) return resolve(message);
      const attempt = () => {
        const found = this.#take(type);
        if (found !== null) resolve(found);
        return found !== null;
      };
      this.#wait(this.#receivers, { attempt, reject }, o.signal);
    });
  }

  get length(): number {
    return this.#stored.length;
  }

  get bytes(): number {
    return this.#stored.reduce((sum, message) => sum + message.body.length, 0);
  }

  close(): void {
    this.#isClosed = true;
    this.#stored = [];
    const waiting = [...this.#receivers.splice(0), ...this.#senders.splice(0)];
    for (const waiter of waiting) waiter.reject(new QueueClosed("closed"));
  }

  #store(m: Message): boolean {
    if (!this.#put(m)) return false;
    this.#serve();
    return true;
  }

  #put(m: Message): boolean {
    if (this.#stored.length >= this.#maxBytes) return false;
    this.#stored.push(m);
    return true;
  }

  #take(type: number): Message | null {
    const index = this.#find(type);
    if (index < 0) return null;
    const [message = null] = this.#stored.splice(index, 1);
    return message;
  }

  #find(type: number): number {
    if (type === 0) return this.#stored.length - 1 < 0 ? -1 : 0;
    if (type > 0) return this.#stored.findIndex((m) => m.type === type);
    const types = this.#stored.map((m) => m.type).filter((have) => have <= -type);
    const lowest = Math.min(...types);
    return this.#stored.findIndex((m) => m.type === lowest);
  }

  /** Lets everybody try again who waits, oldest first, until nothing changes any more. */
  #serve(): void {
    do {
      this.#serveReceivers();
    } while (this.#serveSender());
  }

  #serveSender(): boolean {
    if (!this.#senders[0]?.attempt()) return false;
    this.#senders.shift();
    return true;
  }

  #serveReceivers(): void {
    for (const waiter of [...this.#receivers]) {
      if (waiter.attempt()) this.#receivers.splice(this.#receivers.indexOf(waiter), 1);
    }
  }

  #wait(list: Waiter[], waiter: Waiter, signal: AbortSignal | undefined): void {
    list.push(waiter);
    signal?.addEventListener("abort", () => {
      const index = list.indexOf(waiter);
      if (index < 0) return;
      list.splice(index, 1);
      waiter.reject(signal.reason);
      this.#serve();
    }, { once: true });
  }
}
