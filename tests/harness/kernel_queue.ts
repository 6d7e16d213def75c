import { E2BIG, EAGAIN, ENOMSG, IPC_PRIVATE } from "#lib/os.ts";
import { openRawMsg, type RawMsg } from "#lib/raw_msg.ts";

const MESSAGE_BYTES = 8_192; // msgmax on Linux (msgop(2))

interface Message {
  type: number;
  body: Uint8Array;
}

/** Queues in use: a test that is cut off for an endless loop leaves its `using` without effect. */
const open = new Set<KernelQueue>();
Deno.test.afterEach(() => {
  for (const queue of open) queue[Symbol.dispose]();
});

/** A System V queue of the kernel's own, as the examiner: it answers in one line, as {@linkcode describe} does. */
export class KernelQueue implements Disposable {
  readonly #raw: RawMsg & Disposable;
  readonly #id: number;

  /** @throws {Error} when the kernel has no queue to give */
  constructor() {
    this.#raw = openRawMsg();
    this.#id = this.#raw.get(IPC_PRIVATE, 0o600);
    if (this.#id >= 0) {
      open.add(this);
      return;
    }
    const errno = this.#raw.errno();
    this.#raw[Symbol.dispose]();
    throw new Error(`Cannot make a kernel queue: msgget(2) fails with errno ${errno}`);
  }

  /** "true" when sent, "false" when the queue is full. */
  send({ type, body }: Message): string {
    const buffer = new Uint8Array(8 + body.length);
    new DataView(buffer.buffer).setBigInt64(0, BigInt(type), true);
    buffer.set(body, 8);
    if (this.#raw.snd(this.#id, buffer, body.length) === 0) return "true";
    const errno = this.#raw.errno();
    return errno === EAGAIN ? "false" : `errno ${errno}`;
  }

  /** The message, or "null" when none suits. */
  receive(type: number): string {
    const buffer = new Uint8Array(8 + MESSAGE_BYTES);
    const byteCount = this.#raw.rcv(this.#id, buffer, MESSAGE_BYTES, type);
    if (byteCount >= 0) {
      const found = Number(new DataView(buffer.buffer).getBigInt64(0, true));
      return describe({ type: found, body: buffer.subarray(8, 8 + byteCount) });
    }
    const errno = this.#raw.errno();
    return errno === ENOMSG ? "null" : errno === E2BIG ? "too big" : `errno ${errno}`;
  }

  [Symbol.dispose](): void {
    if (!open.delete(this)) return;
    this.#raw.rmid(this.#id);
    this.#raw[Symbol.dispose]();
  }
}

/** A message in one line: its body is one value again and again, so that the first byte tells it apart. */
export function describe(m: Message | null): string {
  return m === null
    ? "null"
    : `type ${m.type}, ${m.body.length} bytes of ${m.body[0] ?? "nothing"}`;
}
