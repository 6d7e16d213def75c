/** One Markdown file. */
export interface Page {
  /** Relative to the course, as in `lessons/05_pipeline/README.md`. */
  readonly path: string;
  readonly text: string;
}

/** The pages of the course that belong to no lesson. */
export const ROOT_PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "lessons/README.md",
  "lessons/cheatsheet.md",
] as const;

/** The pages that every lesson has. */
export const LESSON_PAGES = ["README.md", "hints.md", "cheatsheet.md"] as const;

/** Loads one page; undefined when there is no such file. */
export async function loadPage(root: string, path: string): Promise<Page | undefined> {
  try {
    const text = await Deno.readTextFile(`${root}/${path}`);
    return { path, text: text.replaceAll("\r\n", "\n") };
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return undefined;
    throw cause;
  }
}
