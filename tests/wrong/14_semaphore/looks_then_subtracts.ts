// @test semaphore/T5
// @says "the rival acquires"
// @mistake looking first and subtracting afterwards: a rival takes the permit in between

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
      Atomics.wait(this.#mem, this.#index, 0, leftMs);
    }
  }

  tryAcquire(): boolean {
    if (this.permits <= 0) return false;
    Atomics.sub(this.#mem, this.#index, 1);
    return true;
  }

  release(n = 1): void {
    Atomics.add(this.#mem, this.#index, n);
    Atomics.notify(this.#mem, this.#index, n);
  }

  get permits(): number {
    return Atomics.load(this.#mem, this.#index);
  }
}
