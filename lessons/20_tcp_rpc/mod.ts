import { Todo } from "#lib/todo.ts";

/** Why a call has failed. This class is given: use it as it is. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  /**
   * `"not-found"`: the server has no such method. `"failed"`: the method failed, or `JSON.stringify()` refuses
   * its result (a bigint, a cycle).
   * `"closed"`: the connection ended before the answer came. `"bad-message"`: the server sent a line that
   * is no answer.
   */
  readonly code: "not-found" | "failed" | "closed" | "bad-message";

  constructor(message: string, code: RpcError["code"]) {
    super(message);
    this.code = code;
  }
}

/**
 * The methods of a server by their names. A call's `params` is any JSON value, or undefined; what `JSON.stringify()`
 * leaves out, such as a function, arrives as undefined, be it `params` or the result.
 */
export type Methods = Record<string, (params: unknown) => unknown>;

/** A server that listens on TCP. Disposing it closes it. */
export interface RpcServer extends AsyncDisposable {
  /** Where it listens, with the port that the kernel has picked. */
  readonly addr: Deno.NetAddr;
  /**
   * Turns new clients away and hangs up on all others at once, then waits until no method runs any
   * more. A second call waits for the same end.
   */
  close(): Promise<void>;
}

/**
 * Serves `methods` over TCP, in the format of the README. A question waits neither for other clients
 * nor for earlier questions: each answer is sent as soon as it is known. Only own properties of
 * `methods` are methods. No client can end the server.
 *
 * @throws {Deno.errors.AddrInUse} at once, when `port` is taken
 */
export function serveRpc(
  _methods: Methods,
  _o: {
    /** @default "127.0.0.1", this machine alone */
    hostname?: string;
    /** @default 0, a free port that the kernel picks */
    port?: number;
  } = {},
): RpcServer {
  // TODO: accept connections, read questions, send answers
  throw new Todo("20_tcp_rpc", "serveRpc()");
}

/** One connection to a server, for any number of calls at the same time. */
export class RpcClient implements AsyncDisposable {
  private constructor(_conn: Deno.TcpConn) {
    // TODO: keep the connection, and read answers from it until it ends
    throw new Todo("20_tcp_rpc", "RpcClient");
  }

  /**
   * Connects to a server.
   *
   * @throws {Deno.errors.ConnectionRefused} (by rejecting) when nobody listens there
   */
  static connect(_a: { hostname: string; port: number }): Promise<RpcClient> {
    throw new Todo("20_tcp_rpc", "RpcClient.connect()");
  }

  /**
   * Asks for `method` at once, whatever other calls wait, and returns its own result. When `signal`
   * aborts, it rejects with `signal.reason`; an answer that still comes is ignored. When it was aborted
   * before, nothing is sent.
   *
   * @throws {RpcError} (by rejecting, as do the others) with the code that says why; when the
   *   connection has ended before the call: `"closed"`
   * @throws {TypeError} when `JSON.stringify()` refuses `params` (a bigint, a cycle); nothing is sent
   */
  call<T>(_method: string, _params?: unknown, _o: { signal?: AbortSignal } = {}): Promise<T> {
    throw new Todo("20_tcp_rpc", "RpcClient.call()");
  }

  /** Hangs up: calls that wait reject with `"closed"`. May be called again. */
  close(): Promise<void> {
    throw new Todo("20_tcp_rpc", "RpcClient.close()");
  }

  [Symbol.asyncDispose](): Promise<void> {
    throw new Todo("20_tcp_rpc", "RpcClient[Symbol.asyncDispose]()");
  }
}
