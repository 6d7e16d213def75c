/** Where a picture takes its colours from. */
export type FlowTheme = "auto" | "light" | "dark" | "page";

/** The colours of a picture; each text has a contrast of at least 4.5 on what it stands on. */
interface Palette {
  readonly ink: string;
  readonly note: string;
  readonly line: string;
  readonly box: string;
  readonly buffer: string;
  readonly rim: string;
}

const LIGHT: Palette = {
  ink: "#1b1f24",
  note: "#4b535d",
  line: "#4b535d",
  box: "#ffffff",
  buffer: "#dcecff",
  rim: "#0b5cad",
};

const DARK: Palette = {
  ink: "#f0f3f6",
  note: "#bcc4cd",
  line: "#bcc4cd",
  box: "#1c2128",
  buffer: "#12365c",
  rim: "#71b7ff",
};

const PAGE: Palette = {
  ink: "var(--flow-ink)",
  note: "var(--flow-note)",
  line: "var(--flow-line)",
  box: "var(--flow-box)",
  buffer: "var(--flow-buffer)",
  rim: "var(--flow-rim)",
};

/** Renders the style rules of a picture; every one is scoped by a class, so that none leaks into a page. */
export function renderFlowCss(theme: FlowTheme): string {
  const scope = `.flow-${theme}`;
  switch (theme) {
    case "light":
      return renderFont(scope) + renderColors(scope, LIGHT);
    case "dark":
      return renderFont(scope) + renderColors(scope, DARK);
    case "page":
      return renderFont(scope) + renderColors(scope, PAGE);
    case "auto":
      return renderFont(scope) + renderColors(scope, LIGHT) +
        `@media (prefers-color-scheme:dark){${renderColors(scope, DARK)}}`;
  }
}

/** Renders the variables that theme `page` reads, as declarations for a rule of the page. */
export function renderFlowVariables(): string {
  return Object.keys(LIGHT).filter(isColor)
    .map((name) => `--flow-${name}:light-dark(${LIGHT[name]},${DARK[name]});`).join("");
}

function isColor(name: string): name is keyof Palette {
  return name in LIGHT;
}

function renderFont(scope: string): string {
  return `${scope} text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",` +
    `monospace;text-anchor:middle}${scope} .flow-note,${scope} .flow-label{font-size:12.5px}` +
    `${scope} .flow-start{text-anchor:start}${scope} .flow-line{fill:none;stroke-width:1.5}`;
}

function renderColors(scope: string, palette: Palette): string {
  const { ink, note, line, box, buffer, rim } = palette;
  return `${scope} .flow-box{fill:${box};stroke:${line}}` +
    `${scope} .flow-buffer{fill:${buffer};stroke:${rim}}` +
    `${scope} .flow-name{fill:${ink}}${scope} .flow-note,${scope} .flow-label{fill:${note}}` +
    `${scope} .flow-line{stroke:${line}}${scope} .flow-head{fill:${line}}`;
}
