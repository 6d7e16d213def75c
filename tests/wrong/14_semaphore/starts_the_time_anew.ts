// @test semaphore/T6
// @says "it would sleep for 30 ms"
// @mistake passing the whole time limit to every wait: each wake-up starts it anew

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
    while (!this.tryAcquire()) {
      if (Atomics.wait(this.#mem, this.#index, 0, timeoutMs) === "timed-out") {
        return this.tryAcquire();
      }
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
