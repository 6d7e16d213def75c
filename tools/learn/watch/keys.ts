import type { Styles } from "../../term/style.ts";
import { countColumns } from "../../term/wrap.ts";
import { isGreen, type WatchModel } from "./model.ts";

type KeyName = readonly [key: string, does: string];

/** What the keys do, for the page that `?` shows. */
export const KEY_HELP = `Keys

  n   next lesson, once this one is green
  h   the next hint; three tiers, the last one is near code
  w   why: the last failure at length
  e   open your file in $VISUAL or $EDITOR, at the failing line
  r   run the tests now
  l   all lessons: type to search, tab to filter, enter to open
  c   this lesson's cheat sheet
  s   compare with the solution, once yours is green
  x   reset: back to the untouched stub, your file is kept
  u   undo: what the last reset replaced
  q   quit; so do Ctrl-C and Ctrl-D

  up, down, j, k, space, page up, page down, home, end   scroll
  escape   back to the verdict

The tests run each time you save. They never move you on by themselves.`;

/** Renders the keys that do something now, at the bottom of the screen, as few rows as they need. */
export function renderKeys(model: WatchModel, columns: number, styles: Styles): string[] {
  const rows: string[] = [];
  let row = "";
  for (const [key, does] of listKeys(model)) {
    const cell = `${styles.bold(key)} ${does}`;
    const longer = row === "" ? cell : `${row}  ${cell}`;
    if (countColumns(longer) > columns) {
      rows.push(row);
      row = cell;
    } else {
      row = longer;
    }
  }
  return [...rows, row];
}

function listKeys(model: WatchModel): KeyName[] {
  switch (model.view) {
    case "list":
      return [["type", "search"], ["tab", "filter"], ["enter", "open"], ["esc", "back"]];
    case "reset":
      return [["y", "replace"], ["any other key", "keep"]];
    case "page":
      return [["esc", "back"], ["up/down", "scroll"], ["h", "hint"], ["e", "edit"], ["q", "quit"]];
    case "verdict":
      return [
        ...(isGreen(model) ? [["n", "next"] as const, ["s", "compare"] as const] : []),
        ["h", "hint"],
        ["e", "edit"],
        ["r", "run"],
        ["l", "list"],
        ["c", "sheet"],
        ["x", "reset"],
        ["?", "help"],
        ["q", "quit"],
      ];
  }
}
