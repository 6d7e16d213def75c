import { udpPort } from "../../../../solutions/21_udp_datagrams/mod.ts";
import { BYTES, type Channel, type Kind } from "./channel.ts";

const HELLO = new Uint8Array(1);

/** UDP by Deno.listenDatagram(), one buffer for all that comes. */
export const udp: Kind = {
  async lead(end) {
    const socket = openUdp();
    end.spawn(String((socket.addr as Deno.NetAddr).port));
    const [, peer] = await socket.receive(); // the follower has introduced itself
    return socketChannel(socket, peer);
  },
  async serve(end) {
    const socket = openUdp();
    const peer = { transport: "udp", hostname: "127.0.0.1", port: Number(end.address) } as const;
    await socket.send(HELLO, peer);
    return socketChannel(socket, peer);
  },
};

/** Unix datagrams by Deno.listenDatagram(). */
export const unixDatagram: Kind = {
  async lead(end) {
    const socket = openUnix(`${end.dir}/b.sock`);
    end.spawn();
    await socket.receive();
    return socketChannel(socket, { transport: "unixpacket", path: `${end.dir}/a.sock` });
  },
  async serve(end) {
    const socket = openUnix(`${end.dir}/a.sock`);
    const peer = { transport: "unixpacket", path: `${end.dir}/b.sock` } as const;
    await socket.send(HELLO, peer);
    return socketChannel(socket, peer);
  },
};

type Port = Awaited<ReturnType<typeof udpPort>>;

/** Lesson 21: a port without its repetitions, as nothing gets lost on the way to oneself. */
export const courseUdp: Kind = {
  async lead(end) {
    const port = await udpPort();
    end.spawn(port.address);
    const { from } = await port.receive();
    return portChannel(port, from);
  },
  async serve(end) {
    const port = await udpPort();
    await port.send(HELLO, end.address);
    return portChannel(port, end.address);
  },
};

function openUdp(): Deno.DatagramConn {
  return Deno.listenDatagram({ transport: "udp", hostname: "127.0.0.1", port: 0 });
}

function openUnix(path: string): Deno.DatagramConn {
  return Deno.listenDatagram({ transport: "unixpacket", path });
}

function socketChannel(socket: Deno.DatagramConn, peer: Deno.Addr): Channel {
  const block = new Uint8Array(1 << 16);
  return {
    ...BYTES,
    async send(bytes) {
      await socket.send(bytes, peer);
    },
    recv: async () => (await socket.receive(block))[0],
    close: () => socket.close(),
  };
}

function portChannel(port: Port, peer: string): Channel {
  return {
    ...BYTES,
    send: (bytes) => port.send(bytes, peer),
    recv: async () => (await port.receive()).data,
    close: () => port.close(),
  };
}
