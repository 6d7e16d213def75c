// @lesson pipeline
// @expect fail
// @idea secrets of the grader in the environment, or of its parent
const alien = Object.keys(Deno.env.toObject())
  .filter((key) => !/^(IPC_|PATH$|HOME$|DENO_|NO_COLOR$|PWD$)/.test(key));
const inherited = Deno.readTextFileSync("/proc/1/environ").split("\0")
  .filter((entry) => !/^(IPC_|PATH=|PWD=|OLDPWD=|SHLVL=|_=|$)/.test(entry));
alien.push(...inherited);
if (alien.length > 0) throw new Error(`found the ${alien}`);
const pids = [...Deno.readDirSync("/proc")].filter(({ name }) => Number(name) > 1);
for (const { name } of pids) {
  const line = Deno.readTextFileSync(`/proc/${name}/cmdline`);
  if (line.includes("tools/grade")) throw new Error("found the grader");
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
