// Node's ways. What a peer takes and prints: ../../README.md.
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { openSync, readSync, writeSync } from "node:fs";
import net from "node:net";
import process from "node:process";
import { setImmediate } from "node:timers/promises";

const [mechanism, dir, budgetMs, measures, there, back, role, address] = process.argv.slice(2);
const isLeader = role === undefined;

/** Starts the follower. */
function follow(address = "", stdio = ["ignore", "ignore", "inherit"]) {
  const args = [
    process.argv[1],
    mechanism,
    dir,
    budgetMs,
    measures,
    there,
    back,
    "follow",
    address,
  ];
  return spawn(process.execPath, args, { stdio });
}

/** A stream that is read in pieces of any size. */
function streamChannel(into, out) {
  let [parts, byteCount, wake] = [[], 0, () => {}];
  into.on("data", (part) => {
    parts.push(part);
    byteCount += part.length;
    wake();
  });
  return {
    send: (bytes) => out.write(bytes) ? undefined : once(out, "drain"),
    async recv(wanted) {
      while (byteCount < wanted) await new Promise((resolve) => wake = resolve);
      if (parts[0].length < wanted) parts = [Buffer.concat(parts)];
      const [first] = parts;
      byteCount -= wanted;
      if (first.length === wanted) parts.shift();
      else parts[0] = first.subarray(wanted);
      return first.subarray(0, wanted);
    },
    close: () => into.destroy(),
  };
}

function pipe() {
  if (!isLeader) return streamChannel(process.stdin, process.stdout);
  const child = follow("", ["pipe", "pipe", "inherit"]);
  return streamChannel(child.stdout, child.stdin);
}

function fifo() {
  const openEnd = (path, flags) => openSync(path, flags); // each open waits for its partner
  if (isLeader) follow();
  const first = isLeader ? openEnd(there, "w") : openEnd(there, "r");
  const second = isLeader ? openEnd(back, "r") : openEnd(back, "w");
  const [into, out] = isLeader ? [second, first] : [first, second];
  const block = Buffer.alloc(1 << 20);
  return {
    send(bytes) {
      for (let sent = 0; sent < bytes.length;) sent += writeSync(out, bytes, sent);
    },
    recv(byteCount) {
      for (let taken = 0; taken < byteCount;) {
        const count = readSync(into, block, taken, byteCount - taken);
        if (count === 0) process.exit(1); // the other one has gone
        taken += count;
      }
      return block.subarray(0, byteCount);
    },
  };
}

async function socket() {
  const isUnix = mechanism === "unix";
  let conn;
  if (isLeader) {
    const server = net.createServer().listen(
      isUnix ? { path: `${dir}/a.sock` } : { host: "127.0.0.1", port: 0 },
    );
    await once(server, "listening");
    follow(isUnix ? `${dir}/a.sock` : String(server.address().port));
    [conn] = await once(server, "connection");
    server.close();
  } else {
    conn = net.connect(isUnix ? { path: address } : { host: "127.0.0.1", port: Number(address) });
    await once(conn, "connect");
  }
  if (!isUnix) conn.setNoDelay();
  return streamChannel(conn, conn);
}

async function udp() {
  const own = createSocket("udp4").bind({ address: "127.0.0.1", port: 0 });
  await once(own, "listening");
  const queue = [];
  let wake = () => {};
  own.on("message", (message, from) => {
    queue.push([message, from]);
    wake();
  });
  const next = async () => {
    while (queue.length === 0) await new Promise((resolve) => wake = resolve);
    return queue.shift();
  };
  let port = Number(address);
  if (isLeader) {
    follow(String(own.address().port));
    port = (await next())[1].port;
  } else {
    own.send(Buffer.alloc(1), port, "127.0.0.1");
  }
  return {
    send: (bytes) => new Promise((resolve) => own.send(bytes, port, "127.0.0.1", resolve)),
    recv: async () => (await next())[0],
    close: () => own.close(),
  };
}

function parse(measure) {
  const [kind, byteCount, window = 1] = measure.split(":");
  return { isRoundTrip: kind === "rtt", byteCount: Number(byteCount), window: Number(window) };
}

async function serve(channel, measure) {
  const { isRoundTrip, byteCount, window } = parse(measure);
  for (let isLast = false; !isLast;) {
    let message;
    for (let index = 0; index < window; index++) {
      message = channel.recv(byteCount);
      if (message instanceof Promise) message = await message;
      isLast ||= message[0] === 1;
    }
    await channel.send(isRoundTrip ? message : Buffer.from(message.subarray(0, 1)));
  }
}

async function lead(channel, measure) {
  const { isRoundTrip, byteCount, window } = parse(measure);
  const turn = async (message) => {
    for (let index = 0; index < window; index++) {
      const sending = channel.send(message);
      if (sending instanceof Promise) await sending;
    }
    await channel.recv(isRoundTrip ? byteCount : 1);
  };
  const repeat = async (message, limitMs) => {
    const start = performance.now();
    for (let count = 1;; count++) {
      await turn(message);
      const ms = performance.now() - start;
      if (ms >= limitMs) return { count, ms };
    }
  };
  const zeros = Buffer.alloc(byteCount);
  await repeat(zeros, Number(budgetMs));
  const { count, ms } = await repeat(zeros, Number(budgetMs));
  const last = Buffer.alloc(byteCount);
  last[0] = 1;
  await turn(last);
  console.log(`${measure} ${count * window} ${Math.round(ms * 1e6)}`);
}

const KINDS = { pipe, fifo, unix: socket, tcp: socket, udp };
const channel = await KINDS[mechanism]();
for (const measure of measures.split(",")) {
  await (isLeader ? lead(channel, measure) : serve(channel, measure));
}
await setImmediate(); // what was written last leaves first
channel.close?.();
