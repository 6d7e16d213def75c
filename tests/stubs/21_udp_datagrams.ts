import { Todo } from "#lib/todo.ts";

/** A place that datagrams are sent from and received at. In the tests it may be a script in place of UDP. */
export interface Port {
  /** Its own address, as in `"127.0.0.1:40123"`. */
  readonly address: string;
  /**
   * Sends one datagram, which may be empty. Resolves when it has left: nobody says whether it arrives,
   * or whether anybody is there.
   *
   * @throws {RangeError} (by rejecting) when `data` has more than 1200 bytes; nothing is sent
   */
  send(data: Uint8Array, to: string): Promise<void>;
  /**
   * Waits for the next datagram; one call at a time. `data` is the caller's to keep: the first 1200
   * bytes at most, what was behind them is gone. Rejects when the port is closed, also while it waits.
   */
  receive(): Promise<{ data: Uint8Array; from: string }>;
  /** Gives the address back: from now on send() and receive() reject. May be called again. */
  close(): void;
}

/** Opens a UDP port of 127.0.0.1 that the kernel picks. */
export function udpPort(): Promise<Port> {
  // TODO: open a socket, and translate between its addresses and "127.0.0.1:40123"
  throw new Todo("21_udp_datagrams", "udpPort()");
}

/** Sends messages to one peer, which runs serveReliable(), one after the other. The port is its own. */
export class Reliable {
  /**
   * Prepares the way to `peer`. `timeoutMs` is how long one try waits for its ACK, by
   * `delay(timeoutMs, signal)`; `retries` is how many more tries there are after the first.
   */
  constructor(
    _port: Port,
    _peer: string,
    _o: {
      timeoutMs: number;
      retries: number;
      delay: (ms: number, s: AbortSignal) => Promise<void>;
    },
  ) {
    // TODO: remember them, and that no message was sent yet
    throw new Todo("21_udp_datagrams", "Reliable");
  }

  /**
   * Sends a message of at most 1196 bytes when all messages before it are done, and resolves when it is
   * acknowledged. The bytes are those of the call: the caller may change `m` afterwards.
   *
   * @throws {RangeError} (by rejecting) when `m` is too long
   * @throws {Deno.errors.TimedOut} (by rejecting) when no try was acknowledged: nobody knows whether the
   *   message has arrived
   * @throws (by rejecting) what the port rejects with, when it fails
   */
  send(_m: Uint8Array): Promise<void> {
    throw new Todo("21_udp_datagrams", "Reliable.send()");
  }
}

/**
 * Calls `on` with each message, once and in order, one at a time, whoever sends it, and acknowledges it
 * when `on` has ended. If `on` fails, there is no ACK: the message counts as not received, and may come
 * again. When `signal` aborts, waits for `on`, closes the port and resolves.
 *
 * @throws what `port.receive()` rejects with, when the port fails
 */
export function serveReliable(
  _port: Port,
  _on: (m: Uint8Array, from: string) => void | Promise<void>,
  _o: { signal: AbortSignal },
): Promise<void> {
  // TODO: receive, deliver what is new, acknowledge what is new and what is known
  throw new Todo("21_udp_datagrams", "serveReliable()");
}
