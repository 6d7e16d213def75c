import { BYTES, type Channel, type Kind } from "./channel.ts";

interface SyncFile {
  readSync(bytes: Uint8Array): number | null;
  writeSync(bytes: Uint8Array): number;
}

/** The pipes of a child, opened a second time by their name in /proc: Deno's own ends have no calls that wait. */
export const pipe: Kind = {
  lead(end) {
    const child = end.spawn();
    const out = Deno.openSync(`/proc/${child.pid}/fd/0`, { write: true });
    const into = Deno.openSync(`/proc/${child.pid}/fd/1`, { read: true });
    return syncChannel(into, out);
  },
  serve: () => syncChannel(Deno.stdin, Deno.stdout),
};

export const fifo: Kind = {
  lead(end) {
    end.spawn();
    const out = Deno.openSync(end.there, { write: true }); // each open waits for its partner
    return syncChannel(Deno.openSync(end.back), out);
  },
  serve(end) {
    const into = Deno.openSync(end.there);
    return syncChannel(into, Deno.openSync(end.back, { write: true }));
  },
};

export const unix: Kind = {
  async lead(end) {
    const path = `${end.dir}/a.sock`;
    using listener = Deno.listen({ transport: "unix", path });
    end.spawn(path);
    return connChannel(await listener.accept());
  },
  serve: async (end) => connChannel(await Deno.connect({ transport: "unix", path: end.address })),
};

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

/** Sends small segments at once, not when those before are acknowledged. */
export function withoutDelay(conn: Deno.TcpConn): Deno.TcpConn {
  conn.setNoDelay();
  return conn;
}

function syncChannel(into: Pick<SyncFile, "readSync">, out: Pick<SyncFile, "writeSync">): Channel {
  const block = new Uint8Array(1 << 20);
  return {
    ...BYTES,
    send(bytes) {
      for (let sent = 0; sent < bytes.length;) {
        sent += out.writeSync(sent === 0 ? bytes : bytes.subarray(sent));
      }
    },
    recv(byteCount) {
      const bytes = block.subarray(0, byteCount);
      for (let taken = 0; taken < byteCount;) {
        taken += into.readSync(taken === 0 ? bytes : bytes.subarray(taken)) ?? fail();
      }
      return bytes;
    },
  };
}

function connChannel(conn: Deno.Conn): Channel {
  const block = new Uint8Array(1 << 20);
  return {
    ...BYTES,
    async send(bytes) {
      for (let sent = 0; sent < bytes.length;) {
        sent += await conn.write(sent === 0 ? bytes : bytes.subarray(sent));
      }
    },
    async recv(byteCount) {
      const bytes = block.subarray(0, byteCount);
      for (let taken = 0; taken < byteCount;) {
        taken += await conn.read(taken === 0 ? bytes : bytes.subarray(taken)) ?? fail();
      }
      return bytes;
    },
    close: () => conn.close(),
  };
}

function fail(): never {
  throw new Error("The other process has gone");
}
