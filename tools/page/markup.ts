// HTML and XML that cannot be injected into: whatever stands in a hole of the template is text, unless it was made by
// the template itself. So nobody has to remember to escape.
import { cleanText } from "./clean_text.ts";

/** A piece of markup whose texts are escaped. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What may stand in a hole: text, a number, markup, or a list of markup; nothing for `undefined`. */
export type Hole = string | number | Markup | readonly Markup[] | undefined;

/** Makes markup of a template; holes in attributes must stand between double quotes. */
export function markup(parts: TemplateStringsArray, ...holes: readonly Hole[]): Markup {
  const rendered = holes.map(renderHole);
  return new Markup(parts.map((part, index) => part + (rendered[index] ?? "")).join(""));
}

/** Escapes a text for elements and quoted attributes, without the characters that XML forbids. */
export function escapeMarkup(text: string): string {
  return cleanText(text).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

function renderHole(hole: Hole): string {
  if (hole === undefined) return "";
  if (hole instanceof Markup) return hole.text;
  if (typeof hole === "object") return hole.map((one) => one.text).join("");
  return escapeMarkup(String(hole));
}
