/** The oldest Deno that the course is tested with. */
export const FLOOR = "2.9.6";

/** Says in one sentence that this Deno is too old for the course; undefined when it is not. */
export function tooOld(version: string): string | undefined {
  const [have, need] = [version, FLOOR].map((text) => text.split(/[.+-]/).slice(0, 3).map(Number));
  for (let index = 0; index < 3; index++) {
    const difference = (have?.[index] ?? 0) - (need?.[index] ?? 0);
    if (difference > 0) return undefined;
    if (difference < 0) {
      return `This course needs Deno ${FLOOR} or newer and this is ${version}: run ` +
        `npx --yes deno@${FLOOR} task learn, or update with deno upgrade.`;
    }
  }
  return undefined;
}
