import { styleText } from "node:util";

type Format = Parameters<typeof styleText>[0];

/** Text in a style, or the plain text where colour is off. */
export type Style = (text: string) => string;

export interface Styles {
  readonly bold: Style;
  readonly dim: Style;
  readonly good: Style;
  readonly bad: Style;
  readonly note: Style;
}

/** Makes the styles of a command; every one is the identity when `color` is false. */
export function makeStyles(color: boolean): Styles {
  const make = (format: Format): Style => (text) =>
    color ? styleText(format, text, { validateStream: false }) : text;
  return {
    bold: make("bold"),
    dim: make("dim"),
    good: make("green"),
    bad: make("red"),
    note: make("yellow"),
  };
}
