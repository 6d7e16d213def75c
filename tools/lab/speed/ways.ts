import type { ContestantId } from "./contestants.ts";

/** What a contestant uses in a scenario. */
export interface Way {
  readonly what: string;
  /** The largest message that it takes. */
  readonly maxBytes?: number;
  readonly needsFfi?: true;
}

/** The ways of a contestant, by scenario; none where it has no way of its own. */
export type Ways = Readonly<Record<string, Way>>;

/** Who uses what. */
export const WAYS: Readonly<Record<ContestantId, Ways>> = {
  course: {
    pipe: { what: "lesson 06: JSON values over a child's pipes" },
    fifo: { what: "lessons 07 and 04: frames over FIFOs" },
    unix: { what: "lesson 04: frames over Deno.connect()" },
    tcp: { what: "lesson 04: frames over Deno.connect()" },
    udp: { what: "lesson 21: udpPort()", maxBytes: 1200 },
    ring: { what: "lesson 15 over #lib/shared_memory.ts, futex(2) by FFI", needsFfi: true },
    sysv: { what: "lesson 10: looks again and again, the event loop runs on", needsFfi: true },
    counter: { what: "lesson 12 over #lib/shared_memory.ts", needsFfi: true },
    lock: { what: "lesson 13: opens, locks, closes" },
  },
  deno: {
    pipe: { what: "readSync() and writeSync()" },
    fifo: { what: "readSync() and writeSync()" },
    unix: { what: "conn.read() into one buffer" },
    tcp: { what: "conn.read() into one buffer, setNoDelay()" },
    "unix-datagram": { what: "Deno.listenDatagram()" },
    udp: { what: "Deno.listenDatagram()" },
    memory: { what: "#lib/shared_memory.ts and futex(2) by FFI", needsFfi: true },
    sysv: { what: "msgsnd(2) and msgrcv(2) by FFI", needsFfi: true },
    posix: { what: "mq_send(3) and mq_receive(3) by FFI", needsFfi: true },
    signal: { what: "addSignalListener() and Deno.kill()" },
    counter: { what: "Atomics.add() on #lib/shared_memory.ts", needsFfi: true },
    lock: { what: "lockSync() of a file that stays open" },
  },
  python: {
    pipe: { what: "multiprocessing.Pipe()" },
    fifo: { what: "os.read() and os.write()" },
    unix: { what: "socket" },
    tcp: { what: "socket, TCP_NODELAY" },
    "unix-datagram": { what: "socket" },
    udp: { what: "socket" },
    memory: { what: "multiprocessing.RawArray and Semaphore" },
    sysv: { what: "msgsnd(2) and msgrcv(2) by ctypes" },
    posix: { what: "mq_send(3) and mq_receive(3) by ctypes" },
    signal: { what: "os.kill() and signal.sigwait()" },
    counter: { what: "multiprocessing.Value and get_lock()" },
    lock: { what: "fcntl.flock() of a file that stays open" },
  },
  node: {
    pipe: { what: "stdio of child_process.spawn()" },
    fifo: { what: "fs.readSync() and fs.writeSync()" },
    unix: { what: "node:net" },
    tcp: { what: "node:net, setNoDelay()" },
    udp: { what: "node:dgram" },
  },
  c: {
    pipe: { what: "pipe(2)" },
    fifo: { what: "read(2) and write(2)" },
    unix: { what: "connect(2)" },
    tcp: { what: "connect(2), TCP_NODELAY" },
    "unix-datagram": { what: "send(2) and recv(2)" },
    udp: { what: "send(2) and recv(2)" },
    memory: { what: "mmap(2) and futex(2)" },
    ring: { what: "mmap(2), and futex(2) once for 32 messages" },
    sysv: { what: "msgsnd(2) and msgrcv(2)" },
    posix: { what: "mq_send(3) and mq_receive(3)" },
    signal: { what: "kill(2) and sigwait(3)" },
    counter: { what: "an atomic add" },
    lock: { what: "flock(2) of a file that stays open" },
  },
};
