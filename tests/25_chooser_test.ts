import { check, checkThat, checkThrows, lesson, type TestContext } from "./harness/mod.ts";
import type * as Stub from "./stubs/25_chooser.ts";

const { fact } = lesson<typeof Stub>(import.meta);
type Context = TestContext<typeof Stub>;
type Needs = Stub.Needs;
type Mechanism = Stub.Mechanism;

const VALUES: { [Need in keyof Needs]: Needs[Need][] } = {
  scope: ["same-host", "cross-host"],
  related: [true, false],
  shape: ["none", "stream", "messages", "shared-state"],
  direction: ["one-way", "two-way"],
  peers: ["one", "competing", "fan-out"],
  bytesPerMessage: [0, 1, 1_200, 1_201, 8_192, 8_193, 65_536, 65_537, 8_000_000],
  loss: ["never", "ok"],
  outlivesSender: [false, true],
};
const NAMES = Object.keys(VALUES) as (keyof Needs)[];

/** All 3456 combinations, sizes at both sides of each limit. */
const ALL: Needs[] = NAMES.reduce<Partial<Needs>[]>(
  (some, name) => some.flatMap((n) => VALUES[name].map((value) => ({ ...n, [name]: value }))),
  [{}],
) as Needs[];

/** What the other lessons have shown: the values of a need with which the mechanism can do its work. */
type Facts = { [Need in keyof Needs]?: (value: Needs[Need]) => boolean };
const isOneHost = (scope: Needs["scope"]) => scope === "same-host";
const isOneWay = (direction: Needs["direction"]) => direction === "one-way";
const isOne = (peers: Needs["peers"]) => peers === "one";
const isFalse = (value: boolean) => !value;
const isCarried = (shape: Needs["shape"]) => shape === "stream" || shape === "messages";
const bytewise = { scope: isOneHost, shape: isCarried, outlivesSender: isFalse };
const FACTS: Record<Mechanism, Facts> = {
  "signal": { scope: isOneHost, shape: (shape) => shape === "none", outlivesSender: isFalse },
  "shared-memory": {
    scope: isOneHost,
    shape: (shape) => shape === "shared-state" || shape === "messages",
  },
  "message-queue": {
    scope: isOneHost,
    shape: (shape) => shape === "messages",
    peers: (peers) => peers !== "fan-out",
    bytesPerMessage: (byteCount) => byteCount <= 8_192,
  },
  "pipe": { ...bytewise, related: (related) => related, direction: isOneWay, peers: isOne },
  "fifo": { ...bytewise, direction: isOneWay, peers: isOne },
  "unix-socket": bytewise,
  "udp-socket": {
    shape: (shape) => shape === "messages",
    bytesPerMessage: (byteCount) => byteCount <= 1_200,
    loss: (loss) => loss === "ok",
    outlivesSender: isFalse,
  },
  "tcp-socket": { shape: isCarried, outlivesSender: isFalse },
};
const MECHANISMS = Object.keys(FACTS) as Mechanism[];

/** The needs that rule a mechanism out. */
function findObstacles(mechanism: Mechanism, n: Needs): string[] {
  const holds = <Need extends keyof Needs>(need: Need) => FACTS[mechanism][need]?.(n[need]) ?? true;
  return NAMES.filter((need) => !holds(need));
}

/** The answer, from the facts and the order of the README alone; undefined where there is none. */
function decide(n: Needs): Mechanism | undefined {
  if (n.shape === "none" && n.bytesPerMessage > 0) return undefined;
  if (n.peers === "competing" && n.shape !== "messages") return undefined;
  const able = MECHANISMS.filter((mechanism) => findObstacles(mechanism, n).length === 0);
  return able.find((mechanism) => {
    if (mechanism === "message-queue") return n.outlivesSender || n.peers === "competing";
    return mechanism !== "shared-memory" || n.shape !== "messages" || n.bytesPerMessage > 65_536;
  }) ?? able[0];
}

const POSSIBLE = ALL.filter((n) => decide(n) !== undefined);

function show(n: Needs): string {
  const fields = NAMES.map((need) => {
    const value = n[need];
    return `${need}: ${typeof value === "string" ? `'${value}'` : value}`;
  });
  return `{ ${fields.join(", ")} }`;
}

/** Has the module choose for each combination that something can do, and looks at each choice. */
function forEachChoice(t: Context, look: (choice: Stub.Choice, n: Needs) => void): void {
  for (const n of POSSIBLE) {
    t.call(`choose(${show(n)})`);
    look(t.subject.choose({ ...n }), n);
  }
}

/** What stands before the colon. */
const nameOf = (sentence: string) => sentence.split(":")[0] ?? "";

