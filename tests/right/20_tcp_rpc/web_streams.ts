// @style web streams: a chain of transforms for the lines, a stream writer as the queue

import { LineDecoder } from "#lib/lines.ts";

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

interface Failure {
  code: "not-found" | "failed";
  message: string;
}

export function serveRpc(
  methods: Methods,
  o: { hostname?: string; port?: number } = {},
): RpcServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0, ...o });
  const conns = new Set<Deno.Conn>();
  const sessions: Promise<unknown>[] = [];
  const loop = async () => {
    for (;;) {
      let conn: Deno.Conn;
      try {
        conn = await listener.accept();
      } catch (error) {
        if (error instanceof Deno.errors.NotConnected) continue;
        break;
      }
      conns.add(conn);
      sessions.push(new Session(conn, methods).run().finally(() => conns.delete(conn)));
    }
  };
  const looping = loop();
  let isOpen = true;
  const close = async () => {
    if (isOpen) listener.close();
    isOpen = false;
    await looping;
    for (const conn of conns) conn[Symbol.dispose]();
    await Promise.all(sessions);
  };
  return { addr: listener.addr, close, [Symbol.asyncDispose]: close };
}

class Session {
  readonly #conn: Deno.Conn;
  readonly #methods: Methods;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #running: Promise<void>[] = [];

  constructor(conn: Deno.Conn, methods: Methods) {
    this.#conn = conn;
    this.#methods = methods;
    this.#writer = conn.writable.getWriter();
    this.#writer.closed.catch(() => {}); // a client may go at any time
  }

  async run(): Promise<void> {
    const take = (value: unknown) => {
      if (!isQuestion(value)) throw new RpcError("no question", "bad-message");
      this.#running.push(this.#answer(value));
    };
    await toValues(readUntilEnd(this.#conn)).pipeTo(new WritableStream({ write: take }))
      .then(() => Promise.all(this.#running), () => {});
    this.#conn[Symbol.dispose]();
    await Promise.all(this.#running);
  }

  async #answer(question: { id: number; method: string; params?: unknown }): Promise<void> {
    const { id, method, params } = question;
    let line: string;
    try {
      const isKnown = Object.keys(this.#methods).includes(method);
      line = isKnown
        ? JSON.stringify({ id, result: await this.#methods[method]?.(params) })
        : JSON.stringify({ id, error: { code: "not-found", message: "no such" } });
    } catch (error) {
      const message = error instanceof Error ? error.message : `${error}`;
      line = JSON.stringify({ id, error: { code: "failed", message } });
    }
    await this.#writer.write(new TextEncoder().encode(line + "\n")).catch(() => {});
  }
}

export class RpcClient implements AsyncDisposable {
  readonly #conn: Deno.Conn;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #questions: ((answer: { result?: unknown; error?: unknown }) => void)[] = [];
  readonly #reading: Promise<void>;
  #end: RpcError | undefined;

  private constructor(conn: Deno.TcpConn) {
    this.#conn = conn;
    this.#writer = conn.writable.getWriter();
    this.#writer.closed.catch(() => {});
    this.#reading = this.#read();
  }

  static connect(a: { hostname: string; port: number }): Promise<RpcClient> {
    return Deno.connect(a).then((conn) => new RpcClient(conn));
  }

  async call<T>(
    method: string,
    params?: unknown,
    o: { signal?: AbortSignal } = {},
  ): Promise<T> {
    o.signal?.throwIfAborted();
    if (this.#end !== undefined) throw new RpcError("the connection has ended", "closed");
    const line = JSON.stringify({ id: this.#questions.length, method, params }) + "\n";
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.#questions.push(({ result, error }) => error ? reject(error) : resolve(result as T));
    const onAbort = () => reject(o.signal?.reason);
    o.signal?.addEventListener("abort", onAbort, { once: true });
    this.#writer.write(new TextEncoder().encode(line)).catch(() => {});
    try {
      return await promise;
    } finally {
      o.signal?.removeEventListener("abort", onAbort);
    }
  }

  async close(): Promise<void> {
    this.#conn[Symbol.dispose]();
    await this.#reading;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #read(): Promise<void> {
    let end = new RpcError("the connection has ended", "closed");
    try {
      for await (const answer of toValues(readUntilEnd(this.#conn))) {
        if (!isAnswer(answer)) throw new RpcError("no answer", "bad-message");
        const { id, result, error } = answer;
        this.#questions[id]?.(
          error ? { error: new RpcError(error.message, error.code) } : { result },
        );
      }
    } catch (error) {
      if (error instanceof RpcError) end = error;
    }
    this.#end = end;
    this.#conn[Symbol.dispose]();
    for (const settle of this.#questions) settle({ error: end }); // those that are settled do not care
  }
}

/** Like conn.readable, which closes the whole socket at end-of-file. */
function readUntilEnd(conn: Deno.Conn): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const buffer = new Uint8Array(64 * 1024);
      const count = await conn.read(buffer);
      if (count === null) controller.close();
      else controller.enqueue(buffer.subarray(0, count));
    },
  });
}

/** One JSON value a line; a line that has no newline is dropped. */
function toValues(bytes: ReadableStream<Uint8Array<ArrayBuffer>>): ReadableStream<unknown> {
  const decoder = new LineDecoder(); // of lines up to 1 MiB
  return bytes.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, string>({
      transform(chunk, controller) {
        try {
          for (const line of decoder.push(chunk)) controller.enqueue(line);
        } catch {
          throw new RpcError("too long, or no UTF-8", "bad-message");
        }
      },
    }),
  ).pipeThrough(
    new TransformStream<string, unknown>({
      transform: (line, controller) => controller.enqueue(parse(line)),
    }),
  );
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new RpcError("no JSON", "bad-message");
  }
}

function isQuestion(value: unknown): value is { id: number; method: string; params?: unknown } {
  if (typeof value !== "object" || value === null) return false;
  return "id" in value && typeof value.id === "number" &&
    "method" in value && typeof value.method === "string";
}

function isAnswer(
  value: unknown,
): value is { id: number; result?: unknown; error?: Failure } {
  if (typeof value !== "object" || value === null) return false;
  if (!("id" in value) || typeof value.id !== "number") return false;
  return !("error" in value) || isFailure(value.error);
}

function isFailure(value: unknown): value is Failure {
  if (typeof value !== "object" || value === null || !("code" in value)) return false;
  return value.code === "not-found" || value.code === "failed";
}
