import { Todo } from "#lib/todo.ts";

/** What a publisher says, and each subscriber gets. */
export interface Message {
  /** Words joined by dots, as in `scale.3.weight`. */
  readonly topic: string;
  /** Any bytes, also none. */
  readonly body: Uint8Array;
}

/** How a broker works. */
export interface BrokerOptions {
  /** Bytes of frames that may wait for one client, those under way to the kernel included. @default 262144 */
  maxQueuedBytes?: number;
  /**
   * Called once for each client that the broker throws out, and why: "slow", a frame did not fit into its queue,
   * or "protocol", it sent what is not in the format. It must not throw.
   */
  onEvict?: (why: "slow" | "protocol") => void;
}

/** A broker that listens on a Unix socket. Disposing it closes it. */
export interface Broker extends AsyncDisposable {
  /** Connections that it has now: each client has one, and one more for each subscription. */
  readonly clients: number;
  /**
   * Removes the name, hangs up on everybody at once, whatever is queued, and resolves when nothing is under way any
   * more. A second call waits for the same end.
   */
  close(): Promise<void>;
}

/**
 * Starts a broker at `path`: what one client publishes is queued for every client that has a pattern for its topic,
 * once, and written to each as fast as that one reads. A client for which a frame does not fit is thrown out, and so
 * is one that breaks the format; nobody else notices. A client that ends its direction has left.
 *
 * @throws {Deno.errors.AddrInUse} (by rejecting) when the name is taken
 */
export function startBroker(_path: string, _o: BrokerOptions = {}): Promise<Broker> {
  // TODO a: accept; read frames from each client; queue what is published, and write it
  // TODO b: throw out who is slow or talks nonsense; let go of who leaves; close
  throw new Todo("24_pubsub_broker", "startBroker()");
}

/** A client of a broker: publishes by one connection, and has one more for each subscription. Disposing closes it. */
export class BrokerClient implements AsyncDisposable {
  private constructor(_path: string, _conn: Deno.UnixConn) {
    // TODO a: keep both, and read counts from the connection until it ends
    throw new Todo("24_pubsub_broker", "BrokerClient");
  }

  /** Connects to the broker at `path`; rejects as `Deno.connect()` does. */
  static connect(_path: string): Promise<BrokerClient> {
    throw new Todo("24_pubsub_broker", "BrokerClient.connect()");
  }

  /**
   * Sends `body` to all subscribers of `topic`; resolves to the number of clients that it was queued for. `body` is the
   * caller's again when the call returns. Calls need not wait for each other: they leave in their order.
   *
   * @throws {TypeError} (by rejecting, as all these) when a word of the topic is empty or has a `*`; also when the
   *   broker breaks the format
   * @throws {RangeError} when the topic has more than 255 bytes
   * @throws {Deno.errors.NotConnected} when the connection ends before the answer, or has ended before
   */
  publish(_topic: string, _body: Uint8Array): Promise<number> {
    // TODO a: send a message, wait for its count
    // TODO b: leave nobody waiting when the connection ends
    throw new Todo("24_pubsub_broker", "publish()");
  }

  /**
   * Resolves when the broker has confirmed the subscription: whatever is published from then on comes. In `pattern`, the
   * word `*` stands for any one word, and `**`, which may only come last, for one word or more.
   *
   * The loop over it reads from the socket only as fast as it goes round. `break` unsubscribes. It ends when the connection
   * ends, in whatever way; a message that was cut off is not delivered.
   *
   * @throws {TypeError} (by rejecting) when the pattern is none; also when the broker breaks the format, in the loop, too
   * @throws {Deno.errors.NotConnected} when the connection ends before the confirmation, and after `close()`
   */
  subscribe(_pattern: string): Promise<AsyncIterableIterator<Message>> {
    // TODO a: connect, subscribe, wait for the confirmation, yield what comes
    // TODO b: hang up after a break
    throw new Todo("24_pubsub_broker", "subscribe()");
  }

  /** Hangs up: rejects what is published and not answered, and ends all loops. A second call does no harm. */
  close(): Promise<void> {
    throw new Todo("24_pubsub_broker", "close()");
  }

  [Symbol.asyncDispose](): Promise<void> {
    throw new Todo("24_pubsub_broker", "[Symbol.asyncDispose]()");
  }
}
