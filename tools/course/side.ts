import { writeAll } from "#lib/frames.ts";
import { LineDecoder } from "#lib/lines.ts";
import type { Json } from "../../tests/harness/observed.ts";
import type { SideReply, SideRequest } from "../../tests/harness/observe_main.ts";
import { type GroupResult, runGroup } from "../proc/run_group.ts";
import type { VerdictStatus } from "./verdict.ts";

export type SideName = "observe" | "attend";

/** A command line and what is added to its environment. */
export interface Launch {
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  /** Leaves this process's environment out. @default false */
  readonly clearEnv?: boolean;
}

/** Makes the arguments of `deno run` for one side: its name, its judge's socket, and the file of the cases. */
export function sideArgs(
  course: string,
  [name, socket, file]: readonly [name: SideName, socket: string, file: string],
): string[] {
  return [
    ...["-A", "--no-check", "--quiet", "--no-lock"],
    ...["--config", `${course}/deno.json`, `${course}/tests/harness/observe_main.ts`],
    ...[name, socket, `${course}/${file}`],
  ];
}

export interface SideOptions {
  /** Makes the command line of the process; it finds its judge at `socket`. */
  readonly launch: (name: SideName, socket: string) => Launch | Promise<Launch>;
  /** Where its socket may lie, in a folder of its own; short, since socket paths are limited (unix(7)). */
  readonly dir: string;
  /** How long it may live, in ms. */
  readonly wallMs: number;
  readonly signal?: AbortSignal;
}

/** What became of a request: a reply, or why there is none, and whose doing that is. */
export type Answer =
  | { readonly seen: Json }
  | { readonly threw: string; readonly status: VerdictStatus };

/** No lesson's observation comes near this; what is longer is a flood. */
const MAX_REPLY_BYTES = 1 << 20;
/** What a side may print, in bytes. */
const MAX_OUTPUT_BYTES = 1 << 20;

/** The process that plays one side of the observed cases. It is ended with `end()`, whatever it does. */
export class Side {
  readonly #running: Promise<GroupResult>;
  readonly #stop: AbortController;
  #conn: Deno.Conn | undefined;
  #replies: AsyncGenerator<string, void> | undefined;
  /** True once it has died, or owes an answer. */
  isLost = false;

  private constructor(running: Promise<GroupResult>, stop: AbortController) {
    this.#running = running;
    this.#stop = stop;
  }

  /** Starts it and waits until it calls, or has ended before. */
  static async open(name: SideName, options: SideOptions): Promise<Side> {
    const { launch, dir, wallMs } = options;
    await Deno.mkdir(`${dir}/${name}`, { recursive: true });
    const socket = `${dir}/${name}/${crypto.randomUUID().slice(0, 8)}`;
    using listener = Deno.listen({ transport: "unix", path: socket });
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, ...(options.signal ? [options.signal] : [])]);
    const { argv, ...environment } = await launch(name, socket);
    const running = runGroup(argv, {
      cwd: dir,
      ...environment,
      wallMs: () => wallMs,
      outputBytes: MAX_OUTPUT_BYTES,
      signal,
    });
    const side = new Side(running, stop);
    side.#conn = await Promise.race([listener.accept(), running.then(() => undefined)]);
    if (side.#conn !== undefined) side.#replies = readLines(side.#conn);
    return side;
  }

  /** Sends one request and waits for its reply, until `signal` aborts. */
  async ask(request: Omit<SideRequest, "id">, signal: AbortSignal): Promise<Answer> {
    const late = Promise.withResolvers<Lost>();
    const onAbort = () => late.resolve({ lost: "it did not end within its time", as: "timeout" });
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
    const ended = this.#running.then((end) => this.#describeDeath(end));
    const id = crypto.randomUUID();
    const reply = await Promise.race([this.#exchange({ ...request, id }), ended, late.promise]);
    signal.removeEventListener("abort", onAbort);
    if ("seen" in reply) return reply;
    if ("threw" in reply) return { ...reply, status: reply.isLoading ? "error" : "fail" };
    this.isLost = true;
    return { threw: reply.lost, status: reply.as };
  }

  /** Lets it end, within `ms`; who is lost is killed. */
  async end(ms: number): Promise<GroupResult> {
    if (this.isLost) this.#stop.abort();
    try {
      this.#conn?.close();
    } catch {
      // the other end was quicker
    }
    const timer = setTimeout(() => this.#stop.abort(), ms);
    try {
      return await this.#running;
    } finally {
      clearTimeout(timer);
    }
  }

  async #exchange(request: SideRequest): Promise<SideReply | Lost> {
    if (this.#conn === undefined) return this.#describeDeath(await this.#running);
    try {
      await writeAll(this.#conn, new TextEncoder().encode(JSON.stringify(request) + "\n"));
      const line = await this.#replies?.next();
      if (line?.done !== false) return this.#describeDeath(await this.#running);
      return checkReply(JSON.parse(line.value), request.id);
    } catch (error) {
      if (error instanceof RangeError) {
        return { lost: "its reply is longer than 1 MiB", as: "fail" };
      }
      return { lost: `its reply cannot be read: ${error}`, as: "fail" };
    }
  }

  /** Who never called has never seen the module under test: then it is this machine that failed. */
  #describeDeath(end: GroupResult): Lost {
    const death = describeDeath(end);
    return this.#conn === undefined ? { ...death, as: "infra" } : death;
  }
}

/** Why no further reply is expected. */
interface Lost {
  readonly lost: string;
  readonly as: VerdictStatus;
}

/** The other end shares its memory with code that nobody trusts: it may send anything. */
function checkReply(reply: unknown, id: string): SideReply | Lost {
  if (typeof reply !== "object" || reply === null || !("id" in reply) || reply.id !== id) {
    return { lost: "it sent something that is no reply to what it was asked", as: "fail" };
  }
  if ("seen" in reply) return { id, seen: reply.seen as Json }; // JSON.parse gives nothing else
  if ("threw" in reply && typeof reply.threw === "string") {
    return { id, threw: reply.threw, isLoading: "isLoading" in reply && reply.isLoading === true };
  }
  return { lost: "it sent a reply without a result", as: "fail" };
}

async function* readLines(conn: Deno.Conn): AsyncGenerator<string, void> {
  const decoder = new LineDecoder({ maxLineBytes: MAX_REPLY_BYTES });
  for await (const chunk of conn.readable) yield* decoder.push(chunk);
}

function describeDeath(end: GroupResult): Lost {
  if (end.killed === "output") return { lost: "it printed more than 1 MiB", as: "output" };
  if (/JavaScript heap out of memory|Fatal JavaScript/.test(end.stderr)) {
    return { lost: "the process ran out of memory", as: "memory" };
  }
  const how = end.signal ?? `exit code ${end.code}`;
  return { lost: `the process ended with ${how}: ${end.stderr.slice(-500)}`, as: "crash" };
}
