import { Todo } from "#lib/todo.ts";

export type Mechanism =
  | "signal"
  | "shared-memory"
  | "message-queue"
  | "pipe"
  | "fifo"
  | "unix-socket"
  | "udp-socket"
  | "tcp-socket";

/** What two or more programs need from a channel. A sender, or several, on one side; the receivers on the other. */
export interface Needs {
  scope: "same-host" | "cross-host";
  /** Whether one has started the other, or the same parent both: then a descriptor can be inherited. */
  related: boolean;
  /** `none`: nothing but "look now". `stream`: bytes without edges. `messages`: units that arrive whole. */
  shape: "none" | "stream" | "messages" | "shared-state";
  direction: "one-way" | "two-way";
  /** `one` receiver; several `competing`, each message for one of them; `fan-out`, everything for all of them. */
  peers: "one" | "competing" | "fan-out";
  /** Bytes of the largest message. It says nothing about a stream or a shared state. */
  bytesPerMessage: number;
  /** Whether a message may get lost. */
  loss: "never" | "ok";
  /** Whether what was sent must wait for a receiver that comes when the sender has ended. */
  outlivesSender: boolean;
}

export interface Choice {
  mechanism: Mechanism;
  /** All needs that decide, each as `need: why`. */
  because: string[];
  /** What the choice demands besides, each as `word: why`; the README lists the words. */
  also: string[];
  /** Why not, for each of the other seven: `need: why` if it cannot do it, `works, but …` if it could. */
  rejected: Partial<Record<Mechanism, string>>;
}

/**
 * Says which mechanism does what is needed, and why not the others.
 *
 * @throws {RangeError} when none does; the message holds what `impossible()` says
 */
export function choose(_n: Needs): Choice {
  // TODO: find those that can, take the one that does with least, say why
  throw new Todo("25_chooser", "choose()");
}

/** Says why nothing can do what is needed; null when something can. */
export function impossible(_n: Needs): string | null {
  throw new Todo("25_chooser", "impossible()");
}
