// @lesson pipeline
// @expect fail
// @needs bwrap
// @idea the list of processes says where the grader is
for (const { name } of Deno.readDirSync("/proc")) {
  if (!(Number(name) > 1)) continue;
  const line = Deno.readTextFileSync(`/proc/${name}/cmdline`);
  if (line.includes("tools/grade")) throw new Error("found the grader");
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
