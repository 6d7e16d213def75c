// @style events: node:net for the client, callbacks that settle promises; bytes split before decoding

import { Buffer } from "node:buffer";
import { Socket } from "node:net";

export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly code: "not-found" | "failed" | "closed" | "bad-message";

  constructor(message: string, code: RpcError["code"]) {
    super(message);
    this.code = code;
  }
}

export type Methods = Record<string, (params: unknown) => unknown>;

export interface RpcServer extends AsyncDisposable {
  readonly addr: Deno.NetAddr;
  close(): Promise<void>;
}

export function serveRpc(
  methods: Methods,
  o: { hostname?: string; port?: number } = {},
): RpcServer {
  const listener = Deno.listen({ hostname: o.hostname ?? "127.0.0.1", port: o.port ?? 0 });
  const clients = new Set<ServedClient>();
  const ended = Promise.withResolvers<void>();
  let isOpen = true;
  const lookForEnd = () => {
    if (!isOpen && clients.size === 0) ended.resolve();
  };
  const acceptAll = async () => {
    while (isOpen) {
      try {
        const client = new ServedClient(await listener.accept(), methods);
        clients.add(client);
        client.ended.then(() => {
          clients.delete(client);
          lookForEnd();
        });
      } catch (error) {
        if (isOpen && !(error instanceof Deno.errors.NotConnected)) throw error;
      }
    }
    for (const client of clients) client.hangUp();
    lookForEnd();
  };
  acceptAll();
  const close = async () => {
    if (isOpen) {
      isOpen = false;
      listener.close();
    }
    await ended.promise;
  };
  return { addr: listener.addr, close, [Symbol.asyncDispose]: close };
}

class ServedClient {
  readonly ended: Promise<void>;
  readonly #conn: Deno.Conn;
  readonly #methods: Methods;
  readonly #splitter = new Splitter();
  readonly #outbox: Uint8Array[] = [];
  #running = 0;
  #isWriting = false;
  #hasAskedAll = false;
  #isGone = false;
  #end: () => void;

  constructor(conn: Deno.Conn, methods: Methods) {
    this.#conn = conn;
    this.#methods = methods;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    this.#end = resolve;
    this.#read();
  }

  hangUp(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#conn.close();
    this.#lookForEnd();
  }

