import type { RawMsg } from "#lib/raw_msg.ts";
import { Todo } from "#lib/todo.ts";

/** One message: it is sent and received as a whole. */
export interface Message {
  /** An integer above 0. */
  type: number;
  body: Uint8Array;
}

/** What a call fails with when its queue is gone: somebody has removed it. */
export class QueueRemoved extends Error {
  override readonly name = "QueueRemoved";
}

/** How a queue waits. */
export interface KernelQueueOptions {
  /** Waits `ms`; rejects with the signal's reason when aborted. @default a real timer */
  delay?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/**
 * Lays a message out as the kernel wants it (struct msgbuf, msgop(2)): the type as a 64-bit integer in the
 * byte order of this machine, then the bytes of the body.
 *
 * @throws {RangeError} if the type is no safe integer above 0
 */
export function encodeMsgbuf(_m: Message): Uint8Array {
  // TODO: 8 bytes of type, then the body
  throw new Todo("10_kernel_queue", "encodeMsgbuf()");
}

/**
 * Reads a message of `byteCount` bytes of body from a struct msgbuf. The body is a copy: the next message may
 * overwrite `buf`, which may be longer.
 */
export function decodeMsgbuf(_buf: Uint8Array, _byteCount: number): Message {
  // TODO: the way back
  throw new Todo("10_kernel_queue", "decodeMsgbuf()");
}

/**
 * A System V message queue, kept by the kernel (or by a `FakeRawMsg`). It outlives the processes that use it.
 *
 * `raw` never waits. So whoever has to wait tries again, with a `delay()` between two tries: after twenty in
 * a row each of them takes at least 1 ms.
 */
export class KernelQueue implements Disposable {
  /** Yours alone, with the parameters that you need: everybody else calls `create()` or `attach()`. */
  constructor(..._: never[]) {
    throw new Todo("10_kernel_queue", "KernelQueue");
  }

  /**
   * Makes a new queue that nobody else can find by a key, for this user alone (mode 0600).
   *
   * @throws {Error} that names errno, if the kernel refuses
   */
  static create(_raw: RawMsg, _o: KernelQueueOptions = {}): KernelQueue {
    // TODO: msgget(2) knows a key that is new each time
    throw new Todo("10_kernel_queue", "KernelQueue.create()");
  }

  /** Uses the queue that somebody else has made; `id` is the maker's `queue.id`. The kernel is not asked yet. */
  static attach(_raw: RawMsg, _id: number, _o: KernelQueueOptions = {}): KernelQueue {
    // TODO: an id is all it takes
    throw new Todo("10_kernel_queue", "KernelQueue.attach()");
  }

  /** What any process of this user can attach to. */
  get id(): number {
    throw new Todo("10_kernel_queue", "id");
  }

  /**
   * Sends `m` as it is now; tries again while the queue is full. Rejects with `signal.reason` when aborted.
   *
   * @throws {RangeError} (by rejecting) if the type is no safe integer above 0, then without any call; or if the
   *   body is larger than the kernel allows
   * @throws {QueueRemoved} (by rejecting) if the queue is gone
   * @throws {Error} (by rejecting) that names errno, if anything else is wrong
   */
  send(_m: Message, _o: { signal?: AbortSignal } = {}): Promise<void> {
    // TODO: what may errno say, and what does each of it mean?
    throw new Todo("10_kernel_queue", "send()");
  }

  /**
   * Takes one message of any size; tries again while none suits. `type` 0 (the default) takes the oldest, above 0
   * the oldest of exactly this type, below 0 the oldest of the lowest type that is <= |type|.
   *
   * Rejects with `signal.reason` when aborted, and has taken nothing then. Other errors are as for `send()`.
   */
  receive(_type?: number, _o: { signal?: AbortSignal } = {}): Promise<Message> {
    // TODO: nobody knows how large the next message is
    throw new Todo("10_kernel_queue", "receive()");
  }

  /**
   * Removes the queue with all that is in it. A queue that is gone already is fine.
   *
   * @throws {Error} that names errno, if the kernel refuses
   */
  remove(): void {
    throw new Todo("10_kernel_queue", "remove()");
  }

  /** Removes the queue if this object has created it; a queue that was attached stays. */
  [Symbol.dispose](): void {
    throw new Todo("10_kernel_queue", "[Symbol.dispose]()");
  }
}
