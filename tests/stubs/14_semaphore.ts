import { Todo } from "#lib/todo.ts";

/**
 * Permits that threads take and give back. The word `mem[index]` holds how many are free, never below 0,
 * and it is the word that threads sleep on. All who make a Semaphore on the same word share its permits.
 *
 * `acquire()` blocks the whole thread, so use it in Workers.
 */
export class Semaphore {
  /** Joins the permits that the word already holds. */
  constructor(_mem: Int32Array<SharedArrayBuffer>, _index: number) {
    // TODO: keep the word; everything that others must see belongs into it
    throw new Todo("14_semaphore", "new Semaphore()");
  }

  /** Makes `permits` permits free, an integer from 0. Called once, before anybody uses the word. */
  static init(_mem: Int32Array<SharedArrayBuffer>, _index: number, _permits: number): void {
    throw new Todo("14_semaphore", "Semaphore.init()");
  }

  /**
   * Takes one permit and returns true. While none is free, the thread sleeps until it is woken.
   *
   * Returns false when `timeoutMs` milliseconds have passed in all, however often it was woken meanwhile.
   * But whoever is woken and finds a permit takes it, also when the time is over.
   *
   * @default timeoutMs Infinity
   */
  acquire(_timeoutMs?: number): boolean {
    // TODO: sleep until there is a permit
    throw new Todo("14_semaphore", "acquire()");
  }

  /** Takes one permit without sleeping. Returns false only when none is free. */
  tryAcquire(): boolean {
    throw new Todo("14_semaphore", "tryAcquire()");
  }

  /**
   * Makes `n` permits free, an integer from 1, and wakes as many sleepers, or all if they are fewer.
   * Anybody may call it: a permit has no owner.
   *
   * @default n 1
   */
  release(_n?: number): void {
    throw new Todo("14_semaphore", "release()");
  }

  /** How many permits are free now. */
  get permits(): number {
    throw new Todo("14_semaphore", "permits");
  }
}
