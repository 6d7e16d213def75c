// @style the wait looks first: "not-equal" says that there may be a permit, and its answer decides what is next

export class Semaphore {
  readonly #word: Int32Array<SharedArrayBuffer>;

  constructor(mem: Int32Array<SharedArrayBuffer>, index: number) {
    this.#word = mem.subarray(index, index + 1);
  }

  static init(mem: Int32Array<SharedArrayBuffer>, index: number, permits: number): void {
    Atomics.store(mem, index, permits);
  }

  acquire(timeoutMs = Infinity): boolean {
    const start = performance.now();
    for (let leftMs = timeoutMs;; leftMs = timeoutMs - (performance.now() - start)) {
      switch (Atomics.wait(this.#word, 0, 0, Math.max(0, leftMs))) {
        case "timed-out":
          return this.tryAcquire();
        case "ok":
        case "not-equal":
          if (this.tryAcquire()) return true;
      }
    }
  }

  tryAcquire(): boolean {
    const free = Atomics.or(this.#word, 0, 0);
    if (free === 0) return false;
    return Atomics.compareExchange(this.#word, 0, free, free - 1) === free || this.tryAcquire();
  }

  release(n = 1): void {
    Atomics.sub(this.#word, 0, -n);
    Atomics.notify(this.#word, 0, n);
  }

  get permits(): number {
    return Atomics.or(this.#word, 0, 0);
  }
}
