// @test semaphore/T3
// @says "whoever is woken without a permit goes back to sleep"
// @mistake taking a permit after each wake-up, without a second look: an if where a loop must be

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
    if (this.tryAcquire()) return true;
    if (Atomics.wait(this.#mem, this.#index, 0, timeoutMs) === "timed-out") return false;
    Atomics.sub(this.#mem, this.#index, 1);
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
