import { Todo } from "#lib/todo.ts";

/** Where bytes come from: `Deno.Conn`, `Deno.FsFile` and `Deno.stdin` are such sources. */
export interface ByteSource {
  /**
   * Reads into `p`; resolves to how many bytes it has put there, from 0 to `p.length`, or to null at
   * end-of-file.
   */
  read(p: Uint8Array): Promise<number | null>;
}

/** Where bytes go: `Deno.Conn`, `Deno.FsFile` and `Deno.stdout` are such sinks. */
export interface ByteSink {
  /**
   * Writes from the beginning of `p`; resolves to how many bytes it has taken, up to `p.length`. From then on `p`
   * is the caller's again.
   */
  write(p: Uint8Array): Promise<number>;
}

/**
 * Reads exactly `n` bytes from `src`, and not one more, in as many reads as it takes. Resolves to null at
 * end-of-file before the first of them. For `n === 0` it resolves to no bytes, without a read.
 *
 * @throws {Deno.errors.UnexpectedEof} (by rejecting) at end-of-file after some of them
 */
export function readExactly(_src: ByteSource, _n: number): Promise<Uint8Array | null> {
  // TODO: read until it is n bytes
  throw new Todo("04_length_frames", "readExactly()");
}

/** Writes all of `data` to `dst`, in as many writes as it takes. */
export function writeAll(_dst: ByteSink, _data: Uint8Array): Promise<void> {
  // TODO: write until nothing is left
  throw new Todo("04_length_frames", "writeAll()");
}

/**
 * Writes one frame to `dst`: the payload's length in bytes as 4 bytes, the most significant first (u32,
 * big-endian), then the payload. Up to 64 KiB of payload are handed over in the same write as the length. Calls
 * for different sinks may run at the same time; for one sink, await each before the next.
 */
export function writeFrame(_dst: ByteSink, _payload: Uint8Array): Promise<void> {
  // TODO: put the length in front
  throw new Todo("04_length_frames", "writeFrame()");
}

/**
 * Reads one frame from `src`; resolves to its payload, which is the caller's to keep, or to null at end-of-file
 * between frames. `maxBytes` is the largest payload allowed, in bytes (default 16 MiB = 16777216).
 *
 * @throws {RangeError} (by rejecting) when the length is larger than `maxBytes`: nothing more is read
 * @throws {Deno.errors.UnexpectedEof} (by rejecting) at end-of-file inside the length or the payload
 */
export function readFrame(
  _src: ByteSource,
  _o: { maxBytes?: number } = {},
): Promise<Uint8Array | null> {
  // TODO: the length first, then as many bytes
  throw new Todo("04_length_frames", "readFrame()");
}
