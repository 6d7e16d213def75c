import { Todo } from "#lib/todo.ts";

/** One message: it is sent and received as a whole. */
export interface Message {
  /** An integer above 0. */
  type: number;
  body: Uint8Array;
}

/** What every call that is pending, or comes later, fails with once the queue is closed. */
export class QueueClosed extends Error {
  override readonly name = "QueueClosed";
}

/**
 * A mailbox with types, in memory, that behaves like a System V message queue (msgop(2)).
 *
 * Bodies are copied on sending. Sizes are in bytes of body.
 */
export class TypedQueue {
  /**
   * `maxBytes` is what all stored bodies may hold together (default 16384), and how many messages may be
   * stored; `maxMessageBytes` is what one body may hold (default 8192).
   */
  constructor(_o: { maxBytes?: number; maxMessageBytes?: number } = {}) {
    // TODO: decide what is stored, and who may be waiting
    throw new Todo("09_typed_queue", "TypedQueue");
  }

  /**
   * Stores `m` if there is room and nobody waits for room; returns whether it did. Throws RangeError for a
   * type that is no integer above 0 and for a body over `maxMessageBytes` or `maxBytes`, QueueClosed after
   * close().
   */
  trySend(_m: Message): boolean {
    throw new Todo("09_typed_queue", "trySend()");
  }

  /** Like trySend(), but waits its turn while the queue is full. Rejects with `signal.reason` when aborted. */
  send(_m: Message, _o: { signal?: AbortSignal } = {}): Promise<void> {
    throw new Todo("09_typed_queue", "send()");
  }

  /**
   * Takes one message, or returns null if none suits: `type` 0 (the default) takes the oldest, above 0
   * the oldest of exactly this type, below 0 the oldest of the lowest type that is <= |type|.
   */
  tryReceive(_type?: number): Message | null {
    throw new Todo("09_typed_queue", "tryReceive()");
  }

  /** Like tryReceive(), but waits until a message suits. Rejects with `signal.reason` when aborted. */
  receive(_type?: number, _o: { signal?: AbortSignal } = {}): Promise<Message> {
    throw new Todo("09_typed_queue", "receive()");
  }

  /** How many messages are stored. */
  get length(): number {
    throw new Todo("09_typed_queue", "length");
  }

  /** How many bytes of body are stored. */
  get bytes(): number {
    throw new Todo("09_typed_queue", "bytes");
  }

  /** Drops what is stored and ends every waiting call with QueueClosed. */
  close(): void {
    throw new Todo("09_typed_queue", "close()");
  }
}
