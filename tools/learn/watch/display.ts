import type { Size } from "../../term/screen.ts";
import type { WatchModel } from "./model.ts";

/** Where the watch shows itself. */
export interface Display {
  readonly size: Size;
  /** Shows the model; returns the scroll position that it could show. */
  readonly show: (model: WatchModel) => number;
  /** Takes the terminal over. */
  readonly enter: () => void;
  /** Gives it back as it was: for an editor, or at the end. May be called twice. */
  readonly leave: () => void;
}

/** What a display tells the watch. */
export interface DisplayEvents {
  /** A key as in `n`, `up`, `ctrl-c`; a display that reads lines may give a lesson's name. */
  readonly onKey: (key: string) => void;
  readonly onResize: () => void;
}
