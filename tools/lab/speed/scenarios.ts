import type { Capability } from "../../../tests/harness/capabilities.ts";

/** What the tutorial ranks; "locks" it does not. */
export type Family = "shared memory" | "pipes" | "signals" | "queues" | "sockets" | "locks";

/** A mechanism, and what can be measured of it between two processes. */
export interface Scenario {
  readonly id: string;
  readonly name: string;
  readonly family: Family;
  /** What kind of measure it takes: messages, or how often two processes can do the same act. */
  readonly kind: "messages" | "acts";
  /** The largest message that it takes in one piece. */
  readonly maxBytes: number;
  /** Messages that may be on their way unanswered, where the mechanism would lose or refuse more. */
  readonly maxWindow?: number;
  /** Whether there is a stream of messages at all: signals of one kind merge. */
  readonly hasFlow: boolean;
  /** What the machine must have for anybody to take part. */
  readonly needs?: readonly Capability[];
}

const MIB = 1 << 20;
const base = { kind: "messages", maxBytes: MIB, hasFlow: true } as const;
const act = { kind: "acts", maxBytes: 0, hasFlow: false } as const;
/** What Linux takes where nobody has tuned it. */
const QUEUE_BYTES = 8 << 10;
/** As many datagrams as fit into a socket's buffer: UDP loses more, and a Unix socket makes the sender wait. */
const DATAGRAMS = 16;

/** The mechanisms in the order in which they are shown. */
export const SCENARIOS: readonly Scenario[] = [
  { ...base, id: "memory", name: "shared memory, handed over", family: "shared memory" },
  { ...base, id: "ring", name: "shared memory, ring buffer", family: "shared memory" },
  { ...base, id: "pipe", name: "anonymous pipe", family: "pipes" },
  { ...base, id: "fifo", name: "FIFO", family: "pipes" },
  { ...base, id: "signal", name: "signal", family: "signals", maxBytes: 1, hasFlow: false },
  {
    ...base,
    id: "sysv",
    name: "System V queue",
    family: "queues",
    maxBytes: QUEUE_BYTES,
    needs: ["sysv"],
  },
  {
    ...base,
    id: "posix",
    name: "POSIX queue",
    family: "queues",
    maxBytes: QUEUE_BYTES,
    needs: ["linux", "ffi"],
  },
  { ...base, id: "unix", name: "Unix stream socket", family: "sockets" },
  {
    ...base,
    id: "unix-datagram",
    name: "Unix datagram socket",
    family: "sockets",
    maxBytes: 64 << 10,
    maxWindow: DATAGRAMS,
  },
  { ...base, id: "tcp", name: "TCP", family: "sockets" },
  {
    ...base,
    id: "udp",
    name: "UDP",
    family: "sockets",
    maxBytes: 4 << 10,
    maxWindow: DATAGRAMS,
  },
  { ...act, id: "counter", name: "add 1 to a shared counter", family: "shared memory" },
  { ...act, id: "lock", name: "lock and unlock a file", family: "locks" },
];

/** Sizes in bytes. */
export interface Sizes {
  readonly roundTrip: readonly number[];
  readonly flow: readonly number[];
}

/** What a minute has room for. */
export const QUICK_SIZES: Sizes = { roundTrip: [1, 64], flow: [64, 4 << 10, 64 << 10] };
/** All. */
export const FULL_SIZES: Sizes = {
  roundTrip: [1, 64, 4 << 10],
  flow: [64, 4 << 10, 64 << 10, MIB],
};

/** A measure as a peer takes it, as in `rtt:64` or `flow:64:1024`; and its parts. */
export interface Measure {
  readonly id: string;
  readonly kind: "rtt" | "flow" | "solo" | "duel";
  readonly byteCount: number;
  readonly window: number;
}

/** Plans what is measured of a scenario; `maxBytes` is what a contestant takes, where that is less. */
export function planMeasures(scenario: Scenario, sizes: Sizes, maxBytes = MIB): Measure[] {
  if (scenario.kind === "acts") {
    return (["solo", "duel"] as const).map((kind) => ({ id: kind, kind, byteCount: 0, window: 1 }));
  }
  const fits = (byteCount: number) => byteCount <= Math.min(scenario.maxBytes, maxBytes);
  const roundTrips = sizes.roundTrip.filter((byteCount) => fits(byteCount));
  const flows = scenario.hasFlow ? sizes.flow.filter(fits) : [];
  return [
    ...roundTrips.map((byteCount): Measure => (
      { id: `rtt:${byteCount}`, kind: "rtt", byteCount, window: 1 }
    )),
    ...flows.map((byteCount): Measure => {
      const window = chooseWindow(byteCount, scenario.maxWindow);
      return { id: `flow:${byteCount}:${window}`, kind: "flow", byteCount, window };
    }),
  ];
}

/** Many enough that the answer to a window hardly counts. */
function chooseWindow(byteCount: number, maxWindow = 1024): number {
  return Math.min(maxWindow, Math.max(4, MIB / byteCount));
}

/** Names a measure as in `round trip, 4 KiB`. */
export function nameMeasure({ kind, byteCount }: Pick<Measure, "kind" | "byteCount">): string {
  switch (kind) {
    case "rtt":
      return `round trip, ${nameBytes(byteCount)}`;
    case "flow":
      return `one way, ${nameBytes(byteCount)}`;
    case "solo":
      return "alone";
    case "duel":
      return "against another process";
  }
}

/** Finds a scenario by its name on the command line. */
export function findScenario(id: string): Scenario | undefined {
  return SCENARIOS.find((scenario) => scenario.id === id);
}

function nameBytes(byteCount: number): string {
  if (byteCount >= MIB) return `${byteCount / MIB} MiB`;
  return byteCount >= 1024 ? `${byteCount / 1024} KiB` : `${byteCount} B`;
}
