// @style closures over plain reads into one buffer; a queue of callers, and bytes that are cut by hand

import type { Argv } from "#lib/argv.ts";

export class EOFError extends Error {}

export interface Connection<S, R> extends AsyncDisposable {
  send(v: S): Promise<void>;
  recv(): Promise<R>;
  close(): Promise<void>;
}

interface Ends {
  read(buffer: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | null>;
  write(bytes: Uint8Array): Promise<void>;
  closeWrite(): Promise<void>;
  closeRead(): unknown;
}

export function toChild<S, R>(child: Deno.ChildProcess): Connection<S, R> {
  const reader = child.stdout.getReader({ mode: "byob" });
  const writer = child.stdin.getWriter();
  return connect<S, R>({
    read: async (buffer) => (await reader.read(buffer)).value ?? null,
    write: (bytes) => writer.write(bytes),
    closeWrite: () => writer.close(),
    closeRead: () => reader.cancel(),
  });
}

export function toParent<S, R>(): Connection<S, R> {
  for (const name of ["log", "info", "debug"] as const) {
    console[name] = (...parts: unknown[]) => console.error(...parts);
  }
  return connect<S, R>({
    async read(buffer) {
      const count = await Deno.stdin.read(buffer);
      return buffer.subarray(0, count ?? 0);
    },
    async write(bytes) {
      for (let sent = 0; sent < bytes.length;) {
        sent += await Deno.stdout.write(bytes.subarray(sent));
      }
    },
    closeWrite: async () => {}, // the process's end does it
    closeRead: () => Deno.stdin.close(),
  });
}

function connect<S, R>(ends: Ends): Connection<S, R> {
  let sending = Promise.resolve();
  let closing: Promise<void> | undefined;
  const receive = makeReceiver(ends);
  const close = () => closing ??= sending.then(ends.closeWrite);
  return {
    send(value) {
      if (closing !== undefined) return Promise.reject(new TypeError("closed"));
      try {
        const line = JSON.stringify(value) + "\n";
        if (line === "undefined\n") throw new TypeError("not a JSON value");
        const bytes = new TextEncoder().encode(line);
        return sending = sending.then(() => ends.write(bytes));
      } catch (error) {
        return Promise.reject(error);
      }
    },
    recv: () => receive().then((line) => JSON.parse(new TextDecoder().decode(line))),
    close,
    async [Symbol.asyncDispose]() {
      await Promise.allSettled([ends.closeRead(), close()]);
    },
  };
}

/** Returns a function that takes the next line: its bytes, to be decoded when they are whole. */
function makeReceiver(ends: Ends): () => Promise<Uint8Array> {
  const callers: PromiseWithResolvers<Uint8Array>[] = [];
  let rest = new Uint8Array();
  let from = 0;
  let isReading = false;
  let end: Error | undefined;
  const serve = () => {
    while (callers.length > 0) {
      const newline = rest.indexOf(10, from);
      if (newline < 0) return;
      callers.shift()?.resolve(rest.slice(from, newline));
      from = newline + 1;
    }
  };
  const readMore = async () => {
    isReading = true;
    for (serve(); callers.length > 0 && end === undefined; serve()) {
      const got = await ends.read(new Uint8Array(65_536));
      if (got === null || got.length === 0) {
        end = from < rest.length
          ? new Deno.errors.UnexpectedEof("half a value")
          : new EOFError("no more values");
      } else {
        const joined = new Uint8Array(rest.length - from + got.length);
        joined.set(rest.subarray(from));
        joined.set(got, rest.length - from);
        [rest, from] = [joined, 0];
      }
    }
    if (end !== undefined) { for (const caller of callers.splice(0)) caller.reject(end); }
    isReading = false;
  };
  return () => {
    const caller = Promise.withResolvers<Uint8Array>();
    callers.push(caller);
    if (!isReading) readMore();
    return caller.promise;
  };
}

export async function relay(producer: Argv, consumer: Argv): Promise<string[]> {
  const first = spawn(producer);
  const second = spawn(consumer);
  const tasks = toChild<never, unknown>(first);
  const reports = toChild<unknown, string>(second);
  const received: string[] = [];
  try {
    await Promise.all([
      tasks.close(),
      each(tasks, (task) => reports.send(task)).then(() => reports.close()),
      each(reports, (report) => Promise.resolve(void received.push(report))),
    ]);
    const ends = await Promise.all([first.status, second.status]);
    if (ends.some((end) => end.code !== 0)) throw new Error(ends.map((end) => end.code).join());
    return received;
  } catch (error) {
    for (const child of [first, second]) {
      await Promise.resolve().then(() => child.kill("SIGKILL")).catch(() => {});
    }
    throw error;
  } finally {
    await Promise.all([tasks[Symbol.asyncDispose](), reports[Symbol.asyncDispose]()]);
    await Promise.all([first.status, second.status]);
  }
}

async function each<T>(from: Connection<never, T>, act: (value: T) => Promise<void>) {
  for (;;) {
    const next = await from.recv().then((value) => ({ value }), (error) => ({ error }));
    if (!("error" in next)) await act(next.value);
    else if (next.error instanceof EOFError) return;
    else throw next.error;
  }
}

function spawn([program, ...args]: Argv): Deno.ChildProcess {
  return new Deno.Command(program, { args, stdin: "piped", stdout: "piped" }).spawn();
}
