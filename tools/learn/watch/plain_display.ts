// The watch for a screen reader, or for anyone who wants it so: lines are only ever added, nothing is redrawn, and a
// command is a letter and the return key.
import process from "node:process";
import { createInterface, type Interface } from "node:readline";
import type { Io } from "../../term/io.ts";
import type { Display, DisplayEvents } from "./display.ts";
import type { WatchModel } from "./model.ts";
import { type PlainShown, renderPlain } from "./render_plain.ts";

/** Opens the display that only adds lines. */
export function openPlainDisplay(
  events: DisplayEvents,
  options: { root: string; io: Io },
): Display {
  const { io, root } = options;
  let input: Interface | undefined;
  let shown: PlainShown = { model: undefined };
  const display: Display = {
    size: { columns: io.columns, rows: Number.MAX_SAFE_INTEGER },
    show(model: WatchModel) {
      for (const line of renderPlain(shown, model, root)) io.out(line);
      shown = { model };
      return 0;
    },
    enter() {
      input ??= createInterface({ input: process.stdin });
      input.on("line", (line) => events.onKey(line.trim()));
      input.on("close", () => input !== undefined && events.onKey("ctrl-d")); // end of input
    },
    leave() {
      const old = input;
      input = undefined;
      old?.close();
      process.stdin.pause();
    },
  };
  display.enter();
  return display;
}
