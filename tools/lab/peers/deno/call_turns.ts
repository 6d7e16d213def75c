import { request, serveUnix } from "../../../../solutions/19_unix_server/mod.ts";
import { RpcClient, serveRpc } from "../../../../solutions/20_tcp_rpc/mod.ts";
import { type Play, say, spawnPart } from "./turns.ts";

const CALLS = 64;

/** Lesson 19: requests at the same time, each with a connection of its own. */
export const courseServer: Play = {
  async lead(end) {
    const path = `${end.dir}/server`;
    const server = await spawnPart(end, path);
    const body = new Uint8Array(16);
    return {
      count: CALLS,
      turn: () => atOnce(() => request(path, body)),
      close: server.end,
    };
  },
  async serve(end) {
    await serveUnix(end.address, (body) => body);
    say("!");
    await untilKilled();
  },
};

/** Lesson 20: calls at the same time through one connection. */
export const courseRpc: Play = {
  async lead(end) {
    const server = await spawnPart(end, "server");
    const client = await RpcClient.connect({ hostname: "127.0.0.1", port: Number(server.said) });
    return {
      count: CALLS,
      turn: () => atOnce((n) => client.call("addOne", n)),
      async close() {
        await client.close();
        await server.end();
      },
    };
  },
  async serve() {
    const { addr } = serveRpc({ addOne: (n) => Number(n) + 1 });
    say(String(addr.port));
    await untilKilled();
  },
};

async function atOnce(call: (n: number) => Promise<unknown>): Promise<void> {
  await Promise.all(Array.from({ length: CALLS }, (_, n) => call(n)));
}

/** The listener keeps the process alive. */
function untilKilled(): Promise<void> {
  return new Promise(() => {});
}
