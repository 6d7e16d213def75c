import { writeAll } from "#lib/frames.ts";
import { BrokerClient, startBroker } from "../../../../solutions/24_pubsub_broker/mod.ts";
import type { End } from "./channel.ts";
import { encodeCommand, RedisClient, subscribeRedis } from "./redis_client.ts";
import { endPart, type Part, type Play, say, spawnPart, type Turns } from "./turns.ts";

const SUBSCRIBERS = 8;
const MESSAGES = 64;
const BODY_BYTES = 64;
const DELIVERIES = SUBSCRIBERS * MESSAGES;
const TOPIC = "lab";

/** Lesson 24: the broker is a process, the subscribers are one, and the leader publishes. */
export const courseBroker: Play = {
  async lead(end) {
    const broker = await spawnPart(end, "broker");
    const subscribers = await spawnPart(end, "subscribers");
    const client = await BrokerClient.connect(`${end.dir}/broker`);
    const body = new Uint8Array(BODY_BYTES);
    const publish = async () => {
      await Promise.all(Array.from({ length: MESSAGES }, () => client.publish(TOPIC, body)));
    };
    const close = async () => {
      await client[Symbol.asyncDispose]();
      await subscribers.end();
      await broker.end();
    };
    return makeTurns({ publish, subscribers, close });
  },
  async serve(end) {
    if (end.address === "broker") {
      await startBroker(`${end.dir}/broker`);
      say("!");
      return await new Promise(() => {});
    }
    const client = await BrokerClient.connect(`${end.dir}/broker`);
    const count = countDeliveries();
    const all = Array.from({ length: SUBSCRIBERS }, () => client.subscribe(TOPIC));
    const consumers = (await Promise.all(all)).map(async (messages) => {
      for await (const _ of messages) count(1);
    });
    say("!");
    await Promise.all(consumers);
  },
};

/** The same through Redis, with a client that does for it what the lesson's does. */
export const redisBroker: Play = {
  lead: (end) =>
    leadRedis(end, (conn) => {
      const client = new RedisClient(conn);
      const body = new Uint8Array(BODY_BYTES);
      return async () => {
        await Promise.all(Array.from({ length: MESSAGES }, () => client.publish(TOPIC, body)));
      };
    }),
  async serve(end) {
    const count = countDeliveries();
    const all = Array.from(
      { length: SUBSCRIBERS },
      async () => await subscribeRedis(await connectRedis(end), TOPIC),
    );
    const consumers = (await Promise.all(all)).map(async (messages) => {
      for await (const _ of messages) count(1);
    });
    say("!");
    await Promise.all(consumers);
  },
};

/** The same through Redis, and as little as can be on the side of its clients: they count bytes. */
export const redisBytes: Play = {
  lead: (end) =>
    leadRedis(end, (conn) => async () => {
      await Promise.all([writeAll(conn, PUBLISHES), readSome(conn, MESSAGES * REPLY.length)]);
    }),
  async serve(end) {
    const count = countDeliveries();
    const all = Array.from({ length: SUBSCRIBERS }, async () => {
      const conn = await connectRedis(end);
      await writeAll(conn, encodeCommand("SUBSCRIBE", encode(TOPIC)));
      await readSome(conn, SUBSCRIBED.length);
      return conn;
    });
    const conns = await Promise.all(all);
    say("!");
    await Promise.all(conns.map((conn) => countMessages(conn, count)));
  },
};

/** @param open returns what publishes the messages of a turn */
async function leadRedis(
  end: End,
  open: (conn: Deno.Conn) => () => Promise<void>,
): Promise<Turns> {
  const server = startRedis(end);
  const conn = await connectSoon(end);
  const subscribers = await spawnPart(end, "subscribers");
  const close = async () => {
    conn.close();
    await subscribers.end();
    await endPart(server);
  };
  return makeTurns({ publish: open(conn), subscribers, close });
}

function makeTurns(
  o: { publish: () => Promise<void>; subscribers: Part; close: () => Promise<void> },
): Turns {
  return {
    count: DELIVERIES,
    async turn() {
      await Promise.all([o.publish(), o.subscribers.next()]);
    },
    close: o.close,
  };
}

/** Says so whenever all deliveries of a turn have come. */
function countDeliveries(): (count: number) => void {
  let missing = DELIVERIES;
  return (count) => {
    missing -= count;
    if (missing > 0) return;
    missing += DELIVERIES;
    say("!");
  };
}

const encode = (text: string) => new TextEncoder().encode(text);
const bulk = (text: string) => `$${text.length}\r\n${text}\r\n`;
const BODY = "0".repeat(BODY_BYTES);
/** All of a turn, in one write. */
const PUBLISHES = encode(`*3\r\n${bulk("PUBLISH")}${bulk(TOPIC)}${bulk(BODY)}`.repeat(MESSAGES));
const REPLY = `:${SUBSCRIBERS}\r\n`;
const SUBSCRIBED = `*3\r\n${bulk("subscribe")}${bulk(TOPIC)}:1\r\n`;
/** What a subscriber gets for each message: always as many bytes, so that nothing has to be parsed. */
const MESSAGE_BYTES = `*3\r\n${bulk("message")}${bulk(TOPIC)}${bulk(BODY)}`.length;

function startRedis({ dir }: End): Deno.ChildProcess {
  const args = ["--port", "0", "--unixsocket", `${dir}/redis`, "--save", "", "--appendonly", "no"];
  return new Deno.Command("redis-server", { args, cwd: dir, stdout: "null" }).spawn();
}

function connectRedis({ dir }: End): Promise<Deno.Conn> {
  return Deno.connect({ transport: "unix", path: `${dir}/redis` });
}

/** Connects as soon as somebody listens there; whoever started this process ends it if nobody ever does. */
async function connectSoon(end: End): Promise<Deno.Conn> {
  for (;;) {
    try {
      return await connectRedis(end);
    } catch {
      await new Promise<void>((resolve) => setTimeout(resolve, 5)); // a poll must let others run
    }
  }
}

async function readSome(conn: Deno.Conn, byteCount: number): Promise<void> {
  const block = new Uint8Array(byteCount);
  for (let taken = 0; taken < byteCount;) {
    const count = await conn.read(block.subarray(taken));
    if (count === null) throw new Error("Redis has gone");
    taken += count;
  }
}

async function countMessages(conn: Deno.Conn, add: (count: number) => void): Promise<void> {
  const block = new Uint8Array(64 << 10);
  let byteCount = 0; // of messages that are not counted yet
  for (let count; (count = await conn.read(block)) !== null;) {
    byteCount += count;
    add(Math.floor(byteCount / MESSAGE_BYTES));
    byteCount %= MESSAGE_BYTES;
  }
}
