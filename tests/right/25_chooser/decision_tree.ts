// @style questions one after the other, as one would ask a colleague; the reasons are collected on the way

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

type Answer = { mechanism: Mechanism } | { no: string };

function ask(n: Needs): Answer {
  const { scope, shape, peers, bytesPerMessage, outlivesSender } = n;
  const isLocal = scope === "same-host";
  if (shape === "none") {
    if (bytesPerMessage > 0) return { no: "no data, but bytes" };
    if (peers === "competing") return { no: "nothing to compete for" };
    if (!isLocal || outlivesSender) return { no: "a signal needs a process on this host, now" };
    return { mechanism: "signal" };
  }
  if (peers === "competing" && shape !== "messages") return { no: `${shape} cannot be shared out` };
  if (shape === "shared-state") {
    return isLocal ? { mechanism: "shared-memory" } : { no: "memory belongs to one host" };
  }
  if (!isLocal) return askNetwork(n);
  if (shape === "stream") {
    return outlivesSender ? { no: "a stream ends with those who hold it" } : askStream(n);
  }
  if (bytesPerMessage > 65_536) return { mechanism: "shared-memory" };
  const isQueue = bytesPerMessage <= 8_192 && peers !== "fan-out";
  if (outlivesSender) return { mechanism: isQueue ? "message-queue" : "shared-memory" };
  return isQueue && peers === "competing" ? { mechanism: "message-queue" } : askStream(n);
}

function askNetwork(n: Needs): Answer {
  if (n.outlivesSender) return { no: "no socket keeps what was sent" };
  const isDatagram = n.shape === "messages" && n.loss === "ok" && n.bytesPerMessage <= 1_200;
  return { mechanism: isDatagram ? "udp-socket" : "tcp-socket" };
}

function askStream(n: Needs): Answer {
  if (n.direction === "two-way" || n.peers !== "one") return { mechanism: "unix-socket" };
  return { mechanism: n.related ? "pipe" : "fifo" };
}

/** Asks again, as if one need were another. */
function listReasons(n: Needs, mechanism: Mechanism): string[] {
  const changes = (what: Partial<Needs>) => {
    const answer = ask({ ...n, ...what });
    return "no" in answer || answer.mechanism !== mechanism;
  };
  const reasons: string[] = [];
  const hosts = ["same-host", "cross-host"] as const;
  if (hosts.some((scope) => changes({ scope }))) reasons.push("scope: where");
  if (changes({ related: !n.related })) reasons.push("related: who started whom");
  const shapes = ["none", "stream", "messages", "shared-state"] as const;
  if (shapes.some((shape) => changes({ shape }))) reasons.push("shape: what");
  const directions = ["one-way", "two-way"] as const;
  if (directions.some((direction) => changes({ direction }))) reasons.push("direction: whence");
  const groups = ["one", "competing", "fan-out"] as const;
  if (groups.some((peers) => changes({ peers }))) reasons.push("peers: to whom");
  const sizes = [0, 5_000, 50_000, 500_000];
  if (sizes.some((bytesPerMessage) => changes({ bytesPerMessage }))) {
    reasons.push("bytesPerMessage: how much");
  }
  if (changes({ loss: n.loss === "ok" ? "never" : "ok" })) reasons.push("loss: how surely");
  if (changes({ outlivesSender: !n.outlivesSender })) reasons.push("outlivesSender: how long");
  return reasons;
}

/** Why a mechanism cannot do it. */
function object(mechanism: Mechanism, n: Needs): string | undefined {
  const isNetwork = mechanism === "tcp-socket" || mechanism === "udp-socket";
  if (n.scope === "cross-host" && !isNetwork) return "scope: another host";
  const keeps = mechanism === "shared-memory" || mechanism === "message-queue";
  if (n.outlivesSender && !keeps) return "outlivesSender: it keeps nothing";
  switch (mechanism) {
    case "signal":
      return n.shape === "none" ? undefined : "shape: it carries nothing";
    case "shared-memory":
      if (n.shape === "none" || n.shape === "stream") return "shape: no bytes in a row";
      return undefined;
    case "message-queue":
    case "udp-socket": {
      if (n.shape !== "messages") return "shape: whole messages only";
      const limit = mechanism === "udp-socket" ? 1_200 : 8_192;
      if (n.bytesPerMessage > limit) return `bytesPerMessage: ${limit} at most`;
      if (mechanism === "udp-socket") return n.loss === "ok" ? undefined : "loss: it loses some";
      return n.peers === "fan-out" ? "peers: taken once" : undefined;
    }
    case "pipe":
    case "fifo":
      if (mechanism === "pipe" && !n.related) return "related: no way to inherit it";
      if (n.direction === "two-way") return "direction: one way";
      if (n.peers !== "one") return "peers: one reader";
  }
  return n.shape === "stream" || n.shape === "messages" ? undefined : "shape: bytes only";
}

function listDemands(mechanism: Mechanism, n: Needs): string[] {
  const isMessages = n.shape === "messages";
  switch (mechanism) {
    case "signal":
      return ["coalesce: look for all"];
    case "shared-memory":
      return ["synchronisation: take a lock", ...(isMessages ? ["ring: head and tail"] : [])];
    case "message-queue":
      return n.direction === "two-way" ? ["types: as addresses"] : [];
    case "udp-socket":
      return ["order: number them"];
    case "pipe":
    case "fifo":
      return isMessages ? ["frames: length first"] : [];
    case "unix-socket":
    case "tcp-socket": {
      const demands = isMessages ? ["frames: length first"] : [];
      return n.peers === "one" ? demands : ["connections: one each", ...demands];
    }
  }
}

export function choose(n: Needs): Choice {
  const answer = ask(n);
  if ("no" in answer) throw new RangeError(`No: ${answer.no}`);
  const { mechanism } = answer;
  const rejected: Choice["rejected"] = {};
  const all: Mechanism[] = ["pipe", "fifo", "message-queue", "shared-memory", "signal"];
  for (const other of [...all, "unix-socket", "tcp-socket", "udp-socket"] as const) {
    if (other !== mechanism) {
      rejected[other] = object(other, n) ?? "works, but is more than it takes";
    }
  }
  return {
    mechanism,
    because: listReasons(n, mechanism),
    also: listDemands(mechanism, n),
    rejected,
  };
}

export function impossible(n: Needs): string | null {
  const answer = ask(n);
  return "no" in answer ? answer.no : null;
}
