// @style closures, one promise chain for the writes, text split by hand

export class RpcError extends Error {
  override readonly name = "RpcError";
  constructor(
    message: string,
    readonly code: "not-found" | "failed" | "closed" | "bad-message",
  ) {
    super(message);
  }
}

export type Methods = Record<string, (params: unknown) => unknown>;

export interface RpcServer extends AsyncDisposable {
  readonly addr: Deno.NetAddr;
  close(): Promise<void>;
}

type Message = Record<string, unknown>;

export function serveRpc(
  methods: Methods,
  { hostname = "127.0.0.1", port = 0 }: { hostname?: string; port?: number } = {},
): RpcServer {
  const listener = Deno.listen({ hostname, port });
  const table = new Map(Object.entries(methods));
  const hangUps = new Set<() => void>();
  let [isOpen, running] = [true, 0];
  const idle = Promise.withResolvers<void>();
  const leave = () => {
    running--;
    if (!isOpen && running === 0) idle.resolve();
  };

  const answer = async ({ id, method, params }: Message, send: (m: Message) => Promise<void>) => {
    running++;
    let result: Message;
    const run = table.get(String(method));
    if (run === undefined) result = { error: { code: "not-found", message: `no ${method}` } };
    else {
      try {
        result = { result: await run(params) };
        JSON.stringify(result);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        result = { error: { code: "failed", message } };
      }
    }
    await send({ id, ...result }).catch(() => {});
    leave();
  };

  const converse = async (conn: Deno.Conn) => {
    running++;
    const hangUp = closer(conn);
    hangUps.add(hangUp);
    const send = makeSender(conn);
    const answers: Promise<void>[] = [];
    try {
      await readMessages(conn, (message) => {
        if (!isId(message.id) || typeof message.method !== "string") throw new Error("no question");
        answers.push(answer(message, send));
      });
      await Promise.all(answers);
    } catch {
      // hang up on this one
    }
    hangUp();
    hangUps.delete(hangUp);
    leave();
  };

  const acceptNext = (): void => {
    running++;
    listener.accept().then(
      (conn) => void converse(conn),
      (error) => {
        if (isOpen && !(error instanceof Deno.errors.NotConnected)) throw error;
      },
    ).finally(() => {
      if (isOpen) acceptNext();
      else hangUps.forEach((hangUp) => hangUp());
      leave();
    });
  };
  acceptNext();

  const close = () => {
    if (isOpen) {
      isOpen = false;
      listener.close();
    }
    return idle.promise;
  };
  return { addr: listener.addr, close, [Symbol.asyncDispose]: close };
}

export class RpcClient implements AsyncDisposable {
  #send: (message: Message) => Promise<void>;
  #hangUp: () => void;
  #ended: Promise<void>;
  #isOpen = true;
  #nextId = 1000;
  #callbacks = new Map<unknown, { done: (r: unknown) => void; failed: (e: unknown) => void }>();

  private constructor(conn: Deno.TcpConn) {
    this.#send = makeSender(conn);
    this.#hangUp = closer(conn);
    const end = (code: "closed" | "bad-message") => {
      this.#isOpen = false;
      this.#hangUp();
      for (const { failed } of this.#callbacks.values()) failed(new RpcError("it is over", code));
      this.#callbacks.clear();
    };
    this.#ended = readMessages(conn, (message) => this.#take(message)).then(
      () => end("closed"),
      (error) => end(error instanceof Nonsense ? "bad-message" : "closed"),
    );
  }

  static async connect(a: { hostname: string; port: number }): Promise<RpcClient> {
    return new RpcClient(await Deno.connect(a));
  }

  #take({ id, result, error }: Message): void {
    if (!isId(id)) throw new Nonsense();
    const callback = this.#callbacks.get(id);
    if (error === undefined) callback?.done(result);
    else callback?.failed(toRpcError(error));
    this.#callbacks.delete(id);
  }

  call<T>(method: string, params?: unknown, o: { signal?: AbortSignal } = {}): Promise<T> {
    if (o.signal?.aborted) return Promise.reject(o.signal.reason);
    if (!this.#isOpen) return Promise.reject(new RpcError("it is over", "closed"));
    const id = this.#nextId;
    this.#nextId += 7;
    return new Promise<T>((resolve, reject) => {
      const abort = () => this.#callbacks.delete(id) && reject(o.signal?.reason);
      const forget = () => o.signal?.removeEventListener("abort", abort);
      this.#send({ id, method, params }).catch(() => this.#hangUp());
      this.#callbacks.set(id, {
        done: (result) => (forget(), resolve(result as T)),
        failed: (error) => (forget(), reject(error)),
      });
      o.signal?.addEventListener("abort", abort);
    });
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    this.#hangUp();
    await this.#ended;
  }

  [Symbol.asyncDispose] = (): Promise<void> => this.close();
}

class Nonsense extends Error {}

function toRpcError(error: unknown): RpcError {
  if (typeof error !== "object" || error === null) throw new Nonsense();
  const { code, message } = error as Message;
  if (code !== "failed" && code !== "not-found") throw new Nonsense();
  return new RpcError(String(message), code);
}

const isId = (id: unknown) => typeof id === "number" && Number.isInteger(id);

function closer(conn: Deno.Conn): () => void {
  let isOpen = true;
  return () => {
    if (isOpen) conn.close();
    isOpen = false;
  };
}

/** Throws at once when JSON refuses; each write begins when the one before has ended. */
function makeSender(conn: Deno.Conn): (message: Message) => Promise<void> {
  let last = Promise.resolve();
  return (message) => {
    let bytes = new TextEncoder().encode(JSON.stringify(message) + "\n");
    const write = async () => {
      while (bytes.length > 0) bytes = bytes.subarray(await conn.write(bytes));
    };
    last = last.then(write);
    last.catch(() => {});
    return last;
  };
}

async function readMessages(conn: Deno.Conn, take: (message: Message) => void): Promise<void> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const buffer = new Uint8Array(256 * 1024);
  let rest: string[] = [];
  let restBytes = 0;
  for (let count; (count = await conn.read(buffer)) !== null;) {
    const chunk = buffer.subarray(0, count);
    for (let start = 0; start <= count;) {
      const newline = chunk.indexOf(10, start);
      const part = chunk.subarray(start, newline < 0 ? count : newline);
      restBytes += part.length;
      if (restBytes > 1 << 20) throw new Nonsense();
      rest.push(decode(decoder, part));
      if (newline < 0) break;
      take(parse(rest.join("")));
      [rest, restBytes, start] = [[], 0, newline + 1];
    }
  }
}

function decode(decoder: TextDecoder, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes, { stream: true });
  } catch {
    throw new Nonsense();
  }
}

function parse(line: string): Message {
  try {
    const message = JSON.parse(line);
    if (typeof message === "object" && message !== null) return message;
  } catch {
    // below
  }
  throw new Nonsense();
}
