import type { VerdictStatus } from "../../course/verdict.ts";
import { type Markup, markup } from "../../page/markup.ts";
import { STATUS_WORDS } from "./status_words.ts";

/** The colours of the statuses; two of the same colour differ in letter and word. */
export const COLOURS = ["good", "bad", "limit", "broken", "none", "alarm"] as const;
export type Colour = typeof COLOURS[number];

/** The colour in which a status is shown; also the name of its class. */
export function colourOf(status: VerdictStatus): Colour {
  switch (status) {
    case "pass":
      return "good";
    case "fail":
    case "leak":
      return "bad";
    case "timeout":
    case "output":
    case "memory":
    case "processes":
      return "limit";
    case "error":
    case "crash":
      return "broken";
    case "skipped":
    case "infra":
      return "none";
    case "tampered":
      return "alarm";
  }
}

/** A status with letter and word, as in `F failed`. */
export function renderChip(status: VerdictStatus): Markup {
  const { letter, word } = STATUS_WORDS[status];
  return markup`<span class="chip ${colourOf(status)}">${letter} ${word}</span>`;
}
