// @test semaphore/T6
// @says "acquire(30) is true"
// @mistake not looking at what the wait returns: "timed-out" counts as a permit

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
      const leftMs = Math.max(0, giveUpAt - performance.now());
      if (Atomics.wait(this.#mem, this.#index, 0, leftMs) !== "timed-out") continue;
      Atomics.sub(this.#mem, this.#index, 1);
      break;
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
