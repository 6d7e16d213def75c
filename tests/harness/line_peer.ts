import { LineDecoder } from "#lib/lines.ts";
import { checkThat } from "./check.ts";

/** One end of a connection in the test's own hands: bytes out, lines in, a JSON value in each. */
export class LinePeer {
  readonly conn: Deno.Conn;
  readonly #decoder = new LineDecoder({ maxLineBytes: 64 << 20 });
  readonly #lines: string[] = [];
  readonly #block = new Uint8Array(1 << 20);

  constructor(conn: Deno.Conn) {
    this.conn = conn;
  }

  /** Reads one line; undefined at end-of-file. */
  async readLine(): Promise<string | undefined> {
    while (this.#lines.length === 0) {
      const count = await this.conn.read(this.#block);
      if (count === null) return undefined;
      this.#lines.push(...this.#decoder.push(this.#block.subarray(0, count)));
    }
    return this.#lines.shift();
  }

  /** Reads one line, and the JSON value in it. */
  async read<T>(): Promise<T> {
    const line = await this.readLine();
    checkThat(line !== undefined, "a line", "end-of-file");
    try {
      return JSON.parse(line);
    } catch {
      const got = line.length > 60 ? `${line.slice(0, 60)}… (${line.length} characters)` : line;
      checkThat(false, "a line that is one JSON value", got);
    }
  }

  /** Writes one line for each value. */
  async write(...values: unknown[]): Promise<void> {
    await this.writeText(values.map((value) => JSON.stringify(value) + "\n").join(""));
  }

  /** Writes `text` in UTF-8, in pieces of at most `pieceBytes`. */
  async writeText(text: string, pieceBytes = Infinity): Promise<void> {
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      await this.writeBytes(bytes.subarray(at, at + pieceBytes));
    }
  }

  /** Writes all of `bytes`, in as many writes as it takes. */
  async writeBytes(bytes: Uint8Array): Promise<void> {
    for (let sent = 0; sent < bytes.length;) sent += await this.conn.write(bytes.subarray(sent));
  }
}