/** Messages of 100 bytes between strangers on one host, one way to one receiver, and what is different. */
const SCENARIOS: [story: string, different: Partial<Needs>, expected: Mechanism][] = [
  ["ls | grep python", { related: true, shape: "stream" }, "pipe"],
  ["a child tells its parent how far it has come", { related: true }, "pipe"],
  [
    "a parent and its child hand objects to and fro",
    { related: true, direction: "two-way" },
    "unix-socket",
  ],
  ["many programs write lines to one logger", {}, "fifo"],
  ["cron jobs hand commands to a running player", { loss: "ok" }, "fifo"],
  ["a backup is unpacked by a program started elsewhere", { shape: "stream" }, "fifo"],
  ["print jobs wait until the printer is switched on", { outlivesSender: true }, "message-queue"],
  ["three workers take thumbnails to make", { peers: "competing" }, "message-queue"],
  [
    "three workers take pictures of 20 kB",
    { peers: "competing", bytesPerMessage: 20_000 },
    "unix-socket",
  ],
  ["a camera shows frames of 8 MB", { bytesPerMessage: 8_000_000 }, "shared-memory"],
  [
    "web workers count hits in one number",
    { shape: "shared-state", direction: "two-way" },
    "shared-memory",
  ],
  [
    "a table of prices that 40 programs look at",
    { shape: "shared-state", peers: "fan-out" },
    "shared-memory",
  ],
  [
    "a counter that a restart must not lose",
    { shape: "shared-state", outlivesSender: true },
    "shared-memory",
  ],
  ["a server is to read its configuration again", { shape: "none", bytesPerMessage: 0 }, "signal"],
  [
    "all programs of a group are to end",
    { shape: "none", bytesPerMessage: 0, peers: "fan-out" },
    "signal",
  ],
  ["a database on the same box", { direction: "two-way", bytesPerMessage: 4_000 }, "unix-socket"],
  [
    "a proxy in front of three web servers",
    { direction: "two-way", shape: "stream" },
    "unix-socket",
  ],
  ["subscribers on one box get all the news", { peers: "fan-out" }, "unix-socket"],
  [
    "a service asks a service elsewhere",
    { scope: "cross-host", direction: "two-way" },
    "tcp-socket",
  ],
  ["a file goes to another host", { scope: "cross-host", shape: "stream" }, "tcp-socket"],
  ["workers on ten hosts take jobs", { scope: "cross-host", peers: "competing" }, "tcp-socket"],
  ["metrics, and some may get lost", { scope: "cross-host", loss: "ok" }, "udp-socket"],
  ["a name is looked up, again if need be", {
    scope: "cross-host",
    loss: "ok",
    direction: "two-way",
  }, "udp-socket"],
  [
    "thumbnails, and some may get lost",
    { scope: "cross-host", loss: "ok", bytesPerMessage: 9_000 },
    "tcp-socket",
  ],
];

Deno.test(fact("T1 choose() finds what 24 stories need", {
  call: "choose({ related: true, shape: 'stream', direction: 'one-way', … })",
  idea: "Ask what removes most: one host or two? Which shape? Only then the rest.",
  hint: 1,
}, (t) => {
  for (const [story, different, expected] of SCENARIOS) {
    const n: Needs = {
      scope: "same-host",
      related: false,
      shape: "messages",
      direction: "one-way",
      peers: "one",
      bytesPerMessage: 100,
      loss: "never",
      outlivesSender: false,
      ...different,
    };
    t.call(`choose(${show(n)})`);
    check(`the mechanism for "${story}"`, t.subject.choose(n).mechanism, expected);
  }
}));

Deno.test(fact("T2 choose() never takes a mechanism that cannot do the work", {
  call: "choose({ direction: 'two-way', … })",
  idea: "What a mechanism cannot do is a fact that a lesson has shown, and no wish changes it.",
  hint: 2,
}, (t) => {
  forEachChoice(t, ({ mechanism }, n) => {
    const obstacles = findObstacles(mechanism, n).join(", ");
    checkThat(obstacles === "", "a mechanism that can do it", `${mechanism} cannot: ${obstacles}`);
  });
}));

Deno.test(fact("T3 choose() takes a signal when there is nothing to carry, and only then", {
  call: "choose({ shape: 'none', … })",
  idea: "A signal says 'look now' and carries no data. Nothing else says so little with so little.",
  hint: 2,
}, (t) => {
  forEachChoice(t, ({ mechanism }, n) => {
    check("the mechanism is a signal", mechanism === "signal", n.shape === "none");
  });
}));

