import { writeAll } from "#lib/frames.ts";
import { lines } from "#lib/lines.ts";
import type { SideReply, SideRequest } from "../../tests/harness/observe_main.ts";
import { type GroupResult, runGroup } from "../proc/run_group.ts";

export interface SideOptions {
  /** The course's folder. */
  readonly root: string;
  /** The module of tests/observed/. */
  readonly path: string;
  /** Where its socket may lie; short, since socket paths are limited (unix(7)). */
  readonly dir: string;
  readonly subjectPath: string;
  /** How long it may live, in ms. */
  readonly wallMs: number;
  readonly signal?: AbortSignal;
}

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
  static async open(name: "observe" | "attend", options: SideOptions): Promise<Side> {
    const { root, path, dir, subjectPath, wallMs } = options;
    const socket = `${dir}/${crypto.randomUUID().slice(0, 8)}`;
    using listener = Deno.listen({ transport: "unix", path: socket });
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, ...(options.signal ? [options.signal] : [])]);
    const flags = ["run", "-A", "--no-check", "--quiet", "--no-lock"];
    const main = `${root}/tests/harness/observe_main.ts`;
    const running = runGroup(
      [Deno.execPath(), ...flags, "--config", `${root}/deno.json`, main, name, socket, path],
      {
        cwd: dir,
        env: { NO_COLOR: "1", ...(name === "observe" ? { IPC_SUBJECT: subjectPath } : {}) },
        wallMs: () => wallMs,
        signal,
      },
    );
    const side = new Side(running, stop);
    side.#conn = await Promise.race([listener.accept(), running.then(() => undefined)]);
    if (side.#conn !== undefined) side.#replies = lines(side.#conn.readable);
    return side;
  }

  /** Sends one request and waits for its reply, until `signal` aborts. */
  async ask(request: SideRequest, signal: AbortSignal): Promise<SideReply> {
    const late = Promise.withResolvers<string>();
    const onAbort = () => late.resolve("it did not end within its time");
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
    const ended = this.#running.then(describeDeath);
    const reply = await Promise.race([this.#exchange(request), ended, late.promise]);
    signal.removeEventListener("abort", onAbort);
    if (typeof reply !== "string") return reply;
    this.isLost = true;
    return { threw: reply };
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

  async #exchange(request: SideRequest): Promise<SideReply | string> {
    if (this.#conn === undefined) return describeDeath(await this.#running);
    try {
      await writeAll(this.#conn, new TextEncoder().encode(JSON.stringify(request) + "\n"));
      const line = await this.#replies?.next();
      return line?.done === false ? JSON.parse(line.value) : describeDeath(await this.#running);
    } catch (error) {
      return `the process cannot be reached: ${error}`;
    }
  }
}

function describeDeath(end: GroupResult): string {
  return `the process ended with ${end.signal ?? `exit code ${end.code}`}: ${
    end.stderr.slice(-500)
  }`;
}
