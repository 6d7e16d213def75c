// A long transfer through the ring buffer of lesson 15: what is sent, who wakes whom, and what has arrived.
import { check } from "./check.ts";
import { inspectValue } from "./inspect.ts";
import { Random } from "./random.ts";

/** How many frames are sent. */
export const FRAME_COUNT = 2000;

/** The producer's side of a ring. */
interface Ring {
  push(frame: Uint8Array): boolean;
  readonly used: number;
  close(): void;
}

/** The frames that two sides agree on: 0 to 199 bytes each, always the same. */
function* makeFrames(): Generator<Uint8Array<ArrayBuffer>> {
  const random = new Random(15);
  for (let made = 0; made < FRAME_COUNT; made++) yield random.bytes(random.below(200));
}

/** Compares what arrives with what was sent. */
export class FrameCheck {
  readonly #expected: Iterator<Uint8Array> = makeFrames();
  #count = 0;
  #problem: string | undefined;

  take(frame: Uint8Array): void {
    const { value: expected = "no frame" } = this.#expected.next();
    const [due, got] = [inspectValue(expected), inspectValue(frame)];
    const isEqual = due === got && String(expected) === String(frame);
    if (!isEqual) this.#problem ??= `frame ${this.#count} is ${got}, not ${due}`;
    this.#count++;
  }

  /** Whether something else came than was sent: then what follows may never end. */
  get isWrong(): boolean {
    return this.#problem !== undefined;
  }

  /** One line: how many came, or what was wrong first. */
  get verdict(): string {
    return this.#problem ?? `${this.#count} frames, each as it was pushed`;
  }
}

/** How producer and consumer wake each other. */
export interface Bell {
  /** Wakes the consumer. */
  ring(): Promise<void>;
  /** The consumer's next answer: "room" when it has taken all there was, its verdict at the end or at a wrong frame. */
  answer(): Promise<string>;
}

/** Sends all frames, sleeping while the ring is full; returns what the consumer says at the end. */
export async function sendAll(ring: Ring, bell: Bell): Promise<string> {
  let unanswered = 0;
  for (const [index, frame] of [...makeFrames()].entries()) {
    while (!ring.push(frame)) {
      const isQuiet = unanswered === 0;
      if (isQuiet) await bell.ring();
      else unanswered--;
      check("the consumer's answer", await bell.answer(), "room");
      if (isQuiet) check("used, once the consumer has taken all there was", ring.used, 0);
    }
    if (index % 16 > 0) continue; // the consumer works at the same time, but is not woken for each frame
    unanswered++;
    await bell.ring();
  }
  ring.close();
  await bell.ring();
  for (;;) {
    const answer = await bell.answer();
    if (answer !== "room" || unanswered-- === 0) return answer;
  }
}
