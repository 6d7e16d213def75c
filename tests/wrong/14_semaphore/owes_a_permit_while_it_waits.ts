// @test semaphore/T2
// @test semaphore/T3
// @says "and the word says -"
// @mistake taking the permit before there is one and waiting for the word to rise again: the count goes below 0

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
    let seen = Atomics.sub(this.#mem, this.#index, 1) - 1;
    const giveUpAt = performance.now() + timeoutMs;
    while (seen < 0) {
      const leftMs = giveUpAt - performance.now();
      if (leftMs <= 0) {
        Atomics.add(this.#mem, this.#index, 1);
        return false;
      }
      Atomics.wait(this.#mem, this.#index, seen, leftMs);
      seen = Atomics.load(this.#mem, this.#index);
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
