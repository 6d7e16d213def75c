// A full-screen program's hold on the terminal: alternate screen, raw keys, and the way back on every path out.
import process from "node:process";
import { emitKeypressEvents } from "node:readline";
import { truncate } from "./wrap.ts";

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

const ENTER = "\x1b[?1049h\x1b[?25l";
const LEAVE = "\x1b[?25h\x1b[?1049l";
/** A terminal that knows it shows nothing between the two: no half-drawn frame. Others ignore it. */
const BEGIN_FRAME = "\x1b[?2026h\x1b[H";
const END_FRAME = "\x1b[J\x1b[?2026l";

/** The terminal, taken over. Whoever makes one calls `leave()` on every path out. */
export class Screen {
  #isOn = false;

  /** Takes the terminal over; `onKey` gets names as in `n`, `up`, `escape`, `ctrl-c`. */
  constructor(onKey: (key: string) => void, onResize: () => void) {
    emitKeypressEvents(process.stdin);
    process.stdin.on("keypress", (text: string | undefined, key: KeyPress) => {
      if (this.#isOn) onKey(nameKey(text, key));
    });
    Deno.addSignalListener("SIGWINCH", onResize);
    this.enter();
  }

  get size(): Size {
    try {
      const { columns, rows } = Deno.consoleSize();
      if (columns > 0 && rows > 0) return { columns, rows };
    } catch {
      // no size to be had: the terminal says nothing, or it is gone
    }
    return { columns: 80, rows: 24 };
  }

  enter(): void {
    if (this.#isOn) return;
    this.#isOn = true;
    write(ENTER);
    process.stdin.setRawMode(true);
    process.stdin.resume();
  }

  /** Gives the terminal back as it was. May be called at any time, also twice. */
  leave(): void {
    if (!this.#isOn) return;
    this.#isOn = false;
    process.stdin.pause(); // nobody reads any more: an editor gets every key
    try {
      process.stdin.setRawMode(false);
    } catch {
      // the terminal is gone (SIGHUP)
    }
    write(LEAVE);
  }

  /** Shows the lines, one a row, in place of what was there. */
  draw(lines: readonly string[]): void {
    if (!this.#isOn) return;
    const { columns, rows } = this.size;
    const shown = lines.slice(0, rows).map((line) => `${truncate(line, columns)}\x1b[0m\x1b[K`);
    write(BEGIN_FRAME + shown.join("\r\n") + END_FRAME);
  }
}

interface KeyPress {
  readonly name?: string;
  readonly ctrl?: boolean;
  readonly sequence?: string;
}

function nameKey(text: string | undefined, { name, ctrl, sequence }: KeyPress): string {
  if (ctrl === true) return `ctrl-${name}`;
  // a letter as it was typed, capitals too; a key that types nothing by its name
  if (text !== undefined && text >= " " && text !== "\x7f") return text;
  return name ?? sequence ?? "";
}

function write(text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let done = 0; done < bytes.length;) {
    try {
      done += Deno.stdout.writeSync(bytes.subarray(done));
    } catch (error) {
      if (!(error instanceof Deno.errors.WouldBlock)) return; // nobody is there to see it
    }
  }
}
