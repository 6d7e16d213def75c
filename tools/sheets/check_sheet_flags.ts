/** The flags of `deno task sheet`, as they were typed. */
export interface SheetFlags {
  readonly plain: boolean;
  readonly md: boolean;
  readonly svg: boolean;
  readonly all: boolean;
  readonly pdf?: string | undefined;
  readonly png?: string | undefined;
  readonly theme?: string | undefined;
  readonly width?: string | undefined;
}

const THEMES: readonly (string | undefined)[] = [undefined, "auto", "light", "dark"];

/** Says what is wrong with flags and names of lessons; undefined when they go together. */
export function checkSheetFlags(
  flags: SheetFlags,
  [name, extra]: readonly string[],
): string | undefined {
  const { md, svg, pdf, png, all, theme, width } = flags;
  if (extra !== undefined) return `One sheet at a time; what is "${extra}"?`;
  const forms = [md, svg, pdf !== undefined, png !== undefined];
  if (forms.filter((isOn) => isOn).length > 1) {
    return "One of --md, --svg, --pdf and --png: a sheet is shown in one form";
  }
  if (width !== undefined && !isWidth(width)) {
    return `--width takes a whole number from 20 to 1000, not "${width}"`;
  }
  if (!THEMES.includes(theme)) return `--theme is auto, light or dark, not "${theme}"`;
  const printed = pdf ?? png;
  const flag = pdf === undefined ? "--png" : "--pdf";
  if (printed === undefined) return all ? "--all goes with --pdf DIR or --png DIR" : undefined;
  if (printed === "") return `${flag} takes a file, and with --all a folder`;
  if (all && name !== undefined) return `--all is every sheet; what is "${name}"?`;
  if (!all && name === undefined) return `Which sheet? ${flag} takes a lesson, or --all`;
  if (pdf !== undefined && theme === "dark") return "--theme dark is for pictures: paper is white";
  return undefined;
}

function isWidth(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) >= 20 && Number(text) <= 1000;
}
