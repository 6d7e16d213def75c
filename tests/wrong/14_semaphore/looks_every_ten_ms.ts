// @test semaphore/T11
// @says "the time limit of Atomics.wait() is 10"
// @mistake waking up every 10 ms to look, since nobody is trusted to wake it

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
    for (;;) {
      if (this.tryAcquire()) return true;
      const leftMs = giveUpAt - performance.now();
      if (leftMs <= 0) return false;
      Atomics.wait(this.#mem, this.#index, 0, Math.min(leftMs, 10));
    }
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
