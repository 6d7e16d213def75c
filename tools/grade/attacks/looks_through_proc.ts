// @lesson pipeline
// @expect fail
// @idea what other processes have open, in memory and around them
const own = String(Deno.pid);
for (const { name } of Deno.readDirSync("/proc")) {
  if (!/^\d+$/.test(name) || name === own) continue;
  look(name, "environ", (path) => Deno.readTextFileSync(path).includes("tools/grade"));
  look(name, "root", (path) => Deno.readTextFileSync(`${path}/etc/shadow`) !== "");
  look(name, "cwd", (path) => [...Deno.readDirSync(`${path}/solutions`)].length > 0);
  look(name, "mem", (path) => {
    if (!isStranger(name)) return false;
    Deno.openSync(path, { write: true }).close();
    return true;
  });
}

/** Neither a child nor the sandbox's own first process, which is nobody's secret. */
function isStranger(pid: string): boolean {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  const parent = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1];
  return pid !== "1" && parent !== own && parent !== "1" && pid !== String(Deno.ppid);
}
function look(pid: string, what: string, isOpen: (path: string) => boolean): void {
  try {
    if (isOpen(`/proc/${pid}/${what}`)) throw new Error(`found the ${what} of ${pid} open`);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("found")) throw error;
  }
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
