// @test semaphore/T1
// @test semaphore/T4
// @test semaphore/T12
// @says "permits, as the other sees it is 2"
// @mistake counting in a field of the object who has how many: each thread has an object of its own

export class Semaphore {
  readonly #mem: Int32Array<SharedArrayBuffer>;
  readonly #index: number;
  #taken = 0;

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
      const seen = Atomics.load(this.#mem, this.#index);
      if (this.tryAcquire()) return true;
      const leftMs = giveUpAt - performance.now();
      if (leftMs <= 0) return false;
      Atomics.wait(this.#mem, this.#index, seen, leftMs);
    }
  }

  tryAcquire(): boolean {
    if (this.permits <= 0) return false;
    this.#taken++;
    return true;
  }

  release(n = 1): void {
    this.#taken -= n;
    Atomics.notify(this.#mem, this.#index, n);
  }

  get permits(): number {
    return Atomics.load(this.#mem, this.#index) - this.#taken;
  }
}
