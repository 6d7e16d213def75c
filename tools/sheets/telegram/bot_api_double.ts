// A Bot API on this machine, for tests: a real server that keeps a channel's posts and fails in the ways asked for.
import type { ChatsDouble } from "./bot/chats_double.ts";
import {
  ChannelDouble,
  type ChannelDoubleOptions,
  type DoubleAnswer,
  type DoubleBody,
} from "./channel_double.ts";

/** A call that has arrived. */
export interface DoubleCall {
  /** How many came before it. */
  readonly index: number;
  readonly method: string;
  readonly body: DoubleBody;
}

/** How a call goes wrong. */
export type Fault =
  /** It is refused, and nothing is done. */
  | {
    readonly type: "status";
    readonly code: number;
    readonly description: string;
    readonly retryAfterS?: number;
  }
  /** It is done, and a proxy on the way answers with a page of its own. */
  | { readonly type: "page"; readonly code: number }
  /** It is done, and the answer ends in the middle. */
  | { readonly type: "half" }
  /** The connection is closed instead of an answer, before it is done or after. */
  | { readonly type: "close"; readonly when: "before" | "after" }
  /** It is done, and nothing is ever answered. */
  | { readonly type: "silence" };

/** How a double behaves. */
export interface BotApiDoubleOptions extends ChannelDoubleOptions {
  /** Answers what it knows of, before the channel does. @default none: there is the channel alone */
  readonly chats?: ChatsDouble;
  /** Decides how a call goes wrong. @default none does */
  readonly faultOf?: (call: DoubleCall) => Fault | undefined;
  /** Runs when a call has arrived, before anything is done. */
  readonly onReceived?: (call: DoubleCall) => void | Promise<void>;
  /** Runs when a call is done, before it is answered. */
  readonly onDone?: (call: DoubleCall) => void | Promise<void>;
}

/** A Bot API that runs until it is disposed of. */
export interface BotApiDouble extends AsyncDisposable {
  /** As in `http://127.0.0.1:40123`. */
  readonly root: string;
  readonly token: string;
  readonly channel: ChannelDouble;
  readonly calls: readonly DoubleCall[];
}

const TOKEN = "777:AAH-secret_of_the_double_123456789_";
const HOST = "127.0.0.1";

/** Starts a Bot API at a free port of this machine. */
export function startBotApiDouble(options: BotApiDoubleOptions = {}): BotApiDouble {
  const channel = new ChannelDouble(options);
  const calls: DoubleCall[] = [];
  const stop = Promise.withResolvers<void>();
  const clients = new Map<number, Deno.Conn>();

  const serve = async (request: Request, port: number): Promise<Response> => {
    const [, token, method = ""] = /^\/bot([^/]*)\/(\w+)$/.exec(new URL(request.url).pathname) ??
      [];
    const call = { index: calls.length, method, body: await request.json() as DoubleBody };
    calls.push(call);
    await options.onReceived?.(call);
    const fault = options.faultOf?.(call);
    if (fault?.type === "status") return respond(makeRefusal(fault));
    if (fault?.type === "close" && fault.when === "before") return close(clients.get(port));
    const answer = token === TOKEN
      ? await options.chats?.answer(method, call.body) ?? channel.answer(method, call.body)
      : refuseToken(token ?? "");
    await options.onDone?.(call);
    if (fault?.type === "close") return close(clients.get(port));
    if (fault?.type === "silence") await stop.promise;
    if (fault?.type === "page") return new Response("<h1>Oops</h1>", { status: fault.code });
    const text = JSON.stringify(answer);
    return respond(answer, fault?.type === "half" ? text.slice(0, text.length / 2) : text);
  };

  const server = Deno.serve(
    { hostname: HOST, port: 0, onListen: () => {} },
    (request, { remoteAddr }) => serve(request, remoteAddr.port),
  );
  const front = Deno.listen({ hostname: HOST, port: 0 });
  const relayed = relay(front, server.addr.port, clients);
  return {
    root: `http://${HOST}:${front.addr.port}`,
    token: TOKEN,
    channel,
    calls,
    async [Symbol.asyncDispose]() {
      stop.resolve();
      options.chats?.end();
      front.close();
      for (const client of clients.values()) closeQuietly(client);
      await server.shutdown();
      await relayed;
    },
  };
}

/** Stands before the server, because Deno.serve() cannot close a connection without an answer. */
async function relay(
  front: Deno.TcpListener,
  port: number,
  clients: Map<number, Deno.Conn>,
): Promise<void> {
  const pumps: Promise<void>[] = [];
  try {
    for await (const client of front) {
      const inner = await Deno.connect({ hostname: HOST, port });
      clients.set(inner.localAddr.port, client);
      pumps.push(pump(client, inner), pump(inner, client));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error; // closed: the test is over
  }
  await Promise.all(pumps);
}

async function pump(from: Deno.Conn, to: Deno.Conn): Promise<void> {
  await from.readable.pipeTo(to.writable).catch(() => {}); // either end may leave at any time
  closeQuietly(from);
  closeQuietly(to);
}

function closeQuietly(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch {
    // it is closed already
  }
}

function close(client: Deno.Conn | undefined): Response {
  if (client !== undefined) closeQuietly(client);
  return new Response(); // nobody is there to read it
}

function respond(answer: DoubleAnswer, text: string = JSON.stringify(answer)): Response {
  const headers = { "content-type": "application/json" };
  return new Response(text, { status: answer.ok ? 200 : answer.error_code, headers });
}

function makeRefusal(fault: Fault & { type: "status" }): DoubleAnswer {
  const { code, description, retryAfterS } = fault;
  const refusal = { ok: false, error_code: code, description } as const;
  return retryAfterS === undefined
    ? refusal
    : { ...refusal, parameters: { retry_after: retryAfterS } };
}

/** Telegram knows no such path when a token does not even look like one. */
function refuseToken(token: string): DoubleAnswer {
  return /^\d+:[\w-]{35}$/.test(token)
    ? { ok: false, error_code: 401, description: "Unauthorized" }
    : { ok: false, error_code: 404, description: "Not Found" };
}
