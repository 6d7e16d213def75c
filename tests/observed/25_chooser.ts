import type { ObservedCase } from "../harness/observed.ts";
import type { Random } from "../harness/random.ts";
import type * as Stub from "../stubs/25_chooser.ts";

type Needs = Stub.Needs;
/** Needs as JSON, and the mechanism that follows from how they were made; "none" where nothing can do it. */
type Question = { needs: string; expected: string; also: string };
type Input = { questions: Question[] };
type Answer = { mechanism: string; also: string; rejected: string };
type Seen = { answers: Answer[] };

export function cases(random: Random): ObservedCase<Input>[] {
  const ask = (makers: readonly [Maker, ...Maker[]]): Input => ({
    questions: Array.from({ length: 40 }, () => random.pick(makers)(random)),
  });
  return [
    { name: "one host", input: ask([local, queue, memory, signal]) },
    { name: "two hosts", input: ask([network]) },
    { name: "what nothing can do", input: ask([nothing, network, signal]) },
  ];
}

type Maker = (random: Random) => Question;

/** Needs at random, so that those that do not decide differ each time; the maker sets those that do. */
function make(random: Random, fixed: Partial<Needs>, [expected, also = ""]: string[]): Question {
  const needs: Needs = {
    scope: "same-host",
    related: random.pick([true, false]),
    shape: random.pick(["stream", "messages"]),
    direction: random.pick(["one-way", "two-way"]),
    peers: random.pick(["one", "fan-out"]),
    bytesPerMessage: random.below(8_193),
    loss: random.pick(["never", "ok"]),
    outlivesSender: false,
    ...fixed,
  };
  return { needs: JSON.stringify(needs), expected: expected ?? "", also };
}

const local: Maker = (random) => {
  const shape = random.pick(["stream", "messages"] as const);
  const peers = random.pick(["one", "one", "fan-out"] as const);
  const direction = random.pick(["one-way", "two-way"] as const);
  const related = random.pick([true, false]);
  const isOneByOne = direction === "one-way" && peers === "one";
  const words = [peers === "one" ? [] : "connections", shape === "messages" ? "frames" : []].flat();
  const expected = isOneByOne ? related ? "pipe" : "fifo" : "unix-socket";
  return make(random, { shape, peers, direction, related }, [expected, words.join()]);
};

const queue: Maker = (random) => {
  const peers = random.pick(["one", "competing"] as const);
  const outlivesSender = peers === "one" || random.below(2) === 0;
  const direction = random.pick(["one-way", "two-way"] as const);
  const fixed = { shape: "messages", peers, outlivesSender, direction } as const;
  return make(random, fixed, ["message-queue", direction === "two-way" ? "types" : ""]);
};

const memory: Maker = (random) => {
  const outlivesSender = random.pick([true, false]);
  const bytesPerMessage = 65_537 + random.below(1_000_000);
  const shape = random.pick(["messages", "shared-state"] as const);
  const also = shape === "messages" ? "ring,synchronisation" : "synchronisation";
  return make(random, { shape, outlivesSender, bytesPerMessage }, ["shared-memory", also]);
};

const signal: Maker = (random) =>
  make(random, { shape: "none", bytesPerMessage: 0 }, ["signal", "coalesce"]);

const network: Maker = (random) => {
  const bytesPerMessage = random.below(2_401);
  const loss = random.pick(["never", "ok"] as const);
  const fixed = { scope: "cross-host", shape: "messages", peers: "one", bytesPerMessage, loss };
  const isDatagram = loss === "ok" && bytesPerMessage <= 1_200;
  return make(
    random,
    fixed as Needs,
    isDatagram ? ["udp-socket", "order"] : ["tcp-socket", "frames"],
  );
};

const nothing: Maker = (random) => {
  const fixed = random.pick<Partial<Needs>>([
    { shape: "none", bytesPerMessage: 1 + random.below(99) },
    { shape: random.pick(["stream", "shared-state"]), peers: "competing" },
    { shape: random.pick(["none", "shared-state"]), bytesPerMessage: 0, scope: "cross-host" },
    { shape: "stream", outlivesSender: true },
    { shape: "messages", outlivesSender: true, scope: "cross-host" },
  ]);
  return make(random, fixed, ["none"]);
};

export function observe({ choose, impossible }: typeof Stub, { questions }: Input): Promise<Seen> {
  const answers = questions.map(({ needs }): Answer => {
    if (impossible(JSON.parse(needs)) !== null) {
      return { mechanism: "none", also: "", rejected: "" };
    }
    const { mechanism, also, rejected } = choose(JSON.parse(needs));
    const words = also.map((text) => text.split(":")[0]).toSorted().join();
    return { mechanism, also: words, rejected: Object.keys(rejected).toSorted().join() };
  });
  return Promise.resolve({ answers });
}

export function judge({ questions }: Input, { answers }: Seen): string | undefined {
  const all = "fifo,message-queue,pipe,shared-memory,signal,tcp-socket,udp-socket,unix-socket";
  for (const [index, { needs, expected, also }] of questions.entries()) {
    const answer = answers[index];
    const others = all.split(",").filter((name) => name !== expected).join();
    const rejected = expected === "none" ? "" : others;
    if (answer?.mechanism === expected && answer.also === also && answer.rejected === rejected) {
      continue;
    }
    const wanted = `${expected}, with ${also || "nothing"} besides, and the others rejected`;
    return `choose(${needs}) gives ${JSON.stringify(answer)}, not ${wanted}`;
  }
  return undefined;
}
