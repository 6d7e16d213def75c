// @style promises without async: each try is a function that calls itself after the pause

import { E2BIG, EAGAIN, EIDRM, EINVAL, ENOMSG, IPC_PRIVATE } from "#lib/os.ts";
import type { RawMsg } from "#lib/raw_msg.ts";

export interface Message {
  type: number;
  body: Uint8Array;
}

export class QueueRemoved extends Error {
  override readonly name = "QueueRemoved";
}

export interface KernelQueueOptions {
  delay?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

const GONE: readonly number[] = [EINVAL, EIDRM];
const UNUSED_TYPE = 2 ** 55;

export function encodeMsgbuf(m: Message): Uint8Array {
  if (!Number.isSafeInteger(m.type) || m.type < 1) throw new RangeError("types begin at 1");
  const buf = new Uint8Array(8 + m.body.length);
  // the same bytes as setBigInt64() writes: the low half first
  const words = new DataView(buf.buffer);
  words.setUint32(0, m.type % 2 ** 32, true);
  words.setUint32(4, Math.floor(m.type / 2 ** 32), true);
  buf.set(m.body, 8);
  return buf;
}

export function decodeMsgbuf(buf: Uint8Array, byteCount: number): Message {
  const copy = buf.slice(0, 8 + byteCount);
  const words = new DataView(copy.buffer);
  const type = words.getUint32(0, true) + 2 ** 32 * words.getUint32(4, true);
  return { type, body: copy.slice(8) };
}

export class KernelQueue implements Disposable {
  readonly #raw: RawMsg;
  readonly #delay: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly #isOwner: boolean;
  readonly id: number;

  constructor(o: { raw: RawMsg; id: number; isOwner: boolean } & KernelQueueOptions) {
    this.#raw = o.raw;
    this.id = o.id;
    this.#isOwner = o.isOwner;
    this.#delay = o.delay ?? wait;
  }

  static create(raw: RawMsg, { delay }: KernelQueueOptions = {}): KernelQueue {
    const id = raw.get(IPC_PRIVATE, 0o600);
    if (id === -1) throw toError("msgget", raw.errno());
    return new KernelQueue({ raw, id, isOwner: true, ...(delay ? { delay } : {}) });
  }

  static attach(raw: RawMsg, id: number, { delay }: KernelQueueOptions = {}): KernelQueue {
    return new KernelQueue({ raw, id, isOwner: false, ...(delay ? { delay } : {}) });
  }

  send(m: Message, { signal }: { signal?: AbortSignal } = {}): Promise<void> {
    return Promise.try(() => {
      const buf = encodeMsgbuf(m);
      const attempt = (): void | Promise<void> => {
        signal?.throwIfAborted();
        if (this.#raw.snd(this.id, buf, m.body.length) === 0) return;
        const errno = this.#raw.errno();
        if (errno === EAGAIN) return this.#delay(1, signal).then(attempt);
        throw errno === EINVAL && this.#isThere()
          ? new RangeError(`${m.body.length} bytes are too many`)
          : toError("msgsnd", errno);
      };
      return attempt();
    });
  }

  receive(type = 0, { signal }: { signal?: AbortSignal } = {}): Promise<Message> {
    const attempt = (byteCount: number): Message | Promise<Message> => {
      signal?.throwIfAborted();
      const buf = new Uint8Array(8 + byteCount);
      const taken = this.#raw.rcv(this.id, buf, byteCount, type);
      if (taken !== -1) return decodeMsgbuf(buf, taken);
      const errno = this.#raw.errno();
      if (errno === E2BIG) return attempt(byteCount * 2);
      if (errno === ENOMSG) return this.#delay(1, signal).then(() => attempt(byteCount));
      throw toError("msgrcv", errno);
    };
    return Promise.try(attempt, 64);
  }

  remove(): void {
    const isFine = this.#raw.rmid(this.id) === 0 || GONE.includes(this.#raw.errno());
    if (!isFine) throw toError("msgctl", this.#raw.errno());
  }

  [Symbol.dispose](): void {
    if (this.#isOwner) this.remove();
  }

  #isThere(): boolean {
    const result = this.#raw.rcv(this.id, new Uint8Array(8), 0, UNUSED_TYPE);
    return result !== -1 || !GONE.includes(this.#raw.errno());
  }
}

function toError(call: string, errno: number): Error {
  if (GONE.includes(errno)) return new QueueRemoved(`${call}: removed`);
  return new Error(`${call} fails with ${errno}`);
}

function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      if (signal?.aborted) reject(signal.reason);
      else resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener("abort", end);
  });
}