  #lookForEnd(): void {
    if (this.#running > 0) return;
    if (this.#isGone) return this.#end();
    if (this.#hasAskedAll && !this.#isWriting) this.hangUp();
  }

  async #read(): Promise<void> {
    const buffer = new Uint8Array(65536);
    try {
      for (;;) {
        const count = await this.#conn.read(buffer);
        if (count === null) break;
        for (const line of this.#splitter.split(buffer.slice(0, count))) this.#take(line);
      }
      this.#hasAskedAll = true;
      this.#lookForEnd();
    } catch {
      this.hangUp();
    }
  }

  #take(text: string): void {
    const { id, method, params } = JSON.parse(text);
    if (typeof id !== "number" || typeof method !== "string") throw new TypeError("no question");
    this.#answer(id, method, params);
  }

  async #answer(id: number, method: string, params: unknown): Promise<void> {
    this.#running++;
    const answer: { id: number; result?: unknown; error?: { code: string; message: string } } = {
      id,
    };
    let line: string;
    try {
      const found = Object.getOwnPropertyDescriptor(this.#methods, method);
      if (found === undefined) answer.error = { code: "not-found", message: `${method}?` };
      else answer.result = await found.value(params);
      line = JSON.stringify(answer);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      line = JSON.stringify({ id, error: { code: "failed", message } });
    }
    this.#running--;
    this.#outbox.push(new TextEncoder().encode(line + "\n"));
    this.#flush();
  }

  async #flush(): Promise<void> {
    if (this.#isWriting) return;
    this.#isWriting = true;
    try {
      for (let bytes; (bytes = this.#outbox.shift()) !== undefined && !this.#isGone;) {
        for (let at = 0; at < bytes.length;) at += await this.#conn.write(bytes.subarray(at));
      }
    } catch {
      this.hangUp();
    }
    this.#isWriting = false;
    this.#lookForEnd();
  }
}

export class RpcClient implements AsyncDisposable {
  readonly #socket = new Socket();
  readonly #splitter = new Splitter();
  readonly #calls = new Map<number, (error: unknown, result?: unknown) => void>();
  readonly #closed = Promise.withResolvers<void>();
  #count = 0;
  #end: "closed" | "bad-message" = "closed";

  private constructor() {
    this.#socket.on("data", (bytes) => this.#read(bytes));
    this.#socket.on("error", () => {}); // "close" follows
    this.#socket.on("end", () => this.#socket.destroy());
    this.#socket.on("close", () => {
      for (const settle of this.#calls.values()) settle(new RpcError("hung up", this.#end));
      this.#closed.resolve();
    });
  }

  static connect(a: { hostname: string; port: number }): Promise<RpcClient> {
    const { promise, resolve, reject } = Promise.withResolvers<RpcClient>();
    const client = new RpcClient();
    client.#socket.once("error", (error: NodeJS.ErrnoException) => {
      const isRefused = error.code === "ECONNREFUSED";
      reject(isRefused ? new Deno.errors.ConnectionRefused(error.message) : error);
    });
    client.#socket.connect(a.port, a.hostname, () => {
      client.#socket.setNoDelay(true);
      resolve(client);
    });
    return promise;
  }

  async call<T>(
    method: string,
    params?: unknown,
    o: { signal?: AbortSignal } = {},
  ): Promise<T> {
    o.signal?.throwIfAborted();
    if (this.#socket.destroyed) throw new RpcError("hung up", "closed");
    const id = this.#count++;
    const line = JSON.stringify({ id, method, params });
    return await new Promise<T>((resolve, reject) => {
      const onAbort = () => settle(o.signal?.reason);
      const settle = (error: unknown, result?: unknown) => {
        this.#calls.delete(id);
        o.signal?.removeEventListener("abort", onAbort);
        if (error === undefined) resolve(result as T);
        else reject(error);
      };
      this.#calls.set(id, settle);
      o.signal?.addEventListener("abort", onAbort);
      this.#socket.write(line + "\n");
    });
  }

  async close(): Promise<void> {
    this.#socket.destroy();
    await this.#closed.promise;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #read(bytes: Uint8Array): void {
    try {
      for (const line of this.#splitter.split(bytes)) this.#settle(line);
    } catch {
      this.#end = "bad-message";
      this.#socket.destroy();
    }
  }

  #settle(line: string): void {
    const { id, result, error } = JSON.parse(line);
    if (typeof id !== "number") throw new TypeError("no id");
    if (error === undefined) return this.#calls.get(id)?.(undefined, result);
    if (!["not-found", "failed"].includes(error.code)) throw new TypeError("no such code");
    this.#calls.get(id)?.(new RpcError(error.message, error.code));
  }
}

/** Cuts at the byte 0x0a, which is no part of any other character, then decodes whole lines. */
class Splitter {
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  #kept: Uint8Array[] = [];
  #keptBytes = 0;

  *split(bytes: Uint8Array): Generator<string> {
    let start = 0;
    for (let end; (end = bytes.indexOf(10, start)) >= 0; start = end + 1) {
      this.#keep(bytes.subarray(start, end));
      const line = Buffer.concat(this.#kept);
      this.#kept = [];
      this.#keptBytes = 0;
      yield this.#decoder.decode(line);
    }
    this.#keep(new Uint8Array(bytes.subarray(start)));
  }

  #keep(bytes: Uint8Array): void {
    this.#keptBytes += bytes.length;
    if (this.#keptBytes > 1_048_576) throw new RangeError("the line is too long");
    if (bytes.length > 0) this.#kept.push(bytes);
  }
}
