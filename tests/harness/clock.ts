/** A clock that only the test moves: hand `clock.delay` to the code under test, call `fire()` when time is up. */
export class ManualClock {
  readonly #sleepers: { ms: number; wake: () => void }[] = [];
  readonly #watchers: (() => void)[] = [];

  /** Waits until `fire()`; rejects with the signal's reason when aborted. */
  readonly delay = (ms: number, signal?: AbortSignal): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const sleeper = { ms, wake: resolve };
    this.#sleepers.push(sleeper);
    const leave = () => {
      this.#remove(sleeper);
      reject(signal?.reason);
    };
    if (signal?.aborted) leave();
    signal?.addEventListener("abort", leave, { once: true });
    for (const watcher of this.#watchers.splice(0)) watcher();
    return promise;
  };

  /** The delays that somebody waits for now, in milliseconds. */
  get pending(): number[] {
    return this.#sleepers.map((sleeper) => sleeper.ms);
  }

  /** Resolves as soon as somebody waits. */
  async asked(): Promise<void> {
    while (this.#sleepers.length === 0) {
      await new Promise<void>((resolve) => this.#watchers.push(resolve));
    }
  }

  /** Ends all delays that are waited for. */
  fire(): void {
    for (const sleeper of this.#sleepers.splice(0)) sleeper.wake();
  }

  #remove(sleeper: { ms: number; wake: () => void }): void {
    const index = this.#sleepers.indexOf(sleeper);
    if (index >= 0) this.#sleepers.splice(index, 1);
  }
}
