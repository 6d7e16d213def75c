/** Renders points with at most two decimals, without the noise of binary fractions. */
export function renderPoints(points: number): string {
  return String(Math.round(points * 100) / 100);
}
