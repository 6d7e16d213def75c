// What the course's lessons would use.
import type { Connection } from "#lib/connection.ts";
import * as lib from "#lib/connection.ts";
import { type ByteSink, type ByteSource, readFrame, writeFrame } from "#lib/frames.ts";
import * as lesson04 from "../../../../solutions/04_length_frames/mod.ts";
import { toChild, toParent } from "../../../../solutions/06_connection/mod.ts";
import { openReader, openWriter } from "../../../../solutions/07_fifo_rendezvous/mod.ts";
import { BYTES, type Channel, type End, type Kind } from "./channel.ts";
import { withoutDelay } from "./stream_channels.ts";

/** Lesson 06: JSON values over the pipes of a child. */
export const pipe: Kind<string> = {
  lead: (end) => valueChannel(toChild<string, string>(end.spawn())),
  serve: () => valueChannel(toParent<string, string>()),
};

/** Lesson 06, a stream of values: nobody waits for each of them, so that many go out together. */
export const values: Kind<string> = {
  lead: (end) => streamChannel(toChild<string, string>(end.spawn())),
  serve: () => streamChannel(toParent<string, string>()),
};

/** The same through #lib/connection.ts, whose send() makes its caller wait only when too much is queued. */
export const libValues: Kind<string> = {
  lead: (end) => valueChannel(lib.toChild<string, string>(end.spawn())),
  serve: () => valueChannel(lib.toParent<string, string>()),
};

/** Lessons 07 and 04: frames over FIFOs. */
export const fifo: Kind = {
  async lead(end) {
    end.spawn();
    const out = await openWriter(end.there);
    return frameChannel(await openReader(end.back), out);
  },
  async serve(end) {
    const into = await openReader(end.there);
    return frameChannel(into, await openWriter(end.back));
  },
};

/** Lesson 04: the solution's own frames over a Unix socket. */
export const solutionFrames: Kind = {
  lead: async (end) => solutionChannel(await acceptUnix(end)),
  serve: async (end) => solutionChannel(await connectUnix(end)),
};

/** Lesson 04, by #lib/frames.ts: frames over a Unix socket. */
export const unix: Kind = {
  lead: async (end) => connChannel(await acceptUnix(end)),
  serve: async (end) => connChannel(await connectUnix(end)),
};

/** Lesson 04: frames over TCP. */
export const tcp: Kind = {
  async lead(end) {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    end.spawn(String(listener.addr.port));
    return connChannel(withoutDelay(await listener.accept()));
  },
  async serve(end) {
    const address = { hostname: "127.0.0.1", port: Number(end.address) };
    return connChannel(withoutDelay(await Deno.connect(address)));
  },
};

function valueChannel(connection: Connection<string, string>): Channel<string> {
  return {
    make: (byteCount, isLast) => (isLast ? "1" : "0").repeat(byteCount),
    isLast: (text) => text.startsWith("1"),
    send: (text) => connection.send(text),
    recv: () => connection.recv(),
    async close() {
      await connection[Symbol.asyncDispose]();
    },
  };
}

/** Sends without waiting; flush() waits for the last of them. */
function streamChannel(connection: Connection<string, string>): Channel<string> {
  let last: Promise<void> | undefined;
  return {
    ...valueChannel(connection),
    send: (text) => void (last = connection.send(text)),
    flush: () => last,
  };
}

async function acceptUnix(end: End): Promise<Deno.UnixConn> {
  const path = `${end.dir}/a.sock`;
  using listener = Deno.listen({ transport: "unix", path });
  end.spawn(path);
  return await listener.accept();
}

function connectUnix(end: End): Promise<Deno.UnixConn> {
  return Deno.connect({ transport: "unix", path: end.address });
}

function solutionChannel(conn: Deno.Conn): Channel {
  return {
    ...BYTES,
    send: (bytes) => lesson04.writeFrame(conn, bytes),
    recv: async () => await lesson04.readFrame(conn) ?? fail(),
    close: () => conn.close(),
  };
}

function connChannel(conn: Deno.Conn): Channel {
  return { ...frameChannel(conn, conn), close: () => conn.close() };
}

function frameChannel(into: ByteSource, out: ByteSink): Channel {
  const buffer = new Uint8Array(1 << 20);
  return {
    ...BYTES,
    send: (bytes) => writeFrame(out, bytes),
    async recv() {
      return await readFrame(into, { buffer }) ?? fail();
    },
  };
}

function fail(): never {
  throw new Error("The other process has gone");
}
