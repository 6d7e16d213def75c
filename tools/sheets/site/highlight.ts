import {
  createHighlighterCore,
  createJavaScriptRegexEngine,
  dark,
  light,
  shell,
  typescript,
} from "./shiki.ts";

/** Renders a program as a `<pre>`; a language that it does not know is plain text. */
export type Highlight = (code: string, language: string) => string;

const LANGUAGES: Readonly<Record<string, string>> = { ts: "typescript", sh: "shellscript" };

/** Makes a highlighter whose colours follow `color-scheme`, in themes of high contrast. */
export async function makeHighlight(): Promise<Highlight> {
  const core = await createHighlighterCore({
    themes: [light, dark],
    langs: [typescript, shell],
    engine: createJavaScriptRegexEngine(),
  });
  return (code, language) =>
    core.codeToHtml(code, {
      lang: LANGUAGES[language] ?? "text",
      themes: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
      defaultColor: "light-dark()",
    });
}
