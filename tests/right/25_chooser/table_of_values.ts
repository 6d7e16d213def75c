// @style data alone: a table says which values of which need each mechanism accepts, and one loop reads it

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

/** Per mechanism: `need=value,value` or `bytesPerMessage<=limit`. */
const ACCEPTS: [Mechanism, string][] = [
  ["signal", "outlivesSender=false scope=same-host shape=none"],
  ["shared-memory", "scope=same-host shape=shared-state,messages"],
  ["message-queue", "scope=same-host shape=messages peers=one,competing bytesPerMessage<=8192"],
  [
    "pipe",
    "related=true scope=same-host shape=stream,messages direction=one-way peers=one outlivesSender=false",
  ],
  [
    "fifo",
    "scope=same-host shape=stream,messages direction=one-way peers=one outlivesSender=false",
  ],
  ["unix-socket", "scope=same-host shape=stream,messages outlivesSender=false"],
  ["udp-socket", "shape=messages loss=ok bytesPerMessage<=1200 outlivesSender=false"],
  ["tcp-socket", "shape=stream,messages outlivesSender=false"],
];

/** Taken at once only with these values; else last of all. */
const WORTH_IT: Partial<Record<Mechanism, string[]>> = {
  "shared-memory": ["shape=shared-state", "bytesPerMessage>65536"],
  "message-queue": ["outlivesSender=true", "peers=competing"],
};

/** Demands, with the conditions that must all hold. */
const DEMANDS: [string, string][] = [
  ["coalesce: rings add up to one", "mechanism=signal"],
  ["synchronisation: take turns", "mechanism=shared-memory"],
  ["ring: head and tail", "mechanism=shared-memory shape=messages"],
  ["types: an address for each", "mechanism=message-queue direction=two-way"],
  ["frames: mark the ends", "mechanism=pipe,fifo,unix-socket,tcp-socket shape=messages"],
  ["connections: one for each", "mechanism=unix-socket,tcp-socket peers=competing,fan-out"],
  ["order: number them", "mechanism=udp-socket"],
];

const CONTRADICTIONS = [
  "shape=none bytesPerMessage>0",
  "peers=competing shape=none,stream,shared-state",
];

const DOMAINS: [keyof Needs, ...unknown[]][] = [
  ["scope", "same-host", "cross-host"],
  ["related", true, false],
  ["shape", "none", "stream", "messages", "shared-state"],
  ["direction", "one-way", "two-way"],
  ["peers", "one", "competing", "fan-out"],
  ["bytesPerMessage", 0, 2_000, 100_000],
  ["loss", "never", "ok"],
  ["outlivesSender", true, false],
];

function holds(condition: string, values: Record<string, unknown>): boolean {
  const { name, operator, wanted } = PARSED[condition] ??= parse(condition);
  const value = values[name];
  if (operator === "<=") return Number(value) <= Number(wanted[0]);
  if (operator === ">") return Number(value) > Number(wanted[0]);
  return wanted.includes(String(value));
}

const PARSED: Record<string, { name: string; operator: string; wanted: string[] }> = {};

function parse(condition: string): { name: string; operator: string; wanted: string[] } {
  const [, name = "", operator = "", wanted = ""] = /^(\w+)(<=|>|=)(.*)$/.exec(condition) ?? [];
  return { name, operator, wanted: wanted.split(",") };
}

function holdAll(conditions: string, values: Record<string, unknown>): boolean {
  return conditions.split(" ").every((condition) => holds(condition, values));
}

function examine(n: Needs): Map<Mechanism, string[]> {
  const values = { ...n };
  return new Map(
    ACCEPTS.map(([mechanism, conditions]) => [
      mechanism,
      conditions.split(" ").filter((condition) => !holds(condition, values)),
    ]),
  );
}

function find(n: Needs): Mechanism | string {
  const values = { ...n };
  const contradiction = CONTRADICTIONS.find((conditions) => holdAll(conditions, values));
  if (contradiction !== undefined) return `! ${contradiction} cannot be`;
  const able = [...examine(n)].filter(([, broken]) => broken.length === 0).map(([one]) => one);
  const isWorthIt = (one: Mechanism) =>
    WORTH_IT[one]?.some((condition) => holds(condition, values)) ?? true;
  return able.find(isWorthIt) ?? able[0] ?? "! nothing is left";
}

export function impossible(n: Needs): string | null {
  const found = find(n);
  return found.startsWith("!") ? found : null;
}

export function choose(n: Needs): Choice {
  const mechanism = find(n);
  if (!isMechanism(mechanism)) throw new RangeError(mechanism);
  const entries = [...examine(n)].filter(([other]) => other !== mechanism).map((
    [other, [broken]],
  ) => [other, broken?.replace(/=|<=/, ": must be ") ?? `works, but not as well as ${mechanism}`]);
  const also = DEMANDS.filter(([, conditions]) => holdAll(conditions, { ...n, mechanism }));
  return {
    mechanism,
    because: DOMAINS.filter(([need, ...values]) =>
      values.some((value) => find({ ...n, [need]: value }) !== mechanism)
    ).map(([need]) => `${need}: it would be another`),
    also: also.map(([demand]) => demand),
    rejected: Object.fromEntries(entries),
  };
}

function isMechanism(found: string): found is Mechanism {
  return ACCEPTS.some(([mechanism]) => mechanism === found);
}
