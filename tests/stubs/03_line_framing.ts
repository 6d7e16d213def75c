import { Todo } from "#lib/todo.ts";

/**
 * Turns chunks of bytes, which may be cut anywhere, into lines of text (UTF-8).
 *
 * A line ends with "\n" or "\r\n". This end is removed, and nothing else is: blanks, any other "\r" and a byte
 * order mark stay. After it has thrown, a decoder is not used again.
 */
export class LineDecoder {
  /**
   * Begins a stream. `maxLineBytes` is how many bytes may come before a "\n", for each line
   * (default 1 MiB = 1048576).
   */
  constructor(_o: { maxLineBytes?: number } = {}) {
    // TODO: what must be remembered from one chunk to the next?
    throw new Todo("03_line_framing", "new LineDecoder()");
  }

  /**
   * Takes the next chunk; returns the lines that end in it, in order. The chunk's memory is the caller's again
   * when it returns.
   *
   * @throws {RangeError} as soon as more than `maxLineBytes` bytes of a line have come, whether its "\n" has
   * come or not
   * @throws {TypeError} when bytes are not UTF-8, at the latest when their line ends
   */
  push(_chunk: Uint8Array): string[] {
    throw new Todo("03_line_framing", "push()");
  }

  /**
   * Ends the stream; returns the last line if it lacks its "\n", as it is, else an empty array.
   *
   * @throws {TypeError} when that line is not UTF-8
   */
  end(): string[] {
    throw new Todo("03_line_framing", "end()");
  }
}

/**
 * Yields each line of `src` as soon as it is complete, as LineDecoder makes them. When the caller's loop is left
 * early, and when a line cannot be taken, `src` is cancelled: whoever writes into it learns that nobody reads.
 *
 * @throws {RangeError} (in the loop) when a line is longer than `maxLineBytes` (default 1 MiB)
 * @throws {TypeError} (in the loop) when a line is not UTF-8
 */
export function lines(
  _src: ReadableStream<Uint8Array>,
  _o: { maxLineBytes?: number } = {},
): AsyncGenerator<string, void> {
  // TODO: pull chunks, push them into a decoder, yield what comes out
  throw new Todo("03_line_framing", "lines()");
}
