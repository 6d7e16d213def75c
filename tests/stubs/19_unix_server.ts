import { Todo } from "#lib/todo.ts";

/** A server that listens on a Unix socket. Disposing it closes it. */
export interface UnixServer extends AsyncDisposable {
  /** The name in the filesystem that clients connect to. */
  readonly path: string;
  /** How many accepted connections are not finished yet. */
  readonly active: number;
  /**
   * Turns new clients away at once, then waits until every accepted one has its answer. Removes the
   * name, unless it belongs to somebody else by now. A second call waits for the same end.
   */
  close(): Promise<void>;
}

/**
 * Serves `path`: one connection is one request. All bytes up to the client's end-of-file are the
 * request, what `handler` returns is the answer, then the server hangs up. Clients do not wait for each
 * other. A handler that fails, or a client that leaves early, costs that one connection.
 *
 * The name appears with the permission bits `mode` (default 0o600) already set. A name that a dead
 * server left behind is taken over.
 *
 * @throws {Deno.errors.AddrInUse} when a live server answers at `path`, or when it is no socket at all:
 * that file stays as it is, and the error says its path
 * @throws {RangeError} that says the limit, when `path` is longer than 103 bytes
 */
export function serveUnix(
  _path: string,
  _handler: (req: Uint8Array) => Uint8Array | Promise<Uint8Array>,
  _o: { mode?: number } = {},
): Promise<UnixServer> {
  // TODO: bind, accept, and serve each client on its own
  throw new Todo("19_unix_server", "serveUnix()");
}

/**
 * Sends `body` to the server at `path`, ends it by half-close, and returns the whole answer.
 * When `signal` aborts, it hangs up and rejects with `signal.reason`.
 */
export function request(
  _path: string,
  _body: Uint8Array,
  _o: { signal?: AbortSignal } = {},
): Promise<Uint8Array> {
  // TODO: write everything, close one direction, read everything
  throw new Todo("19_unix_server", "request()");
}
