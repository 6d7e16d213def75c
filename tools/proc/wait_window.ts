interface Look {
  readonly atMs: number;
  readonly totalMs: number;
}

/** Finds in a count that only grows how much came to it at most within any time of `windowMs`. */
export class WaitWindow {
  readonly #windowMs: number;
  readonly #looks: Look[] = [];
  #most = 0;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** Takes a look at the count; looks come in order. Between two that are further apart, all may have come at once. */
  add(look: Look): void {
    const looks = this.#looks;
    while (looks.length > 1 && look.atMs - (looks[0]?.atMs ?? 0) > this.#windowMs) looks.shift();
    this.#most = Math.max(this.#most, look.totalMs - (looks[0] ?? look).totalMs);
    looks.push(look);
  }

  get mostMs(): number {
    return this.#most;
  }
}
