// @style each mechanism an object with a price, Infinity if it cannot do it; the lowest price wins

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

abstract class Candidate {
  abstract readonly name: Mechanism;
  abstract readonly price: number;
  abstract readonly shapes: readonly Needs["shape"][];
  readonly leavesHost: boolean = false;
  readonly keeps: boolean = false;

  /** Names the need that this mechanism does not fulfil. */
  refuse(n: Needs): keyof Needs | undefined {
    if (n.scope === "cross-host" && !this.leavesHost) return "scope";
    if (!this.shapes.includes(n.shape)) return "shape";
    if (n.outlivesSender && !this.keeps) return "outlivesSender";
    return undefined;
  }

  priceFor(n: Needs): number {
    return this.refuse(n) === undefined ? this.price : Infinity;
  }

  demand(_n: Needs): string[] {
    return [];
  }
}

class Signal extends Candidate {
  readonly name = "signal";
  readonly price = 1;
  readonly shapes = ["none"] as const;
  override demand = () => ["coalesce: two may become one"];
}

class SharedMemory extends Candidate {
  readonly name = "shared-memory";
  readonly price = 2;
  readonly shapes = ["shared-state", "messages"] as const;
  override readonly keeps = true;
  override priceFor(n: Needs): number {
    const isSmall = n.shape === "messages" && n.bytesPerMessage <= 64 * 1024;
    return super.priceFor(n) + (isSmall ? 100 : 0);
  }
  override demand(n: Needs): string[] {
    const ring = n.shape === "messages" ? ["ring: where is the next message?"] : [];
    return ["synchronisation: who writes while you read?", ...ring];
  }
}

class MessageQueue extends Candidate {
  readonly name = "message-queue";
  readonly price = 3;
  readonly shapes = ["messages"] as const;
  override readonly keeps = true;
  override refuse(n: Needs): keyof Needs | undefined {
    if (n.peers === "fan-out") return "peers";
    return n.bytesPerMessage > 8192 ? "bytesPerMessage" : super.refuse(n);
  }
  override priceFor(n: Needs): number {
    return super.priceFor(n) + (n.outlivesSender || n.peers === "competing" ? 0 : 100);
  }
  override demand = (n: Needs) => n.direction === "two-way" ? ["types: to whom is it?"] : [];
}

abstract class Stream extends Candidate {
  readonly shapes = ["stream", "messages"] as const;
  override demand(n: Needs): string[] {
    return n.shape === "messages" ? ["frames: where does it end?"] : [];
  }
}

class Fifo extends Stream {
  readonly name: Mechanism = "fifo";
  readonly price: number = 5;
  override refuse(n: Needs): keyof Needs | undefined {
    if (n.direction === "two-way") return "direction";
    return n.peers === "one" ? super.refuse(n) : "peers";
  }
}

class Pipe extends Fifo {
  override readonly name = "pipe";
  override readonly price = 4;
  override refuse = (n: Needs) => n.related ? super.refuse(n) : "related";
}

class UnixSocket extends Stream {
  readonly name: Mechanism = "unix-socket";
  readonly price: number = 6;
  override demand(n: Needs): string[] {
    return n.peers === "one" ? super.demand(n) : [...super.demand(n), "connections: who is slow?"];
  }
}

class TcpSocket extends UnixSocket {
  override readonly name = "tcp-socket";
  override readonly price = 8;
  override readonly leavesHost = true;
}

class UdpSocket extends Candidate {
  readonly name = "udp-socket";
  readonly price = 7;
  readonly shapes = ["messages"] as const;
  override readonly leavesHost = true;
  override refuse(n: Needs): keyof Needs | undefined {
    if (n.loss === "never") return "loss";
    return n.bytesPerMessage > 1200 ? "bytesPerMessage" : super.refuse(n);
  }
  override demand = () => ["order: which one is newer?"];
}

const CANDIDATES: Candidate[] = [
  new Signal(),
  new SharedMemory(),
  new MessageQueue(),
  new Pipe(),
  new Fifo(),
  new UnixSocket(),
  new UdpSocket(),
  new TcpSocket(),
];

function findCheapest(n: Needs): Candidate | undefined {
  if (contradict(n)) return undefined;
  const [first] = CANDIDATES.toSorted((a, b) => compare(a.priceFor(n), b.priceFor(n)));
  return first?.priceFor(n) === Infinity ? undefined : first;
}

function listReasons(n: Needs, best: Candidate): string[] {
  const changes: Partial<Needs>[] = [
    { scope: n.scope === "same-host" ? "cross-host" : "same-host" },
    { related: !n.related },
    { shape: "none" },
    { shape: "stream" },
    { shape: "messages" },
    { shape: "shared-state" },
    { direction: n.direction === "one-way" ? "two-way" : "one-way" },
    { peers: "one" },
    { peers: "competing" },
    { peers: "fan-out" },
    { bytesPerMessage: 0 },
    { bytesPerMessage: 1e9 },
    { loss: n.loss === "ok" ? "never" : "ok" },
    { outlivesSender: !n.outlivesSender },
  ];
  const deciding = changes.filter((change) => findCheapest({ ...n, ...change }) !== best);
  const names = new Set(deciding.flatMap((change) => Object.keys(change)));
  return [...names].map((name) => `${name}: otherwise it would not be ${best.name}`);
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function contradict(n: Needs): boolean {
  return n.shape === "none" ? n.bytesPerMessage > 0 || n.peers === "competing" : (
    n.peers === "competing" && n.shape !== "messages"
  );
}

export function choose(n: Needs): Choice {
  const best = findCheapest(n);
  if (best === undefined) throw new RangeError(impossible(n) ?? "");
  const others = CANDIDATES.filter((candidate) => candidate !== best);
  return {
    mechanism: best.name,
    because: listReasons(n, best),
    also: best.demand(n),
    rejected: Object.fromEntries(others.map((candidate) => {
      const need = candidate.refuse(n);
      const reason = need === undefined ? "works, but costs more" : `${need}: not ${n[need]}`;
      return [candidate.name, reason];
    })),
  };
}

export function impossible(n: Needs): string | null {
  if (contradict(n)) return "that contradicts itself";
  return findCheapest(n) === undefined ? "there is no such thing" : null;
}
