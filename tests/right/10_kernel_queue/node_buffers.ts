// @style node: Buffer and timers; the switch names what each errno means; grows to what Linux allows at most

import { Buffer } from "node:buffer";
import { setTimeout as sleep } from "node:timers/promises";
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

type Answer = "not yet" | "too small" | "gone or wrong" | "gone";

export function encodeMsgbuf({ type, body }: Message): Uint8Array {
  if (!(type >= 1 && Number.isSafeInteger(type))) throw new RangeError(`type ${type}`);
  const head = Buffer.alloc(8);
  head.writeBigInt64LE(BigInt(type));
  return Buffer.concat([head, body]);
}

export function decodeMsgbuf(buf: Uint8Array, byteCount: number): Message {
  const type = Buffer.from(buf.buffer, buf.byteOffset, 8).readBigInt64LE();
  return { type: Number(type), body: new Uint8Array(buf.subarray(8, 8 + byteCount)) };
}

export class KernelQueue implements Disposable {
  readonly #raw: RawMsg;
  readonly #id: number;
  readonly #options: KernelQueueOptions;
  #dispose = () => {};

  constructor(raw: RawMsg, id: number, options: KernelQueueOptions) {
    this.#raw = raw;
    this.#id = id;
    this.#options = options;
  }

  static create(raw: RawMsg, o: KernelQueueOptions = {}): KernelQueue {
    const id = raw.get(IPC_PRIVATE, IPC_CREAT | 0o600);
    if (id < 0) throw new Error(`msgget: errno ${raw.errno()}`);
    const queue = new KernelQueue(raw, id, o);
    queue.#dispose = () => queue.remove();
    return queue;
  }

  static attach(raw: RawMsg, id: number, o: KernelQueueOptions = {}): KernelQueue {
    return new KernelQueue(raw, id, o);
  }

  get id(): number {
    return this.#id;
  }

  async send(m: Message, { signal }: { signal?: AbortSignal } = {}): Promise<void> {
    const buf = encodeMsgbuf(m);
    signal?.throwIfAborted();
    while (this.#raw.snd(this.#id, buf, m.body.length) < 0) {
      const answer = this.#interpret("msgsnd");
      if (answer !== "not yet") throw this.#refuse(answer, m.body.length);
      await this.#wait(signal);
    }
  }

  async receive(type = 0, { signal }: { signal?: AbortSignal } = {}): Promise<Message> {
    signal?.throwIfAborted();
    let buf = new Uint8Array(8 + 128);
    let byteCount = this.#raw.rcv(this.#id, buf, buf.length - 8, type);
    while (byteCount < 0) {
      const answer = this.#interpret("msgrcv");
      if (answer === "not yet") await this.#wait(signal);
      else if (answer === "too small") buf = new Uint8Array(8 + 16 * buf.length);
      else throw new QueueRemoved("msgrcv: there is no such queue");
      byteCount = this.#raw.rcv(this.#id, buf, buf.length - 8, type);
    }
    return decodeMsgbuf(buf, byteCount);
  }

  remove(): void {
    if (this.#raw.rmid(this.#id) < 0) this.#interpret("msgctl"); // throws what is no "gone"
  }

  [Symbol.dispose](): void {
    this.#dispose();
  }

  #interpret(call: string): Answer {
    const errno = this.#raw.errno();
    switch (errno) {
      case EAGAIN:
      case ENOMSG:
        return "not yet";
      case E2BIG:
        return "too small";
      case EINVAL:
        return "gone or wrong";
      case EIDRM:
        return "gone";
    }
    throw new Error(`${call}: errno ${errno}`);
  }

  /** An empty queue and a missing one answer differently when asked for a type that is never used. */
  #refuse(answer: Answer, byteCount: number): Error {
    const isThere = answer === "gone or wrong" &&
      this.#raw.rcv(this.#id, Buffer.alloc(8), 0, 2 ** 62) < 0 && this.#raw.errno() === ENOMSG;
    return isThere ? new RangeError(`${byteCount} bytes`) : new QueueRemoved("msgsnd: no queue");
  }

  async #wait(signal: AbortSignal | undefined): Promise<void> {
    if (this.#options.delay !== undefined) await this.#options.delay(2, signal);
    else await sleep(2, undefined, { signal }).catch(() => {}); // the reason comes next
    signal?.throwIfAborted();
  }
}
