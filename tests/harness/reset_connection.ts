import { LIBC } from "#lib/os.ts";

/** Values of Linux: socket(7), ip(7). */
const [AF_INET, SOCK_STREAM, SOL_SOCKET, SO_LINGER] = [2, 1, 1, 13];

/**
 * Connects to a port of 127.0.0.1 and resets the connection (RST), all in one turn of the event loop: a server
 * in this process cannot have accepted it before. Needs Linux and FFI.
 */
export function resetConnection(port: number): void {
  const libc = Deno.dlopen(LIBC, {
    socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
    connect: { parameters: ["i32", "buffer", "u32"], result: "i32" },
    setsockopt: { parameters: ["i32", "i32", "i32", "buffer", "u32"], result: "i32" },
    close: { parameters: ["i32"], result: "i32" },
  });
  try {
    const { socket, connect, setsockopt, close } = libc.symbols;
    const fd = socket(AF_INET, SOCK_STREAM, 0);
    const address = Uint8Array.of(
      AF_INET,
      0,
      port >> 8,
      port & 255,
      127,
      0,
      0,
      1,
      ...Array(8).fill(0),
    );
    const noLinger = Int32Array.of(1, 0); // close(2) sends RST in place of FIN
    const isConnected = connect(fd, address, address.length) === 0;
    setsockopt(fd, SOL_SOCKET, SO_LINGER, noLinger, noLinger.byteLength);
    close(fd);
    if (!isConnected) throw new Error(`Cannot connect to port ${port}: nobody listens there`);
  } finally {
    libc.close();
  }
}
