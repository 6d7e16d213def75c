/** A folder that was handed in, and what its report is called. */
export interface NamedSubmission {
  readonly path: string;
  /** Made of letters, digits, dots, hyphens and underscores; unique in a run, whatever the case of letters. */
  readonly id: string;
}

/** Names submissions by their folders, or says what is wrong with the list. */
export function nameSubmissions(
  paths: readonly string[],
  startDir: string,
): { readonly submissions: readonly NamedSubmission[] } | { readonly problem: string } {
  if (paths.length === 0) {
    return { problem: "Name at least one submission, a folder; see deno task grade --help" };
  }
  const submissions: NamedSubmission[] = [];
  const used = new Set<string>();
  for (const given of paths) {
    const path = findFolder(given.startsWith("/") ? given : `${startDir}/${given}`);
    if (path === undefined) {
      return { problem: `Cannot grade ${JSON.stringify(given)}: there is no such folder` };
    }
    const name = path.replace(/^.*\//, "").replace(/[^A-Za-z0-9._-]/g, "_").slice(0, 100);
    const base = /^\.*$/.test(name) ? "submission" : name;
    let id = base;
    for (let count = 2; used.has(id.toLowerCase()); count++) id = `${base}-${count}`;
    used.add(id.toLowerCase());
    submissions.push({ path, id });
  }
  return { submissions };
}

/** The teacher may name a folder by a link; what is inside may not have any. */
function findFolder(path: string): string | undefined {
  try {
    const real = Deno.realPathSync(path);
    return Deno.statSync(real).isDirectory ? real : undefined;
  } catch {
    return undefined;
  }
}
