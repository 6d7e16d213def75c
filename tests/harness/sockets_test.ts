import { assertEquals } from "@std/assert";
import { parseInet, parseUnix } from "./sockets.ts";

Deno.test("parseInet() pairs the two ends of a TCP connection by their addresses", () => {
  const text =
    `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11 1 0 100 0 0 10 0
   1: 0100007F:1F90 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 12 1 0 20 4 30 10 -1
   2: 0100007F:D431 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 13 1 0 20 4 30 10 -1
`;
  assertEquals(parseInet("tcp", text), [
    { inode: "11", kind: "tcp", local: "127.0.0.1:8080", isListening: true },
    { inode: "12", kind: "tcp", local: "127.0.0.1:8080", isListening: false, peer: "13" },
    { inode: "13", kind: "tcp", local: "127.0.0.1:54321", isListening: false, peer: "12" },
  ]);
});

Deno.test("parseUnix() takes paths from the kernel's list and peers from ss", () => {
  const text = `Num       RefCount Protocol Flags    Type St Inode Path
0000000000000000: 00000002 00000000 00010000 0001 01 21 /tmp/a b
0000000000000000: 00000003 00000000 00000000 0001 03 22
`;
  const ss = "u_str LISTEN 0 1024 /tmp/a b 21 * 0\nu_str ESTAB 0 0 * 22 * 23\n";
  assertEquals(parseUnix(text, ss), [
    { inode: "21", kind: "unix", local: "/tmp/a b", isListening: true },
    { inode: "22", kind: "unix", local: "", isListening: false, peer: "23" },
  ]);
});