Deno.test(fact("T4 choose() says what else the choice demands", {
  call: "choose({ shape: 'shared-state', … }).also",
  idea:
    "No mechanism does all: memory needs a lock, a stream needs frames, datagrams need an order.",
  hint: 2,
}, (t) => {
  forEachChoice(t, ({ mechanism, also }, n) => {
    const isMessages = n.shape === "messages";
    const isStream = ["pipe", "fifo", "unix-socket", "tcp-socket"].includes(mechanism);
    const isConnected = mechanism === "unix-socket" || mechanism === "tcp-socket";
    const demands: Record<string, boolean> = {
      coalesce: mechanism === "signal",
      connections: isConnected && n.peers !== "one",
      frames: isStream && isMessages,
      order: mechanism === "udp-socket",
      ring: mechanism === "shared-memory" && isMessages,
      synchronisation: mechanism === "shared-memory",
      types: mechanism === "message-queue" && n.direction === "two-way",
    };
    const expected = Object.keys(demands).filter((word) => demands[word]);
    check(`the words of also for ${mechanism}`, also.map(nameOf).toSorted(), expected);
  });
}));

Deno.test(fact("T5 choose() crosses to another host by TCP or UDP, and only there", {
  call: "choose({ scope: 'cross-host', related: true, … })",
  idea:
    "On one host a Unix socket does the same without the network stack. It is as fast as a pipe.",
  hint: 1,
}, (t) => {
  forEachChoice(t, ({ mechanism, because, rejected }, n) => {
    const isNetwork = mechanism === "tcp-socket" || mechanism === "udp-socket";
    check(`the choice of ${mechanism} crosses hosts`, isNetwork, n.scope === "cross-host");
    const texts = mechanism === "unix-socket" ? because : [rejected["unix-socket"] ?? ""];
    const wrong = texts.find((text) => /slow|network stack/i.test(text));
    checkThat(wrong === undefined, "a true word about Unix sockets", `it says: ${wrong}`);
  });
}));

Deno.test(fact("T6 choose() says of each other mechanism why not", {
  call: "choose({ … }).rejected",
  idea: "Whoever can say why not the others has not guessed. A reason is a need, and a true one.",
  hint: 3,
}, (t) => {
  forEachChoice(t, ({ mechanism, rejected }, n) => {
    const others = MECHANISMS.filter((other) => other !== mechanism);
    check("the mechanisms that are rejected", Object.keys(rejected).toSorted(), others.toSorted());
    for (const other of others) {
      const obstacles = findObstacles(other, n);
      const reason = rejected[other] ?? "";
      const expected = obstacles.length === 0 ? "works, but …" : `${obstacles.join(" or ")}: …`;
      const isTrue = obstacles.length === 0
        ? reason.startsWith("works, but ")
        : obstacles.includes(nameOf(reason)) && /: ./.test(reason);
      checkThat(isTrue, `why not ${other}: "${expected}"`, `it says "${reason}"`);
    }
  });
}));

Deno.test(fact("T7 impossible() knows what nothing can do, and choose() refuses it", {
  call: "impossible({ scope: 'cross-host', shape: 'shared-state', … })",
  idea: "Two hosts share no memory. Say so: a guess costs a year, a no costs a minute.",
  hint: 2,
}, (t) => {
  for (const n of ALL) {
    t.call(`impossible(${show(n)})`);
    const answer = t.subject.impossible({ ...n });
    if (decide(n) !== undefined) {
      check("the answer", answer, null);
      continue;
    }
    checkThat(typeof answer === "string" && answer !== "", "a sentence", `it is ${answer}`);
    t.call(`choose(${show(n)})`);
    const error = checkThrows("choose()", () => t.subject.choose({ ...n }), RangeError);
    checkThat(error.message.includes(answer), `an error that says: ${answer}`, error.message);
  }
}));

Deno.test(fact("T8 choose() takes the first of the README's order that can and is not too much", {
  call: "choose({ scope: 'same-host', shape: 'messages', … })",
  idea: "A pipe does with less than a socket, and nobody has to remove it afterwards as a queue.",
  hint: 3,
}, (t) => {
  forEachChoice(t, ({ mechanism }, n) => check("the mechanism", mechanism, decide(n)));
}));

Deno.test(fact("T9 choose() gives as reasons the needs that decide, and no others", {
  call: "choose({ … }).because",
  idea: "A need is a reason if another value of it has another answer, or none. So try them.",
  hint: 3,
}, (t) => {
  forEachChoice(t, ({ because }, n) => {
    const decides = (need: keyof Needs) =>
      VALUES[need].some((value) => decide({ ...n, [need]: value }) !== decide(n));
    const expected = NAMES.filter(decides).toSorted();
    check("the needs that decide", because.map(nameOf).toSorted(), expected);
    const empty = because.find((reason) => !/: ./.test(reason));
    checkThat(empty === undefined, "a word behind each colon", `one reason is "${empty}"`);
  });
}));
