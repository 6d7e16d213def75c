// @style one generic loop for both directions; typed arrays over one buffer; a class that is nearly empty

import * as os from "#lib/os.ts";
import type { RawMsg } from "#lib/raw_msg.ts";

export interface Message {
  type: number;
  body: Uint8Array;
}

export class QueueRemoved extends Error {
  override readonly name = "QueueRemoved";
}

type Delay = (ms: number, signal?: AbortSignal) => Promise<void>;
export interface KernelQueueOptions {
  delay?: Delay;
}

export function encodeMsgbuf(m: Message): Uint8Array {
  const isFine = Number.isSafeInteger(m.type) && m.type > 0;
  if (!isFine) throw new RangeError(`${m.type} is no type`);
  const buf = new Uint8Array(8 + m.body.length);
  buf.set(new Uint8Array(BigInt64Array.of(BigInt(m.type)).buffer));
  buf.set(m.body, 8);
  return buf;
}

export function decodeMsgbuf(buf: Uint8Array, byteCount: number): Message {
  const [type = 0n] = new BigInt64Array(buf.slice(0, 8).buffer);
  return { type: Number(type), body: buf.slice(8).subarray(0, byteCount) };
}

export class KernelQueue implements Disposable {
  constructor(
    private readonly raw: RawMsg,
    readonly id: number,
    private readonly isMine: boolean,
    private readonly delay: Delay,
  ) {}

  static create(raw: RawMsg, o: KernelQueueOptions = {}): KernelQueue {
    const id = raw.get(os.IPC_PRIVATE, 0o600); // a private queue is made without IPC_CREAT, too
    if (id < 0) throw explain(raw.errno());
    return new KernelQueue(raw, id, true, o.delay ?? realDelay);
  }

  static attach(raw: RawMsg, id: number, o: KernelQueueOptions = {}): KernelQueue {
    return new KernelQueue(raw, id, false, o.delay ?? realDelay);
  }

  async send(m: Message, o: { signal?: AbortSignal } = {}): Promise<void> {
    const buf = encodeMsgbuf(m);
    const byteCount = buf.length - 8;
    await this.retry(o.signal, () => {
      if (this.raw.snd(this.id, buf, byteCount) === 0) return true;
      const errno = this.raw.errno();
      if (errno === os.EAGAIN) return undefined;
      if (errno === os.EINVAL && this.exists()) {
        throw new RangeError(`${byteCount} bytes: too many`);
      }
      throw explain(errno);
    });
  }

  async receive(type = 0, o: { signal?: AbortSignal } = {}): Promise<Message> {
    let room = 4_096;
    return await this.retry(o.signal, () => {
      for (;;) {
        const buf = new Uint8Array(8 + room);
        const byteCount = this.raw.rcv(this.id, buf, room, type);
        if (byteCount >= 0) return decodeMsgbuf(buf, byteCount);
        const errno = this.raw.errno();
        if (errno === os.ENOMSG) return undefined;
        if (errno !== os.E2BIG) throw explain(errno);
        room *= 4;
      }
    });
  }

  remove(): void {
    if (this.raw.rmid(this.id) === 0) return;
    const errno = this.raw.errno();
    if (errno !== os.EINVAL && errno !== os.EIDRM) throw explain(errno);
  }

  [Symbol.dispose](): void {
    if (this.isMine) this.remove();
  }

  private exists(): boolean {
    this.raw.rcv(this.id, new Uint8Array(8), 0, Number.MAX_SAFE_INTEGER + 1);
    return this.raw.errno() === os.ENOMSG;
  }

  /** Calls `attempt` until it returns something, with pauses. */
  private async retry<T>(
    signal: AbortSignal | undefined,
    attempt: () => T | undefined,
  ): Promise<T> {
    for (;;) {
      signal?.throwIfAborted();
      const result = attempt();
      if (result !== undefined) return result;
      await this.delay(1, signal);
    }
  }
}

function explain(errno: number): Error {
  const isGone = errno === os.EINVAL || errno === os.EIDRM;
  return isGone ? new QueueRemoved("removed") : new Error(`errno ${errno}`);
}

function realDelay(ms: number, signal?: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    signal?.removeEventListener("abort", leave);
    resolve();
  }, ms);
  const leave = () => {
    clearTimeout(timer);
    reject(signal?.reason);
  };
  signal?.addEventListener("abort", leave, { once: true });
  return promise;
}
