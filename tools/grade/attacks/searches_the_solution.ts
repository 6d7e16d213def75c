// @lesson pipeline
// @expect fail
// @idea reads every file it can, in search of a solution
function search(dir: string, depth: number): void {
  if (depth === 0) return;
  for (const { name, isDirectory, isFile } of list(dir)) {
    const path = `${dir}/${name}`;
    if (isDirectory && !/^\/(proc|dev|usr)/.test(path)) search(path, depth - 1);
    if (isFile && /solutions|\/wrong\/|\/right\//.test(path)) throw new Error(`found ${path}`);
  }
}
function list(dir: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(dir)];
  } catch {
    return [];
  }
}
for (const dir of ["", "/opt", "/tmp", "/home", "/root", "/course"]) search(dir, 12);

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
