// @test semaphore/T10
// @says "acquire(10) is false"
// @mistake looking at the clock before the word after a wake-up: the permit stays, and the next one sleeps beside it

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
      Atomics.wait(this.#mem, this.#index, 0, giveUpAt - performance.now());
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
