// @test semaphore/T2
// @says "your code looks at the word again and again, and never sleeps"
// @mistake asking in a loop until there is a permit: it works, and burns a whole core

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
    const giveUpAt = performance.now() + timeoutMs;
    while (!this.tryAcquire()) {
      if (performance.now() >= giveUpAt) return false;
    }
    return true;
  }

  tryAcquire(): boolean {
    let free = this.permits;
    while (free > 0) {
      const found = Atomics.compareExchange(this.#mem, this.#index, free, free - 1);
      if (found === free) return true;
      free = found;
    }
    return false;
  }

  release(n = 1): void {
    Atomics.add(this.#mem, this.#index, n);
    Atomics.notify(this.#mem, this.#index, n);
  }

  get permits(): number {
    return Atomics.load(this.#mem, this.#index);
  }
}
