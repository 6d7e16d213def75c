// Points are counted in hundredths, which are whole numbers: their sums are exact, in whatever order they are added.

/** Turns points into hundredths. */
export function toHundredths(points: number): number {
  return Math.round(points * 100);
}

/** Turns hundredths into points, the nearest number there is to them: 30 is 0.3 and never 0.30000000000000004. */
export function toPoints(hundredths: number): number {
  return hundredths / 100;
}

/** Whether these points are whole hundredths, as 0.25 is and 0.125 is not. */
export function isWhole(points: number): boolean {
  return toPoints(toHundredths(points)) === points;
}
