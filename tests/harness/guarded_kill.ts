import { CheckFailure } from "./failure.ts";

const realKill = Deno.kill; // kept: the registry puts the guarded one in its place

/** Sends a signal as Deno.kill does, but refuses to end the test runner itself. */
export function guardedKill(pid: number, signal?: Deno.Signal | number): void {
  const target = Math.abs(pid | 0); // what the kernel is told: NaN is 0, the runner's own group
  const isRunner = target <= 1 || target === Deno.pid;
  if (isRunner && signal !== 0) {
    throw new CheckFailure(
      "a signal goes to a child, or to the group of a child",
      `Deno.kill(${pid}, ${JSON.stringify(signal)}): you were about to kill the test runner`,
    );
  }
  realKill(pid, signal);
}
