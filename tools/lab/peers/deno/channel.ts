/** One end of a channel between two processes. Calls that need no promise return none: an await costs time, too. */
export interface Channel<M = Uint8Array> {
  /** Makes a message of `byteCount` bytes; `isLast` ends a measurement. */
  readonly make: (byteCount: number, isLast: boolean) => M;
  /** Whether this message ends a measurement. */
  readonly isLast: (message: M) => boolean;
  readonly send: (message: M) => void | Promise<void>;
  readonly recv: (byteCount: number) => M | Promise<M>;
  /** Makes sure that the other end learns of all that was sent. */
  readonly flush?: () => void | Promise<void>;
  /** Ends what would keep the process alive. */
  readonly close?: () => void | Promise<void>;
}

/** What a process of a pair was given. */
export interface End {
  readonly dir: string;
  /** What leads to the follower, as the lab made it: the path of a FIFO, the name of a queue. */
  readonly there: string;
  readonly back: string;
  /** Starts the follower, which gets `address`; stdin and stdout are pipes. For the leader alone. */
  readonly spawn: (address?: string) => Deno.ChildProcess;
  /** What the leader gave to spawn(). For the follower alone. */
  readonly address: string;
}

/** How both processes open a channel. */
export interface Kind<M = Uint8Array> {
  readonly lead: (end: End) => Channel<M> | Promise<Channel<M>>;
  readonly serve: (end: End) => Channel<M> | Promise<Channel<M>>;
}

/** Messages that are bytes: the first one says whether it is the last. */
export const BYTES = {
  make(byteCount: number, isLast: boolean): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(byteCount);
    bytes[0] = isLast ? 1 : 0;
    return bytes;
  },
  isLast: (bytes: Uint8Array): boolean => bytes[0] === 1,
};
