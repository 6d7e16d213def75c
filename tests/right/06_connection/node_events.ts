// @style node: streams, "data" and "end" events; pause() while nobody asks

import process from "node:process";
import { type ChildProcess, spawn } from "node:child_process";
import { Readable, Writable } from "node:stream";
import type { Argv } from "#lib/argv.ts";

export class EOFError extends Error {}

export interface Connection<S, R> extends AsyncDisposable {
  send(v: S): Promise<void>;
  recv(): Promise<R>;
  close(): Promise<void>;
}

export function toChild<S, R>(child: Deno.ChildProcess): Connection<S, R> {
  const from = Readable.fromWeb(child.stdout as unknown as Parameters<typeof Readable.fromWeb>[0]);
  return makeConnection(from, Writable.fromWeb(child.stdin));
}

export function toParent<S, R>(): Connection<S, R> {
  console.log = console.info = console.debug = console.error;
  return makeConnection(process.stdin, process.stdout);
}

type Input = NodeJS.ReadableStream & { destroy(): unknown };

function makeConnection<S, R>(from: Input, to: NodeJS.WritableStream): Connection<S, R> {
  const values = readLines(from);
  let last = Promise.resolve();
  let closing: Promise<void> | undefined;
  to.on("error", () => {}); // each write has its own callback
  const close = () => closing ??= last.then(() => end(to));
  return {
    send: (value) => {
      if (closing !== undefined) return Promise.reject(new TypeError("it is closed"));
      last = new Promise<void>((resolve, reject) => {
        const line = JSON.stringify(value);
        if (line === undefined) throw new TypeError("no JSON");
        to.write(line + "\n", (error) => error ? reject(translate(error)) : resolve());
      });
      const sent = last;
      last = last.catch(() => {});
      return sent;
    },
    recv: () => values().then((line) => JSON.parse(line)),
    close,
    async [Symbol.asyncDispose]() {
      from.destroy();
      await close().catch(() => {});
    },
  };
}

function end(to: NodeJS.WritableStream): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if ("destroyed" in to && to.destroyed === true) return Promise.resolve(); // its reader has left
  to.on("close", resolve).on("error", () => resolve());
  to.end(() => resolve());
  return promise;
}

function translate(error: NodeJS.ErrnoException): Error {
  return error.code === "EPIPE" ? new Deno.errors.BrokenPipe(error.message) : error;
}

function readLines(from: Input): () => Promise<string> {
  const found: string[] = [];
  const callers: PromiseWithResolvers<string>[] = [];
  let rest = "";
  let failure: Error | undefined;
  const serve = () => {
    for (;;) {
      const caller = callers[0];
      if (caller === undefined) return void from.pause();
      const line = found.shift();
      if (line !== undefined) caller.resolve(line);
      else if (failure !== undefined) caller.reject(failure);
      else return void from.resume();
      callers.shift();
    }
  };
  const stop = () => {
    failure ??= rest === "" ? new EOFError("end") : new Deno.errors.UnexpectedEof("half a line");
    serve();
  };
  from.setEncoding("utf8");
  from.on("data", (text) => {
    const parts = `${rest}${text}`.split("\n");
    rest = parts.pop() ?? "";
    found.push(...parts);
    serve();
  });
  from.on("end", stop).on("close", stop).on("error", stop);
  from.pause();
  return () => {
    const caller = Promise.withResolvers<string>();
    callers.push(caller);
    serve();
    return caller.promise;
  };
}

export async function relay(producer: Argv, consumer: Argv): Promise<string[]> {
  const children = [producer, consumer].map(([program, ...args]) =>
    spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] })
  );
  const ends = children.map(waitForEnd); // asked at once: kill() sets signalCode before the child has ended
  const ended = Promise.all(ends);
  ended.catch(() => {}); // looked at below
  const [tasks, reports] = children.map(({ stdin, stdout }) =>
    stdin !== null && stdout !== null ? makeConnection<unknown, string>(stdout, stdin) : undefined
  );
  if (tasks === undefined || reports === undefined) throw new Error("no pipes");
  const received: string[] = [];
  try {
    await Promise.all([
      tasks.close(),
      drain(tasks, (task) => reports.send(task)).then(reports.close),
      drain(reports, (report) => void received.push(report)),
    ]);
    await ended;
    return received;
  } catch (error) {
    for (const child of children) child.kill("SIGKILL");
    await Promise.allSettled(ends);
    throw error;
  } finally {
    await Promise.all([tasks, reports].map((one) => one[Symbol.asyncDispose]()));
  }
}

async function drain(
  from: Connection<unknown, string>,
  act: (value: string) => void | Promise<void>,
) {
  try {
    for (;;) await act(await from.recv());
  } catch (error) {
    if (!(error instanceof EOFError)) throw error;
  }
}

function waitForEnd(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("exit", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`a program ended with ${signal ?? `code ${code}`}`));
    });
  });
}
