// @style functions: one compareExchange loop moves the word up or down, release() goes step by step

type Words = Int32Array<SharedArrayBuffer>;

/** Adds `step` unless the word would go below 0; tells whether it did. */
function move(mem: Words, index: number, step: 1 | -1): boolean {
  for (;;) {
    const seen = Atomics.load(mem, index);
    if (seen + step < 0) return false;
    if (Atomics.compareExchange(mem, index, seen, seen + step) === seen) return true;
  }
}

export class Semaphore {
  constructor(private readonly mem: Words, private readonly index: number) {}

  static init(mem: Words, index: number, permits: number): void {
    Atomics.exchange(mem, index, permits);
  }

  acquire(timeoutMs?: number): boolean {
    const end = timeoutMs === undefined ? undefined : Date.now() + timeoutMs;
    while (!move(this.mem, this.index, -1)) {
      if (end === undefined) {
        Atomics.wait(this.mem, this.index, 0);
      } else if (Date.now() < end) {
        Atomics.wait(this.mem, this.index, 0, end - Date.now());
      } else {
        return false;
      }
    }
    return true;
  }

  tryAcquire(): boolean {
    return move(this.mem, this.index, -1);
  }

  release(n = 1): void {
    for (let left = n; left > 0; left--) {
      move(this.mem, this.index, 1);
      Atomics.notify(this.mem, this.index, 1);
    }
  }

  get permits(): number {
    return Atomics.load(this.mem, this.index);
  }
}
