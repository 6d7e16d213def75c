import { E2BIG, EAGAIN, EINVAL, ENOMSG, IPC_CREAT, IPC_PRIVATE, MSGMAX, MSGMNB } from "./os.ts";
import { checkRoom, type RawMsg } from "./raw_msg.ts";

/** Bytes of `long mtype`, the first member of a struct msgbuf. */
const TYPE_BYTES = 8;
const ENOENT = 2;

interface Stored {
  readonly type: bigint;
  readonly text: Uint8Array;
}

/**
 * System V message queues without a kernel: they answer as those of `openRawMsg()` do, errno included, and
 * live in the memory of this process. For machines without FFI or such queues, and for tests with small limits.
 */
export class FakeRawMsg implements RawMsg {
  readonly #maxBytes: number;
  readonly #maxMessageBytes: number;
  readonly #queues = new Map<number, Stored[]>();
  readonly #ids = new Map<number, number>();
  #nextId = 0;
  #errno = 0;

  /**
   * Starts without any queue.
   *
   * @param o `maxBytes` of text, and as many messages, fit into a queue; `maxMessageBytes` into a message
   */
  constructor(o: { maxBytes?: number; maxMessageBytes?: number } = {}) {
    this.#maxBytes = o.maxBytes ?? MSGMNB;
    this.#maxMessageBytes = o.maxMessageBytes ?? MSGMAX;
  }

  get(key: number, flags: number): number {
    const known = key === IPC_PRIVATE ? undefined : this.#ids.get(key);
    if (known !== undefined) return known;
    if (key !== IPC_PRIVATE && (flags & IPC_CREAT) === 0) return this.#fail(ENOENT);
    const id = this.#nextId++;
    this.#queues.set(id, []);
    if (key !== IPC_PRIVATE) this.#ids.set(key, id);
    return id;
  }

  snd(id: number, buf: Uint8Array, n: number): number {
    checkRoom(buf, n);
    const type = readType(buf);
    const queue = this.#queues.get(id);
    if (n > this.#maxMessageBytes || type < 1n || queue === undefined) return this.#fail(EINVAL);
    const byteCount = queue.reduce((sum, { text }) => sum + text.length, n);
    if (byteCount > this.#maxBytes || queue.length >= this.#maxBytes) return this.#fail(EAGAIN);
    queue.push({ type, text: buf.slice(TYPE_BYTES, TYPE_BYTES + n) });
    return 0;
  }

  rcv(id: number, buf: Uint8Array, n: number, type: number): number {
    checkRoom(buf, n);
    const queue = this.#queues.get(id);
    if (queue === undefined) return this.#fail(EINVAL);
    const message = choose(queue, BigInt(type));
    if (message === undefined) return this.#fail(ENOMSG);
    if (message.text.length > n) return this.#fail(E2BIG); // and the message stays
    queue.splice(queue.indexOf(message), 1);
    viewOf(buf).setBigInt64(0, message.type, true);
    buf.set(message.text, TYPE_BYTES);
    return message.text.length;
  }

  rmid(id: number): number {
    if (!this.#queues.delete(id)) return this.#fail(EINVAL);
    for (const [key, known] of this.#ids) if (known === id) this.#ids.delete(key);
    return 0;
  }

  errno(): number {
    return this.#errno;
  }

  #fail(errno: number): -1 {
    this.#errno = errno;
    return -1;
  }
}

/** The message that msgrcv(2) takes: 0 the oldest, above 0 of this type, below 0 of the lowest up to |type|. */
function choose(queue: readonly Stored[], wanted: bigint): Stored | undefined {
  if (wanted === 0n) return queue[0];
  if (wanted > 0n) return queue.find(({ type }) => type === wanted);
  return queue.filter(({ type }) => type <= -wanted)
    .reduce<Stored | undefined>((low, one) => low && low.type <= one.type ? low : one, undefined);
}

function readType(buf: Uint8Array): bigint {
  return viewOf(buf).getBigInt64(0, true);
}

function viewOf(buf: Uint8Array): DataView {
  return new DataView(buf.buffer, buf.byteOffset, buf.byteLength);
}
