// @lesson pipeline
// @expect fail error tampered crash
// @idea no results, no failure; or a link to where all is swallowed
const argv = Deno.readTextFileSync("/proc/self/cmdline").split("\0");
const junit = argv.find((word) => word.startsWith("--junit-path="))?.slice(13);
for (const path of [Deno.env.get("IPC_EVENTS"), junit]) {
  try {
    if (path === undefined) continue;
    Deno.removeSync(path);
    Deno.symlinkSync("/dev/null", path);
  } catch {
    // it stays
  }
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
