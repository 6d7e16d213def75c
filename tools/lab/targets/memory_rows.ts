import type { Row } from "./rows.ts";

const SMALL = { id: "flow:64:1024", name: "64 B" };
const KIB_4 = { id: "flow:4096:256", name: "4 KiB" };
const KIB_64 = { id: "flow:65536:16", name: "64 KiB" };
const PUT_AND_GET = { id: "put-and-get", name: "put and get" };
const SOLO = { id: "solo", name: "alone" };
const DUEL = { id: "duel", name: "against another process" };

/** The lessons of queues, shared memory and locks. */
export const MEMORY_ROWS: readonly Row[] = [
  {
    lesson: "09_typed_queue",
    name: "a queue in memory",
    measures: [PUT_AND_GET],
    players: [
      {
        id: "solution",
        by: "course",
        mechanism: "typed-queue",
        what: "send() and receive(), 64 B",
      },
      {
        id: "mp.Queue",
        by: "python",
        mechanism: "mp-queue",
        what: "put() and get() in one process",
      },
    ],
    targets: [{ ours: "solution", theirs: "mp.Queue", measure: PUT_AND_GET.id, atLeast: 20 }],
    look: "No call of the kernel is in it: promises, and the copy of each body.",
  },
  {
    lesson: "10_kernel_queue",
    name: "System V queue",
    measures: [SMALL, KIB_4],
    players: [
      { id: "solution", by: "course", mechanism: "sysv", what: "KernelQueue, by FFI" },
      { id: "ctypes", by: "python", mechanism: "sysv", what: "msgsnd(2) and msgrcv(2) by ctypes" },
      { id: "C", by: "c", mechanism: "sysv", what: "msgsnd(2) and msgrcv(2)" },
    ],
    targets: [SMALL, KIB_4].flatMap(({ id }) => [
      { ours: "solution", theirs: "ctypes", measure: id, atLeast: 1.4 },
      { ours: "solution", theirs: "C", measure: id, atLeast: 0.8 },
    ]),
    mechanism: "sysv",
    look: "How long it rests before it looks again, and what each message costs beside its call.",
    needs: ["sysv", "ffi"],
  },
  {
    lesson: "12_atomic_counter",
    name: "add 1 to a shared counter",
    measures: [SOLO, DUEL],
    players: [
      { id: "solution", by: "course", mechanism: "counter", what: "SharedCounter.increment()" },
      { id: "get_lock()", by: "python", mechanism: "counter", what: "Value, under its get_lock()" },
      { id: "C", by: "c", mechanism: "counter", what: "an atomic add" },
    ],
    targets: [SOLO, DUEL].flatMap(({ id }) => [
      { ours: "solution", theirs: "get_lock()", measure: id, atLeast: 50 },
      { ours: "solution", theirs: "C", measure: id, atLeast: 0.12 },
    ]),
    mechanism: "counter",
    look: "Atomics.add() is a call in V8, not an instruction; WebAssembly has the instruction.",
    needs: ["ffi"],
  },
  {
    lesson: "13_file_lock",
    name: "a file lock that is free",
    measures: [SOLO],
    players: [
      {
        id: "solution",
        by: "course",
        mechanism: "lock",
        what: "withFileLock(): open, lock, close",
      },
      {
        id: "Python",
        by: "python",
        mechanism: "open-lock",
        what: "os.open(), flock(), os.close()",
      },
      { id: "C", by: "c", mechanism: "open-lock", what: "open(2), flock(2), close(2)" },
      { id: "Python, open", by: "python", mechanism: "lock", what: "flock() of an open file" },
      { id: "C, open", by: "c", mechanism: "lock", what: "flock(2) of an open file" },
    ],
    targets: [
      { ours: "solution", theirs: "Python", measure: SOLO.id, atLeast: 1 },
      { ours: "solution", theirs: "C", measure: SOLO.id, atLeast: 0.3 },
      { ours: "solution", theirs: "Python, open", measure: SOLO.id, atLeast: 1 },
      { ours: "solution", theirs: "C, open", measure: SOLO.id, atLeast: 0.3 },
    ],
    mechanism: "lock",
    look:
      "The file is opened and closed for each lock, so that its end is certain: two calls more than flock(2) twice.",
  },
  {
    lesson: "15_ring_buffer",
    name: "a ring in shared memory",
    measures: [SMALL, KIB_4, KIB_64],
    players: [
      {
        id: "solution",
        by: "course",
        mechanism: "ring",
        what: "RingBuffer, futex(2) once for 32 messages",
      },
      {
        id: "Python ring",
        by: "python",
        mechanism: "shm-ring",
        what: "RawArray, a Semaphore once for 32 messages",
      },
      { id: "mp.Pipe", by: "python", mechanism: "pipe", what: "send_bytes() and recv_bytes()" },
      { id: "C", by: "c", mechanism: "ring", what: "mmap(2), futex(2) once for 32 messages" },
    ],
    targets: [
      { measure: SMALL.id, ring: 2, pipe: 30, c: 0.25 },
      { measure: KIB_4.id, ring: 1.2, pipe: 8, c: 0.6 },
      { measure: KIB_64.id, ring: 1.2, pipe: 4, c: 0.5 },
    ].flatMap(({ measure, ring, pipe, c }) => [
      { ours: "solution", theirs: "Python ring", measure, atLeast: ring },
      { ours: "solution", theirs: "mp.Pipe", measure, atLeast: pipe },
      { ours: "solution", theirs: "C", measure, atLeast: c },
    ]),
    mechanism: "ring",
    look:
      "How many atomic operations and fresh arrays a message takes, and how often somebody is woken.",
    needs: ["ffi"],
  },
];
