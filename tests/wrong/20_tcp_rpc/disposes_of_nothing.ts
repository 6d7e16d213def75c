// @test tcp-rpc/T14
// @says "what ends first is "await using""
// @mistake writing a disposal that neither closes nor waits

import { writeAll } from "#lib/frames.ts";
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

interface Question {
  readonly id: number;
  readonly method: string;
  readonly params?: unknown;
}

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: Failure;
}

interface Failure {
  readonly code: "not-found" | "failed";
  readonly message: string;
}

const BLOCK_BYTES = 64 << 10;

export function serveRpc(
  methods: Methods,
  o: { hostname?: string; port?: number } = {},
): RpcServer {
  const listener = Deno.listen({ hostname: o.hostname ?? "127.0.0.1", port: o.port ?? 0 });
  const sessions = new Map<Deno.TcpConn, Promise<void>>();
  let closing: Promise<void> | undefined;
  const acceptAll = async () => {
    while (closing === undefined) {
      try {
        const conn = await listener.accept();
        sessions.set(conn, serve(conn, methods).finally(() => sessions.delete(conn)));
      } catch (error) {
        const hasLeft = error instanceof Deno.errors.NotConnected;
        if (closing === undefined && !hasLeft) throw error;
      }
    }
  };
  const accepting = acceptAll();

  const shutDown = async () => {
    listener.close();
    await accepting;
    for (const conn of sessions.keys()) conn[Symbol.dispose]();
    await Promise.all(sessions.values());
  };
  const close = () => closing ??= shutDown();
  return { addr: listener.addr, close, [Symbol.asyncDispose]: () => Promise.resolve() };
}

export class RpcClient implements AsyncDisposable {
  readonly #conn: Deno.TcpConn;
  readonly #writer: LineWriter;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #reading: Promise<void>;
  #lastId = 0;
  #isOpen = true;

  private constructor(conn: Deno.TcpConn) {
    this.#conn = conn;
    this.#writer = new LineWriter(conn);
    this.#reading = this.#readAnswers();
  }

  static async connect(a: { hostname: string; port: number }): Promise<RpcClient> {
    const conn = await Deno.connect(a);
    conn.setNoDelay();
    return new RpcClient(conn);
  }

  async call<T>(
    method: string,
    params?: unknown,
    o: { signal?: AbortSignal } = {},
  ): Promise<T> {
    o.signal?.throwIfAborted();
    if (!this.#isOpen) throw new RpcError(`Cannot call ${method}: not connected`, "closed");
    const id = ++this.#lastId;
    const line = JSON.stringify({ id, method, params } satisfies Question);
    const answer = Promise.withResolvers<unknown>();
    const onAbort = () => answer.reject(o.signal?.reason);
    this.#waiting.set(id, answer);
    o.signal?.addEventListener("abort", onAbort);
    try {
      this.#writer.write(line).catch(() => this.#hangUp());
      return await answer.promise as T;
    } finally {
      this.#waiting.delete(id);
      o.signal?.removeEventListener("abort", onAbort);
    }
  }

  close(): Promise<void> {
    this.#hangUp();
    return this.#reading;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #readAnswers(): Promise<void> {
    let reason = new RpcError("The connection has ended before the answer", "closed");
    try {
      for await (const lines of readLines(this.#conn)) {
        for (const line of lines) this.#settle(parseAnswer(line));
      }
    } catch (error) {
      if (error instanceof RpcError) reason = error;
    }
    this.#hangUp();
    for (const { reject } of this.#waiting.values()) reject(reason);
  }

  #settle({ id, result, error }: Answer): void {
    const waiting = this.#waiting.get(id);
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(new RpcError(error.message, error.code));
  }

  #hangUp(): void {
    if (this.#isOpen) this.#conn.close();
    this.#isOpen = false;
  }
}

async function serve(conn: Deno.TcpConn, methods: Methods): Promise<void> {
  const writer = new LineWriter(conn);
  const jobs = new Set<Promise<void>>();
  const start = async (question: Question) => {
    try {
      await writer.write(await answer(question, methods));
    } catch {
      // the client has left without its answer
    }
  };
  try {
    conn.setNoDelay();
    for await (const lines of readLines(conn)) {
      for (const line of lines) {
        const job: Promise<void> = start(parseQuestion(line)).finally(() => jobs.delete(job));
        jobs.add(job);
      }
    }
    await Promise.all(jobs);
  } catch {
    // it has left, or what it talks is not our language
  }
  conn[Symbol.dispose]();
  await Promise.all(jobs);
}

async function answer({ id, method, params }: Question, methods: Methods): Promise<string> {
  const fail = (code: "not-found" | "failed", message: string) =>
    JSON.stringify({ id, error: { code, message } } satisfies Answer);
  const run = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (run === undefined) return fail("not-found", `There is no method ${method}`);
  try {
    return JSON.stringify({ id, result: await run(params) } satisfies Answer);
  } catch (error) {
    return fail("failed", error instanceof Error ? error.message : String(error));
  }
}

class LineWriter {
  readonly #conn: Deno.TcpConn;
  readonly #encoder = new TextEncoder();
  #queue = "";
  #writing: Promise<void> | undefined;

  constructor(conn: Deno.TcpConn) {
    this.#conn = conn;
  }

  write(line: string): Promise<void> {
    this.#queue += line + "\n";
    return this.#writing ??= this.#writeQueue();
  }

  async #writeQueue(): Promise<void> {
    try {
      while (this.#queue !== "") {
        const bytes = this.#encoder.encode(this.#queue);
        this.#queue = "";
        await writeAll(this.#conn, bytes);
      }
    } finally {
      this.#writing = undefined;
    }
  }
}

async function* readLines(conn: Deno.TcpConn): AsyncGenerator<string[], void> {
  const decoder = new LineDecoder();
  const block = new Uint8Array(BLOCK_BYTES);
  for (let count; (count = await conn.read(block)) !== null;) {
    yield decode(decoder, block.subarray(0, count));
  }
}

function decode(decoder: LineDecoder, chunk: Uint8Array): string[] {
  try {
    return decoder.push(chunk);
  } catch (error) {
    throw new RpcError(`The peer sent what is no line: ${error}`, "bad-message");
  }
}

function parseQuestion(line: string): Question {
  const { id, method, params } = parseObject(line);
  if (isId(id) && typeof method === "string") return { id, method, params };
  throw new RpcError("The peer sent what is no question", "bad-message");
}

function parseAnswer(line: string): Answer {
  const { id, result, error } = parseObject(line);
  if (isId(id)) {
    if (error === undefined) return { id, result };
    if (isFailure(error)) return { id, error };
  }
  throw new RpcError("The peer sent what is no answer", "bad-message");
}

function parseObject(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (isObject(value)) return value;
  } catch {
    // no JSON at all
  }
  throw new RpcError("The peer sent what is no JSON object", "bad-message");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isFailure(value: unknown): value is Failure {
  return isObject(value) && typeof value.message === "string" &&
    (value.code === "not-found" || value.code === "failed");
}
