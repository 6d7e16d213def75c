const controller = new AbortController();

/** Aborted by Ctrl-C in a command that has asked for it: every group that runs is ended, and no task begins. */
export const interrupted: AbortSignal = controller.signal;

/** The exit code of a command that Ctrl-C has ended: 128 + SIGINT. */
export const INTERRUPTED_CODE = 130;

/** Lets Ctrl-C end what runs instead of this process, which then cleans up and ends by itself. */
export function endGroupsOnInterrupt(): void {
  Deno.addSignalListener("SIGINT", () => controller.abort());
}
