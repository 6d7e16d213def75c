const LOOK_EVERY_MS = 25;

/** Finds out how well this process listens, until it is disposed of. */
export interface LoopWatch extends Disposable {
  /** The longest time for which its event loop has done one thing and nothing else, in ms, give or take 25. */
  readonly longestMs: () => number;
}

/** Begins to watch the event loop: what has come in meanwhile has to wait, and a timer that is due may win. */
export function watchLoop(): LoopWatch {
  let [last, longest] = [performance.now(), 0];
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  return {
    longestMs() {
      look();
      return longest;
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
