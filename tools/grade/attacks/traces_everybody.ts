// @lesson pipeline
// @expect fail
// @idea ptrace(2) on every process that it can see
const PTRACE_SEIZE = 0x4206n; // does not stop it
const libc = Deno.dlopen("libc.so.6", {
  ptrace: { parameters: ["i64", "i32", "pointer", "pointer"], result: "i64" },
});
for (const { name } of Deno.readDirSync("/proc")) {
  const pid = Number(name);
  if (!(pid > 1) || pid === Deno.pid || isInside(pid)) continue;
  if (libc.symbols.ptrace(PTRACE_SEIZE, pid, null, null) === 0n) {
    throw new Error("found a process to trace");
  }
}

/** Its own children, and what started it inside, are its own business. */
function isInside(pid: number): boolean {
  const stat = (of: number) => Deno.readTextFileSync(`/proc/${of}/stat`).split(") ")[1]?.split(" ");
  try {
    return stat(pid)?.[3] === stat(Deno.pid)?.[3]; // the session
  } catch {
    return true;
  }
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
