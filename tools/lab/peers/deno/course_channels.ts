// What the course's lessons would use.
import { toChild, toParent } from "../../../../solutions/06_connection/mod.ts";
import type { Connection } from "#lib/connection.ts";
import { type ByteSink, type ByteSource, readFrame, writeFrame } from "#lib/frames.ts";
import { openReader, openWriter } from "../../../../solutions/07_fifo_rendezvous/mod.ts";
import { BYTES, type Channel, type Kind } from "./channel.ts";
import { withoutDelay } from "./stream_channels.ts";

/** Lesson 06: JSON values over the pipes of a child. */
export const pipe: Kind<string> = {
  lead: (end) => valueChannel(toChild<string, string>(end.spawn())),
  serve: () => valueChannel(toParent<string, string>()),
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

/** Lesson 04: frames over a Unix socket. */
export const unix: Kind = {
  async lead(end) {
    const path = `${end.dir}/a.sock`;
    using listener = Deno.listen({ transport: "unix", path });
    end.spawn(path);
    return connChannel(await listener.accept());
  },
  serve: async (end) => connChannel(await Deno.connect({ transport: "unix", path: end.address })),
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

function connChannel(conn: Deno.Conn): Channel {
  return { ...frameChannel(conn, conn), close: () => conn.close() };
}

function frameChannel(into: ByteSource, out: ByteSink): Channel {
  const buffer = new Uint8Array(1 << 20);
  return {
    ...BYTES,
    send: (bytes) => writeFrame(out, bytes),
    async recv() {
      const bytes = await readFrame(into, { buffer });
      if (bytes === null) throw new Error("The other process has gone");
      return bytes;
    },
  };
}
