import { LIBC } from "#lib/os.ts";
import { openRawMsg } from "#lib/raw_msg.ts";
import { KernelQueue } from "../../../../solutions/10_kernel_queue/mod.ts";
import { BYTES, type Channel, type End, type Kind } from "./channel.ts";

const QUEUE_BYTES = 8192;
const TYPE_BYTES = 8;
const O_RDONLY = 0;
const O_WRONLY = 1;

/** A System V queue by calls that wait in the kernel, through FFI. */
export const sysv: Kind = { lead: (end) => started(end, sysvChannel), serve: turned(sysvChannel) };

/** A POSIX queue by calls that wait in the kernel, through FFI. */
export const posix: Kind = {
  lead: (end) => started(end, posixChannel),
  serve: turned(posixChannel),
};

/** Lesson 10: a queue that is looked at again and again, and never blocks the event loop. */
export const courseSysv: Kind = {
  lead: (end) => started(end, kernelQueueChannel),
  serve: turned(kernelQueueChannel),
};

/** Opens from `into` and `out`. */
type Open = (into: string, out: string) => Channel;

function started(end: End, open: Open): Channel {
  end.spawn();
  return open(end.back, end.there);
}

function turned(open: Open): (end: End) => Channel {
  return (end) => open(end.there, end.back);
}

function sysvChannel(into: string, out: string): Channel {
  const { msgsnd, msgrcv } = Deno.dlopen(LIBC, {
    msgsnd: { parameters: ["i32", "buffer", "usize", "i32"], result: "i32" },
    msgrcv: { parameters: ["i32", "buffer", "usize", "i64", "i32"], result: "isize" },
  }).symbols;
  const message = new Uint8Array(TYPE_BYTES + QUEUE_BYTES);
  message[0] = 1; // the type
  const [intoId, outId] = [Number(into), Number(out)];
  const received = new Uint8Array(TYPE_BYTES + QUEUE_BYTES);
  return {
    ...BYTES,
    send(bytes) {
      message.set(bytes, TYPE_BYTES);
      if (msgsnd(outId, message, BigInt(bytes.length), 0) < 0) throw new Error("msgsnd(2) fails");
    },
    recv() {
      const byteCount = Number(msgrcv(intoId, received, BigInt(QUEUE_BYTES), 0n, 0));
      if (byteCount < 0) throw new Error("msgrcv(2) fails");
      return received.subarray(TYPE_BYTES, TYPE_BYTES + byteCount);
    },
  };
}

function posixChannel(into: string, out: string): Channel {
  const { mq_open, mq_send, mq_receive } = Deno.dlopen(LIBC, {
    mq_open: { parameters: ["buffer", "i32"], result: "i32" },
    mq_send: { parameters: ["i32", "buffer", "usize", "u32"], result: "i32" },
    mq_receive: { parameters: ["i32", "buffer", "usize", "pointer"], result: "isize" },
  }).symbols;
  const open = (name: string, flags: number) => {
    const queue = mq_open(new TextEncoder().encode(`${name}\0`), flags);
    if (queue < 0) throw new Error(`Cannot open the queue ${name}: mq_open(3) fails`);
    return queue;
  };
  const [intoQueue, outQueue] = [open(into, O_RDONLY), open(out, O_WRONLY)];
  const received = new Uint8Array(QUEUE_BYTES);
  return {
    ...BYTES,
    send(bytes) {
      const sent = mq_send(outQueue, bytes as Uint8Array<ArrayBuffer>, BigInt(bytes.length), 0);
      if (sent < 0) throw new Error("mq_send(3) fails");
    },
    recv() {
      const byteCount = Number(mq_receive(intoQueue, received, BigInt(QUEUE_BYTES), null));
      if (byteCount < 0) throw new Error("mq_receive(3) fails");
      return received.subarray(0, byteCount);
    },
  };
}

function kernelQueueChannel(into: string, out: string): Channel {
  const raw = openRawMsg();
  const incoming = KernelQueue.attach(raw, Number(into));
  const outgoing = KernelQueue.attach(raw, Number(out));
  return {
    ...BYTES,
    send: (body) => outgoing.send({ type: 1, body }),
    recv: async () => (await incoming.receive()).body,
    close: () => raw[Symbol.dispose](),
  };
}
