// @test kernel-queue/T4
// @test kernel-queue/T6
// @test kernel-queue/T14
// @says "the messages is"
// @mistake asking the kernel for any message, whatever type was asked for

import { setImmediate, setTimeout } from "node:timers/promises";
import { E2BIG, EAGAIN, EIDRM, EINVAL, ENOMSG, IPC_CREAT, IPC_PRIVATE } from "#lib/os.ts";
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

const TYPE_BYTES = 8;
const NOBODYS_TYPE = 2 ** 60;

export function encodeMsgbuf(
  { type, body }: Message,
  buf = new Uint8Array(TYPE_BYTES + body.length),
): Uint8Array {
  if (!Number.isSafeInteger(type) || type <= 0) {
    throw new RangeError(`Cannot send type ${type}: a type is an integer above 0`);
  }
  new DataView(buf.buffer).setBigInt64(0, BigInt(type), true);
  buf.set(body, TYPE_BYTES);
  return buf;
}

export function decodeMsgbuf(buf: Uint8Array, byteCount: number): Message {
  const type = new DataView(buf.buffer, buf.byteOffset).getBigInt64(0, true);
  return { type: Number(type), body: buf.slice(TYPE_BYTES, TYPE_BYTES + byteCount) };
}

export class KernelQueue implements Disposable {
  readonly id: number;
  readonly #raw: RawMsg;
  readonly #isOwner: boolean;
  readonly #delay: (ms: number, signal?: AbortSignal) => Promise<void>;
  #buffer = new Uint8Array(256);

  constructor(raw: RawMsg, id: number, o: KernelQueueOptions & { isOwner: boolean }) {
    this.id = id;
    this.#raw = raw;
    this.#isOwner = o.isOwner;
    this.#delay = o.delay ?? waitFor;
  }

  static create(raw: RawMsg, o: KernelQueueOptions = {}): KernelQueue {
    const id = raw.get(IPC_PRIVATE, IPC_CREAT | 0o600);
    if (id === -1) throw makeError("create a queue", raw.errno());
    return new KernelQueue(raw, id, { ...o, isOwner: true });
  }

  static attach(raw: RawMsg, id: number, o: KernelQueueOptions = {}): KernelQueue {
    return new KernelQueue(raw, id, { ...o, isOwner: false });
  }

  async send(m: Message, { signal }: { signal?: AbortSignal } = {}): Promise<void> {
    signal?.throwIfAborted();
    let message = m;
    for (let tries = 0; !this.#trySend(message); tries++) {
      if (tries === 0) message = { ...m, body: m.body.slice() };
      await this.#pause(tries, signal);
    }
  }

  async receive(_type = 0, { signal }: { signal?: AbortSignal } = {}): Promise<Message> {
    signal?.throwIfAborted();
    for (let tries = 0;;) {
      const buf = this.#buffer;
      const byteCount = this.#raw.rcv(this.id, buf, buf.length - TYPE_BYTES, 0);
      if (byteCount !== -1) return decodeMsgbuf(buf, byteCount);
      const errno = this.#raw.errno();
      if (errno === E2BIG) {
        this.#grow(2 * buf.length);
      } else if (errno === ENOMSG) {
        await this.#pause(tries++, signal);
      } else {
        throw makeError("receive", errno);
      }
    }
  }

  remove(): void {
    if (this.#raw.rmid(this.id) !== -1) return;
    const error = makeError("remove the queue", this.#raw.errno());
    if (!(error instanceof QueueRemoved)) throw error;
  }

  [Symbol.dispose](): void {
    if (this.#isOwner) this.remove();
  }

  #trySend(m: Message): boolean {
    const byteCount = m.body.length;
    if (this.#buffer.length < TYPE_BYTES + byteCount) this.#grow(byteCount);
    if (this.#raw.snd(this.id, encodeMsgbuf(m, this.#buffer), byteCount) !== -1) return true;
    const errno = this.#raw.errno();
    if (errno === EAGAIN) return false;
    if (errno !== EINVAL || !this.#isThere()) throw makeError("send", errno);
    throw new RangeError(`Cannot send ${byteCount} bytes: the kernel takes fewer`);
  }

  #grow(byteCount: number): void {
    this.#buffer = new Uint8Array(TYPE_BYTES + byteCount);
  }

  #isThere(): boolean {
    this.#raw.rcv(this.id, this.#buffer, 0, NOBODYS_TYPE);
    return this.#raw.errno() === ENOMSG;
  }

  async #pause(tries: number, signal: AbortSignal | undefined): Promise<void> {
    await this.#delay(tries < 10 ? 0 : 1, signal);
    signal?.throwIfAborted();
  }
}

function makeError(act: string, errno: number): Error {
  const message = `Cannot ${act}: the kernel says errno ${errno}`;
  return errno === EIDRM || errno === EINVAL ? new QueueRemoved(message) : new Error(message);
}

async function waitFor(ms: number, signal?: AbortSignal): Promise<void> {
  const o = { signal };
  const waiting = ms === 0 ? setImmediate(undefined, o) : setTimeout(ms, undefined, o);
  await waiting.catch(() => signal?.throwIfAborted());
}
