/** Puts the values in random order (Fisher-Yates), so that neighbours are not always the same. */
export function shuffle<T>(values: T[]): void {
  for (let index = values.length - 1; index > 0; index--) {
    const other = Math.floor(Math.random() * (index + 1));
    [values[index], values[other]] = [values[other] as T, values[index] as T];
  }
}
