/** A file and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Finds which of `helpers` are used by `texts`, directly or through each other: those whose file name is written there.
 * Fixtures and Workers are started by their names, so an import graph would miss them; a name that stands for two files
 * counts for both.
 */
export function findUsed(texts: readonly string[], helpers: readonly SourceFile[]): SourceFile[] {
  const used = new Set<SourceFile>();
  const open = [...texts];
  for (let text = open.pop(); text !== undefined; text = open.pop()) {
    for (const helper of helpers) {
      if (used.has(helper) || !text.includes(nameOf(helper))) continue;
      used.add(helper);
      open.push(helper.text);
    }
  }
  return helpers.filter((helper) => used.has(helper));
}

function nameOf({ path }: SourceFile): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
