// @style events: whoever waits is a listener, and a message is an event that the first one it suits stops

export interface Message {
  type: number;
  body: Uint8Array;
}

export class QueueClosed extends Error {
  override readonly name = "QueueClosed";
}

export class TypedQueue {
  readonly #bell = new EventTarget();
  readonly #maxBytes: number;
  readonly #maxMessageBytes: number;
  #stored: Message[] = [];
  #bytes = 0;
  #waitingSenders = 0;
  #isClosed = false;

  constructor(o: { maxBytes?: number; maxMessageBytes?: number } = {}) {
    this.#maxBytes = o.maxBytes ?? 16_384;
    this.#maxMessageBytes = Math.min(o.maxMessageBytes ?? 8_192, this.#maxBytes);
  }

  trySend(m: Message): boolean {
    this.#checkOpen();
    const { type, body } = m;
    if (!Number.isInteger(type) || type < 1) throw new RangeError(`${type} is no type`);
    if (body.length > this.#maxMessageBytes) throw new RangeError(`${body.length} bytes: too many`);
    if (this.#waitingSenders > 0 || !this.#fits(m)) return false;
    this.#deliver({ type, body: new Uint8Array(body) });
    return true;
  }

  async send(m: Message, o: { signal?: AbortSignal } = {}): Promise<void> {
    o.signal?.throwIfAborted();
    if (this.trySend(m)) return;
    const copy = { type: m.type, body: new Uint8Array(m.body) };
    this.#waitingSenders++;
    const enter = (event: Event) => {
      if (!this.#fits(copy)) return event.stopImmediatePropagation(); // nobody behind may overtake
      this.#deliver(copy);
      return true;
    };
    await this.#listen("room", enter, { ...o, leave: () => this.#waitingSenders-- });
  }

  tryReceive(type = 0): Message | null {
    this.#checkOpen();
    const suiting = this.#stored.filter((m) => suits(m.type, type));
    const lowest = suiting.reduce((low, m) => Math.min(low, m.type), Infinity);
    const found = type < 0 ? suiting.find((m) => m.type === lowest) : suiting[0];
    if (found === undefined) return null;
    this.#stored = this.#stored.filter((m) => m !== found);
    this.#bytes -= found.body.length;
    this.#bell.dispatchEvent(new Event("room"));
    return found;
  }

  async receive(type = 0, o: { signal?: AbortSignal } = {}): Promise<Message> {
    o.signal?.throwIfAborted();
    const found = this.tryReceive(type);
    if (found !== null) return found;
    const take = (event: CustomEvent<Message>) => {
      if (!suits(event.detail.type, type)) return;
      event.stopImmediatePropagation();
      event.preventDefault(); // says that it is taken
      return event.detail;
    };
    return await this.#listen("message", take, o);
  }

  get length(): number {
    return this.#stored.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  close(): void {
    this.#isClosed = true;
    this.#stored = [];
    this.#bytes = 0;
    this.#bell.dispatchEvent(new Event("close"));
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new QueueClosed("the queue was closed");
  }

  #fits({ body }: Message): boolean {
    return this.#bytes + body.length <= this.#maxBytes && this.#stored.length < this.#maxBytes;
  }

  #deliver(message: Message): void {
    const offer = new CustomEvent("message", { detail: message, cancelable: true });
    if (!this.#bell.dispatchEvent(offer)) return;
    this.#stored.push(message);
    this.#bytes += message.body.length;
  }

  /** Asks `attempt` at each event of this kind, until it returns something. */
  #listen<E extends Event, T>(
    kind: string,
    attempt: (event: E) => T | undefined | void,
    o: { signal?: AbortSignal; leave?: () => void },
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const onEvent = (event: Event) => {
        const value = attempt(event as E);
        if (value !== undefined) end(() => resolve(value));
      };
      const onClose = () => end(() => reject(new QueueClosed("the queue was closed")));
      const onAbort = () => {
        end(() => reject(o.signal?.reason));
        this.#bell.dispatchEvent(new Event("room"));
      };
      const end = (settle: () => void) => {
        this.#bell.removeEventListener(kind, onEvent);
        this.#bell.removeEventListener("close", onClose);
        o.signal?.removeEventListener("abort", onAbort);
        o.leave?.();
        settle();
      };
      this.#bell.addEventListener(kind, onEvent);
      this.#bell.addEventListener("close", onClose);
      o.signal?.addEventListener("abort", onAbort);
    });
  }
}

function suits(have: number, wanted: number): boolean {
  return wanted === 0 || (wanted > 0 ? have === wanted : have <= -wanted);
}
