import { LIBC } from "#lib/os.ts";
import { mapSharedFile } from "#lib/shared_memory.ts";
import { RingBuffer } from "../../../../solutions/15_ring_buffer/mod.ts";
import { BYTES, type Channel, type End, type Kind } from "./channel.ts";

const HEADER_BYTES = 128;
const RING_BYTES = 4 << 20;
const HALF_BYTES = HEADER_BYTES + RING_BYTES;

// Words that a process sleeps on, as in solutions/15_ring_buffer.
const TAIL = 0;
const HEAD = 16;
const WAKE_EVERY = 32;

/** One message in shared memory, handed over: the word says full (1) or empty (0), futex(2) waits for it. */
export const memory: Kind = {
  lead: (end) => slotChannel(end, { isLeader: true }),
  serve: (end) => slotChannel(end, { isLeader: false }),
};

/** The ring of lesson 15, between processes: who finds it empty or full sleeps in futex(2). */
export const ring: Kind = {
  lead: (end) => ringChannel(end, { isLeader: true }),
  serve: (end) => ringChannel(end, { isLeader: false }),
};

function slotChannel(end: End, { isLeader }: { isLeader: boolean }): Channel {
  const [into, out] = mapHalves(end, isLeader);
  const futex = openFutex();
  const block = new Uint8Array(RING_BYTES); // fresh memory for each message would cost more than its bytes
  if (isLeader) end.spawn();
  return {
    ...BYTES,
    send(bytes) {
      futex.waitWhile(out.words, TAIL, 1);
      out.data.set(bytes);
      Atomics.store(out.words, TAIL, 1);
      futex.wake(out.words, TAIL);
    },
    recv(byteCount) {
      futex.waitWhile(into.words, TAIL, 0);
      const bytes = block.subarray(0, byteCount);
      bytes.set(into.data.subarray(0, byteCount));
      Atomics.store(into.words, TAIL, 0);
      futex.wake(into.words, TAIL);
      return bytes;
    },
  };
}

function ringChannel(end: End, { isLeader }: { isLeader: boolean }): Channel {
  const [into, out] = mapHalves(end, isLeader);
  const futex = openFutex();
  if (isLeader) {
    for (const half of [into, out]) RingBuffer.create(half.memory, RING_BYTES);
    end.spawn();
  }
  const incoming = RingBuffer.attach(into.memory);
  const outgoing = RingBuffer.attach(out.memory);
  let [sent, taken] = [0, 0];
  return {
    ...BYTES,
    send(bytes) {
      for (;;) {
        const head = Atomics.load(out.words, HEAD);
        if (outgoing.push(bytes)) break;
        futex.wake(out.words, TAIL); // the other one may sleep before all that is in there
        futex.waitWhile(out.words, HEAD, head);
      }
      if (++sent % WAKE_EVERY === 0) futex.wake(out.words, TAIL);
    },
    recv() {
      for (;;) {
        const tail = Atomics.load(into.words, TAIL);
        const bytes = incoming.pop();
        if (bytes !== null) {
          if (++taken % WAKE_EVERY === 0) futex.wake(into.words, HEAD);
          return bytes;
        }
        futex.wake(into.words, HEAD);
        futex.waitWhile(into.words, TAIL, tail);
      }
    },
    flush: () => futex.wake(out.words, TAIL),
  };
}

interface Half {
  readonly memory: ArrayBuffer;
  readonly words: Int32Array<ArrayBuffer>;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** Maps a file for each direction; they live as long as the process. */
function mapHalves({ dir }: End, isLeader: boolean): [into: Half, out: Half] {
  const map = (name: string): Half => {
    const memory = mapSharedFile(`${dir}/${name}`, HALF_BYTES).buffer;
    return { memory, words: new Int32Array(memory), data: new Uint8Array(memory, HEADER_BYTES) };
  };
  return isLeader ? [map("back"), map("there")] : [map("there"), map("back")];
}

interface Futex {
  /** Sleeps as long as the word has this value. */
  waitWhile(words: Int32Array<ArrayBuffer>, index: number, value: number): void;
  wake(words: Int32Array<ArrayBuffer>, index: number): void;
}

const FUTEX_WAIT = 0;
const FUTEX_WAKE = 1;
const SYS_FUTEX = Deno.build.arch === "aarch64" ? 98n : 202n;

/** Opens futex(2) of Linux: Atomics.wait() takes only memory that no other process can see. */
function openFutex(): Futex {
  const libc = Deno.dlopen(LIBC, {
    syscall: { parameters: ["i64", "buffer", "i32", "i32", "pointer"], result: "i32" },
  });
  // a view of one word is what FFI passes on as its address; made once, as making one costs more than the call
  const views = new Map<
    Int32Array,
    [tail: Int32Array<ArrayBuffer>, head: Int32Array<ArrayBuffer>]
  >();
  const view = (words: Int32Array<ArrayBuffer>, index: number) => {
    const pair = views.get(words) ?? [words.subarray(TAIL), words.subarray(HEAD)];
    views.set(words, pair);
    return pair[index === TAIL ? 0 : 1];
  };
  const { syscall } = libc.symbols;
  return {
    waitWhile(words, index, value) {
      while (Atomics.load(words, index) === value) {
        syscall(SYS_FUTEX, view(words, index), FUTEX_WAIT, value, null);
      }
    },
    wake: (words, index) => void syscall(SYS_FUTEX, view(words, index), FUTEX_WAKE, 1, null),
  };
}
