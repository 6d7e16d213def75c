// @style closures as fields, methods of Atomics taken aside, recursion with the time that is left

const { compareExchange, load, notify, store, wait } = Atomics;

export class Semaphore {
  readonly acquire: (timeoutMs?: number) => boolean;
  readonly tryAcquire: () => boolean;
  readonly release: (n?: number) => void;
  readonly #look: () => number;

  constructor(mem: Int32Array<SharedArrayBuffer>, index: number) {
    const look = () => load(mem, index);
    const swap = (seen: number, next: number) => compareExchange(mem, index, seen, next) === seen;
    const take = (seen: number): boolean => seen > 0 && (swap(seen, seen - 1) || take(look()));
    const give = (n: number, seen: number): void => {
      if (!swap(seen, seen + n)) give(n, look());
    };
    const takeWithin = (ms: number): boolean => {
      const since = performance.now();
      if (take(look())) return true;
      if (!(ms > 0)) return false;
      wait(mem, index, 0, ms);
      return takeWithin(ms - (performance.now() - since));
    };
    this.#look = look;
    this.tryAcquire = () => take(look());
    this.acquire = (timeoutMs = Infinity) => takeWithin(timeoutMs);
    this.release = (n = 1) => {
      give(n, look());
      notify(mem, index, n);
    };
  }

  static init(mem: Int32Array<SharedArrayBuffer>, index: number, permits: number): void {
    store(mem, index, permits);
  }

  get permits(): number {
    return this.#look();
  }
}
