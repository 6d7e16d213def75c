export class Semaphore {
  readonly #mem: Int32Array<SharedArrayBuffer>;
  readonly #index: number;

  constructor(mem: Int32Array<SharedArrayBuffer>, index: number) {
    this.#mem = mem;
    this.#index = index;
  }

  static init(mem: Int32Array<SharedArrayBuffer>, index: number, permits: number): void {
    Atomics.store(mem, index, permits);
  }

  acquire(timeoutMs = Infinity): boolean {
    const giveUpAt = performance.now() + timeoutMs; // once: being woken gives no new time
    for (;;) {
      // The look comes first, also after the last wake-up: nobody else was woken for that permit.
      if (this.tryAcquire()) return true;
      const leftMs = giveUpAt - performance.now();
      if (leftMs <= 0) return false;
      // Sleeps only while the word says 0, so a release() after the look above is not slept through.
      Atomics.wait(this.#mem, this.#index, 0, leftMs);
      // Why it woke does not matter: the permit may be gone again, or there may never have been one.
    }
  }

  tryAcquire(): boolean {
    let free = this.permits;
    while (free > 0) {
      const found = Atomics.compareExchange(this.#mem, this.#index, free, free - 1);
      if (found === free) return true;
      free = found; // somebody was faster: decide again
    }
    return false;
  }

  release(n = 1): void {
    Atomics.add(this.#mem, this.#index, n); // first: whoever wakes looks at once
    Atomics.notify(this.#mem, this.#index, n);
  }

  get permits(): number {
    return Atomics.load(this.#mem, this.#index);
  }
}
