import type { Row } from "./rows.ts";

const CALL = { id: "calls", name: "a call" };
const JOB = { id: "jobs", name: "a job" };
const DELIVERY = { id: "deliveries", name: "a delivery" };

/** The lessons that ask and answer: servers, a pool, a broker. */
export const CALL_ROWS: readonly Row[] = [
  {
    lesson: "19_unix_server",
    name: "64 calls at the same time",
    measures: [CALL],
    players: [
      {
        id: "solution",
        by: "course",
        mechanism: "server",
        what: "request(): a connection for each",
      },
      {
        id: "managers",
        by: "python",
        mechanism: "manager-unix",
        what: "a proxy of multiprocessing.managers, AF_UNIX",
      },
      {
        id: "socketserver",
        by: "python",
        mechanism: "socketserver",
        what: "socketserver, a thread and a connection for each",
      },
    ],
    targets: ["managers", "socketserver"].map((theirs) => (
      { ours: "solution", theirs, measure: CALL.id, atLeast: 5 }
    )),
    mechanism: "unix",
    look:
      "A connection is made for each request: connect(2), accept(2), and the end of both directions.",
  },
  {
    lesson: "20_tcp_rpc",
    name: "64 calls at the same time",
    measures: [CALL],
    players: [
      { id: "solution", by: "course", mechanism: "rpc", what: "RpcClient.call()" },
      {
        id: "managers",
        by: "python",
        mechanism: "manager-tcp",
        what: "a proxy of multiprocessing.managers, AF_INET",
      },
      { id: "xmlrpc", by: "python", mechanism: "xmlrpc", what: "xmlrpc.client, one connection" },
    ],
    targets: ["managers", "xmlrpc"].map((theirs) => (
      { ours: "solution", theirs, measure: CALL.id, atLeast: 5 }
    )),
    mechanism: "tcp",
    look: "How many calls share a write, and what JSON and the promises of each call cost.",
  },
  {
    lesson: "23_worker_pool",
    name: "256 tiny jobs for two workers",
    measures: [JOB],
    players: [
      { id: "solution", by: "course", mechanism: "pool", what: "submit() of all, prefetch 128" },
      { id: "apply_async", by: "python", mechanism: "pool-async", what: "Pool(2).apply_async()" },
      {
        id: "Pool.map",
        by: "python",
        mechanism: "pool-map",
        what: "Pool(2).map(), its own chunks",
      },
    ],
    targets: [
      { ours: "solution", theirs: "apply_async", measure: JOB.id, atLeast: 3 },
      { ours: "solution", theirs: "Pool.map", measure: JOB.id, atLeast: 1 },
    ],
    mechanism: "pipe",
    look: "How many jobs share a write and a read, and how often workers wait for their next one.",
  },
  {
    lesson: "24_pubsub_broker",
    name: "one publisher, eight subscribers, 64 B",
    measures: [DELIVERY],
    players: [
      { id: "solution", by: "course", mechanism: "broker", what: "startBroker(), BrokerClient" },
      { id: "Redis", by: "redis", mechanism: "broker", what: "a client with the same calls" },
      {
        id: "Redis, bytes",
        by: "redis",
        mechanism: "broker-bytes",
        what: "clients that only count bytes",
      },
    ],
    targets: ["Redis", "Redis, bytes"].map((theirs) => (
      { ours: "solution", theirs, measure: DELIVERY.id, atLeast: 1 }
    )),
    mechanism: "unix",
    look:
      "A message is encoded once; what is left is a write for each subscriber and what its reader does with it.",
  },
];
