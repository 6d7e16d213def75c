import { CheckFailure } from "./failure.ts";

const STDERR_KEPT = 2_000;

/** A process that the test talks to line by line. It is killed and reaped when the test ends. */
export class Peer {
  readonly child: Deno.ChildProcess;
  readonly #name: string;
  readonly #reader: ReadableStreamDefaultReader<string>;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #errorText: Promise<string>;
  #buffer = "";

  constructor(child: Deno.ChildProcess, name: string) {
    this.child = child;
    this.#name = name;
    this.#reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    this.#writer = child.stdin.getWriter();
    this.#writer.closed.catch(() => {}); // a peer may go before its stdin is closed
    this.#errorText = child.stderr.text();
  }

  get pid(): number {
    return this.child.pid;
  }

  get status(): Promise<Deno.CommandStatus> {
    return this.child.status;
  }

  /** The next line of stdout. End-of-file before it is a failure that shows status and stderr. */
  async readLine(): Promise<string> {
    const line = await this.#takeLine();
    if (line !== undefined) return line;
    const { code, signal } = await this.child.status;
    const stderr = (await this.#errorText).slice(-STDERR_KEPT).trim();
    throw new CheckFailure(
      `another line from ${this.#name}`,
      `it ended with ${signal === null ? `exit code ${code}` : `signal ${signal}`}` +
        (stderr === "" ? "" : `; its stderr says:\n${stderr}`),
    );
  }

  /** Reads lines until one equals `line`. */
  async waitFor(line: string): Promise<void> {
    while (await this.readLine() !== line);
  }

  /** All that is still to come on stdout. */
  async readRest(): Promise<string> {
    let rest = this.#buffer;
    this.#buffer = "";
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) return rest;
      rest += value;
    }
  }

  /** All of stderr, once the process has closed it. */
  readErrors(): Promise<string> {
    return this.#errorText;
  }

  /** Writes one line to its stdin: the usual way to open a gate. */
  async writeLine(line: string): Promise<void> {
    await this.#writer.write(new TextEncoder().encode(line + "\n"));
  }

  async closeStdin(): Promise<void> {
    await this.#writer.close();
  }

  kill(signal: Deno.Signal): void {
    this.child.kill(signal);
  }

  /** Lets go of all streams, after the process was killed. */
  async release(): Promise<void> {
    await this.#writer.abort().catch(() => {});
    await this.#reader.cancel().catch(() => {});
    await this.#errorText.catch(() => {});
  }

  async #takeLine(): Promise<string | undefined> {
    for (;;) {
      const end = this.#buffer.indexOf("\n");
      if (end >= 0) {
        const line = this.#buffer.slice(0, end);
        this.#buffer = this.#buffer.slice(end + 1);
        return line;
      }
      const { done, value } = await this.#reader.read();
      if (done) return undefined;
      this.#buffer += value;
    }
  }
}
