// @lesson pipeline
// @expect fail leak
// @idea folders in folders, deeper than any path: whoever removes them must not fall
const dir = Deno.makeTempDirSync();
const home = Deno.cwd();
Deno.chdir(dir);
for (let depth = 0; depth < 3_000; depth++) {
  Deno.mkdirSync("d");
  Deno.chdir("d");
}
Deno.chdir(home);

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
