import type { Channel } from "./channel.ts";

interface Measure {
  readonly name: string;
  /** Each message comes back; else one byte answers a whole window of them. */
  readonly isRoundTrip: boolean;
  readonly byteCount: number;
  readonly window: number;
}

/** Leads: sends for about `budgetMs` and prints how many messages it took which time. */
export async function lead<M>(channel: Channel<M>, name: string, budgetMs: number): Promise<void> {
  const measure = parseMeasure(name);
  const message = channel.make(measure.byteCount, false);
  await repeat(budgetMs, () => sendWindow(channel, measure, message)); // warm-up
  const { count, ms } = await repeat(budgetMs, () => sendWindow(channel, measure, message));
  await sendWindow(channel, measure, channel.make(measure.byteCount, true)); // not counted
  report(name, count * measure.window, ms);
}

/** Serves what {@linkcode lead} sends, until its last message. */
export async function serve<M>(channel: Channel<M>, name: string): Promise<void> {
  const { isRoundTrip, byteCount, window } = parseMeasure(name);
  const answers = [channel.make(1, false), channel.make(1, true)];
  for (let isLast = false; !isLast;) {
    let message: M | undefined;
    for (let index = 0; index < window; index++) {
      const received = channel.recv(byteCount);
      message = received instanceof Promise ? await received : received;
      isLast ||= channel.isLast(message);
    }
    const answer = isRoundTrip ? message : answers[Number(isLast)];
    if (answer === undefined) throw new Error(`Cannot serve ${name}: an empty window`);
    await channel.send(answer);
    await channel.flush?.();
  }
}

/** Repeats `act` and prints how often in about `budgetMs`; the warm-up is not counted. */
export async function measureAct(
  name: string,
  budgetMs: number,
  act: () => void | Promise<void>,
): Promise<void> {
  const actOften = async () => {
    for (let time = 0; time < ACTS; time++) {
      const acting = act();
      if (acting instanceof Promise) await acting;
    }
  };
  await repeat(budgetMs, actOften);
  const { count, ms } = await repeat(budgetMs, actOften);
  report(name, count * ACTS, ms);
}

/** Repeats the turns of a leader and prints how many messages, calls or jobs it took which time. */
export async function measureTurns(
  name: string,
  budgetMs: number,
  { turn, count }: { turn: () => Promise<void>; count: number },
): Promise<void> {
  await repeat(budgetMs, turn); // warm-up
  const { count: turns, ms } = await repeat(budgetMs, turn);
  report(name, turns * count, ms);
}

const ACTS = 64;

function parseMeasure(name: string): Measure {
  const [kind, byteCount, window = "1"] = name.split(":");
  return {
    name,
    isRoundTrip: kind === "rtt",
    byteCount: Number(byteCount),
    window: Number(window),
  };
}

async function sendWindow<M>(channel: Channel<M>, measure: Measure, message: M): Promise<void> {
  for (let index = 0; index < measure.window; index++) {
    const sending = channel.send(message);
    if (sending instanceof Promise) await sending;
  }
  await channel.flush?.();
  const answer = channel.recv(measure.isRoundTrip ? measure.byteCount : 1);
  if (answer instanceof Promise) await answer;
}

async function repeat(budgetMs: number, act: () => Promise<void>) {
  const start = performance.now();
  for (let count = 1;; count++) {
    await act();
    const ms = performance.now() - start;
    if (ms >= budgetMs) return { count, ms };
  }
}

/** By the way that is left: stdout may be a channel to the leader, but the leader's own belongs to the lab. */
function report(name: string, count: number, ms: number): void {
  console.log(`${name} ${count} ${Math.round(ms * 1e6)}`);
}
