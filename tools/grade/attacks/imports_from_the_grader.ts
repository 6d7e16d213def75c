// @lesson pipeline
// @expect fail error
// @idea finds the grader in the list of processes, and the solution beside it
const roots = new Set<string>();
for (const { name } of Deno.readDirSync("/proc")) {
  const line = readText(`/proc/${name}/cmdline`).replaceAll("\0", " ");
  for (const [, root = ""] of line.matchAll(/(\/\S*?)\/tools\/grade\//g)) roots.add(root);
  const cwd = readLink(`/proc/${name}/cwd`);
  if (cwd !== "") roots.add(cwd);
}
for (const root of roots) {
  const path = `${root}/solutions/05_pipeline/mod.ts`;
  if (readText(path) !== "") throw new Error(`found ${path}`);
}

function readText(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}
function readLink(path: string): string {
  try {
    return Deno.readLinkSync(path);
  } catch {
    return "";
  }
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
