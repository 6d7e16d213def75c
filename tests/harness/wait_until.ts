/**
 * Waits until `fact` holds, looking again at each turn of the event loop: for facts of the kernel that nobody
 * announces, such as a process state. Bounded by the test's deadline through `signal`.
 */
export async function waitUntil(
  what: string,
  fact: () => boolean | Promise<boolean>,
  signal: AbortSignal,
): Promise<void> {
  while (!await fact()) {
    if (signal.aborted) throw new Error(`gave up waiting until ${what}`, { cause: signal.reason });
    await new Promise<void>((resolve) => setTimeout(resolve, 1)); // a poll must let others run
  }
}
