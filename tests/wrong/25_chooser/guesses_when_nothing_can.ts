// @test chooser/T7
// @says "it is null"
// @mistake falling back on TCP where nothing can do it

export type Mechanism =
  | "signal"
  | "shared-memory"
  | "message-queue"
  | "pipe"
  | "fifo"
  | "unix-socket"
  | "udp-socket"
  | "tcp-socket";

export interface Needs {
  scope: "same-host" | "cross-host";
  related: boolean;
  shape: "none" | "stream" | "messages" | "shared-state";
  direction: "one-way" | "two-way";
  peers: "one" | "competing" | "fan-out";
  bytesPerMessage: number;
  loss: "never" | "ok";
  outlivesSender: boolean;
}

export interface Choice {
  mechanism: Mechanism;
  because: string[];
  also: string[];
  rejected: Partial<Record<Mechanism, string>>;
}

type Rule = (n: Needs) => string | false;

const QUEUE_MAX_BYTES = 8_192;
const DATAGRAM_MAX_BYTES = 1_200;
const PIPE_BYTES = 65_536;

const oneHost: Rule = (n) => n.scope === "cross-host" && "scope: it ends where its host ends";
const relatives: Rule = (n) => !n.related && "related: nobody to inherit its descriptors from";
const oneWay: Rule = (n) => n.direction === "two-way" && "direction: its bytes go one way";
const oneReader: Rule = (n) => n.peers !== "one" && "peers: its readers would tear pieces from it";
const takenOnce: Rule = (n) => n.peers === "fan-out" && "peers: a message is gone once it is taken";
const openOnly: Rule = (n) =>
  n.outlivesSender && "outlivesSender: it keeps nothing when all have gone";
const lossy: Rule = (n) => n.loss === "never" && "loss: nobody tells the sender what got lost";
const only = (...shapes: Needs["shape"][]): Rule => (n) =>
  !shapes.includes(n.shape) && `shape: it is made for ${shapes.join(" or ")}, not for ${n.shape}`;
const atMost = (byteCount: number): Rule => (n) =>
  n.bytesPerMessage > byteCount && `bytesPerMessage: one of its messages holds ${byteCount} bytes`;
const bytes = only("stream", "messages");

const CANNOT: Record<Mechanism, Rule[]> = {
  "signal": [oneHost, only("none"), openOnly],
  "shared-memory": [oneHost, only("shared-state", "messages")],
  "message-queue": [oneHost, only("messages"), takenOnce, atMost(QUEUE_MAX_BYTES)],
  "pipe": [oneHost, relatives, bytes, oneWay, oneReader, openOnly],
  "fifo": [oneHost, bytes, oneWay, oneReader, openOnly],
  "unix-socket": [oneHost, bytes, openOnly],
  "udp-socket": [only("messages"), atMost(DATAGRAM_MAX_BYTES), lossy, openOnly],
  "tcp-socket": [bytes, openOnly],
};
const MECHANISMS = Object.keys(CANNOT) as Mechanism[];

const TOO_MUCH: Partial<Record<Mechanism, Rule>> = {
  "shared-memory": (n) =>
    n.shape === "messages" && n.bytesPerMessage <= PIPE_BYTES &&
    "works, but a lock and a wake-up cost more than a copy of so few bytes",
  "message-queue": (n) =>
    !n.outlivesSender && n.peers === "one" &&
    "works, but nothing waits and nobody competes: a queue must be removed again",
};

const CONTRADICTIONS: Rule[] = [
  (n) => n.shape === "none" && n.bytesPerMessage > 0 && "shape none and bytesPerMessage contradict",
  (n) =>
    n.peers === "competing" && n.shape !== "messages" &&
    `peers competing and shape ${n.shape} contradict: only messages can be shared out`,
];

const ALSO: ((n: Needs, mechanism: Mechanism) => string | false)[] = [
  (_, m) => m === "signal" && "coalesce: several rings may sound as one, so look for all there is",
  (_, m) => m === "shared-memory" && "synchronisation: a lock or an atomic step, and a wake-up",
  (n, m) =>
    m === "shared-memory" && n.shape === "messages" && "ring: memory has no edges and no order",
  (n, m) =>
    m === "message-queue" && n.direction === "two-way" &&
    "types: one for each who waits for answers",
  (n, m) =>
    ["pipe", "fifo", "unix-socket", "tcp-socket"].includes(m) && n.shape === "messages" &&
    "frames: a stream has no edges, so mark where a message ends",
  (n, m) =>
    ["unix-socket", "tcp-socket"].includes(m) && n.peers !== "one" &&
    "connections: one for each receiver, and a slow one must not hold up the others",
  (_, m) => m === "udp-socket" && "order: a datagram may come twice, or before an older one",
];

const OTHER_VALUES: { [Need in keyof Needs]: Needs[Need][] } = {
  scope: ["same-host", "cross-host"],
  related: [true, false],
  shape: ["none", "stream", "messages", "shared-state"],
  direction: ["one-way", "two-way"],
  peers: ["one", "competing", "fan-out"],
  bytesPerMessage: [0, Infinity],
  loss: ["never", "ok"],
  outlivesSender: [true, false],
};

export function choose(n: Needs): Choice {
  const mechanism = decide(n);
  if (mechanism === undefined) throw new RangeError(`Cannot choose: ${impossible(n)}`);
  const rejected: Choice["rejected"] = {};
  for (const other of MECHANISMS) {
    if (other === mechanism) continue;
    rejected[other] = findObstacle(other, n) ?? (TOO_MUCH[other]?.(n) ||
      `works, but ${mechanism} does with less`);
  }
  const also = ALSO.map((rule) => rule(n, mechanism)).filter((text) => text !== false);
  return { mechanism, because: findReasons(n, mechanism), also, rejected };
}

export function impossible(n: Needs): string | null {
  if (decide(n) !== undefined) return null;
  return findFirst(CONTRADICTIONS, n) ??
    MECHANISMS.map((mechanism) => `no ${mechanism} (${findObstacle(mechanism, n)})`).join(", ");
}

function decide(n: Needs): Mechanism | undefined {
  if (findFirst(CONTRADICTIONS, n) !== undefined) return undefined;
  const able = MECHANISMS.filter((mechanism) => findObstacle(mechanism, n) === undefined);
  return able.find((mechanism) => !TOO_MUCH[mechanism]?.(n)) ?? able[0] ?? "tcp-socket";
}

function findObstacle(mechanism: Mechanism, n: Needs): string | undefined {
  return findFirst(CANNOT[mechanism], n);
}

function findFirst(rules: Rule[], n: Needs): string | undefined {
  for (const rule of rules) {
    const text = rule(n);
    if (text !== false) return text;
  }
  return undefined;
}

function findReasons(n: Needs, mechanism: Mechanism): string[] {
  return Object.entries(OTHER_VALUES).flatMap(([need, values]) => {
    for (const value of values) {
      const other = decide({ ...n, [need]: value });
      if (other !== mechanism) {
        return [`${need}: if it were ${value}, ${other ?? "nothing"} would do`];
      }
    }
    return [];
  });
}
