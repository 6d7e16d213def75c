/**
 * Lets everything go on that is ready to, in this process: turns of the event loop, not a time. It ends early once
 * `until()` says so.
 */
export async function passTurns(count: number, until = () => false): Promise<void> {
  for (let turn = 0; turn < count && !until(); turn++) {
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
  }
}
