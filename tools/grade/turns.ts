/** Lets work go on side by side, or one piece of it alone, in the order in which it was asked for. */
export class Turns {
  readonly #running = new Set<Promise<unknown>>();
  /** The last piece that runs alone, or is to. */
  #alone: Promise<unknown> = Promise.resolve();

  /** Does this beside others, as soon as nothing that came before it needs to be alone. */
  async together<T>(work: () => Promise<T>): Promise<T> {
    return await this.#track(this.#alone.then(work));
  }

  /** Does this when all that came before it has ended, and nothing else until it has. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#track(Promise.allSettled([...this.#running, this.#alone]).then(work));
    this.#alone = done.catch(() => {}); // whoever asked for it hears of it
    return await done;
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work);
    const forget = () => void this.#running.delete(work);
    work.then(forget, forget);
    return work;
  }
}
