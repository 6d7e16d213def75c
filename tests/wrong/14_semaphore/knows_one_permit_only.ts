// @test semaphore/T1
// @test semaphore/T4
// @says "permits is [ 1, 1 ]"
// @mistake keeping only free or taken in the word: a lock, and no semaphore

export class Semaphore {
  readonly #mem: Int32Array<SharedArrayBuffer>;
  readonly #index: number;

  constructor(mem: Int32Array<SharedArrayBuffer>, index: number) {
    this.#mem = mem;
    this.#index = index;
  }

  static init(mem: Int32Array<SharedArrayBuffer>, index: number, permits: number): void {
    Atomics.store(mem, index, Math.min(permits, 1));
  }

  acquire(timeoutMs = Infinity): boolean {
    const giveUpAt = performance.now() + timeoutMs;
    for (;;) {
      if (this.tryAcquire()) return true;
      const leftMs = giveUpAt - performance.now();
      if (leftMs <= 0) return false;
      Atomics.wait(this.#mem, this.#index, 0, leftMs);
    }
  }

  tryAcquire(): boolean {
    return Atomics.compareExchange(this.#mem, this.#index, 1, 0) === 1;
  }

  release(n = 1): void {
    Atomics.store(this.#mem, this.#index, 1);
    Atomics.notify(this.#mem, this.#index, n);
  }

  get permits(): number {
    return Atomics.load(this.#mem, this.#index);
  }
}
