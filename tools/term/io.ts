/** The edge of a command: where it writes, and what it may assume about the reader. */
export interface Io {
  /** Results. */
  readonly out: (text: string) => void;
  /** Progress and diagnosis. */
  readonly err: (text: string) => void;
  /** Whether colour may be used; never the only carrier of meaning. */
  readonly color: boolean;
  /** Whether standard output is a terminal. */
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly now: () => number;
}

/** The real edge: this process's streams, NO_COLOR and the terminal's width. */
export function openIo(): Io {
  const isTerminal = Deno.stdout.isTerminal();
  return {
    out: (text) => writeAll(Deno.stdout, text),
    err: (text) => writeAll(Deno.stderr, text),
    color: isTerminal && (Deno.env.get("NO_COLOR") ?? "") === "" && Deno.env.get("TERM") !== "dumb",
    isTerminal,
    columns: readColumns(),
    now: Date.now,
  };
}

function writeAll(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  const bytes = new TextEncoder().encode(text + "\n");
  for (let done = 0; done < bytes.length;) {
    try {
      done += stream.writeSync(bytes.subarray(done));
    } catch (error) {
      if (error instanceof Deno.errors.BrokenPipe) Deno.exit(141); // as SIGPIPE would: `learn | head`
      if (!(error instanceof Deno.errors.WouldBlock)) throw error;
    }
  }
}

function readColumns(): number {
  try {
    return Deno.consoleSize().columns || 80; // 0 where nobody has told the terminal its size
  } catch {
    return 80;
  }
}
