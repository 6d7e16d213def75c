import { closeSync, constants, openSync, readSync } from "node:fs";

/**
 * Tells whether anybody has the FIFO open for reading, without waiting: an O_NONBLOCK open for writing
 * fails with ENXIO when there is no reader (fifo(7)).
 *
 * Somebody who waits in open(2) counts as well, and waits no longer: the probe is a partner.
 */
export function hasReader(path: string): boolean {
  try {
    closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK));
    return true;
  } catch (error) {
    if (codeOf(error) === "ENXIO") return false;
    throw error;
  }
}

/**
 * Tells whether anybody has the FIFO open for writing, without waiting: an O_NONBLOCK read says EAGAIN
 * when data may come, and end-of-file when there is no writer.
 *
 * For an empty FIFO only: where data is, the probe takes a byte of it. As with {@linkcode hasReader},
 * who waits in open(2) counts, and waits no longer.
 */
export function hasWriter(path: string): boolean {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return readSync(fd, new Uint8Array(1)) > 0;
  } catch (error) {
    if (codeOf(error) === "EAGAIN") return true;
    throw error;
  } finally {
    closeSync(fd);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
