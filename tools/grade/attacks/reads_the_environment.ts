// @lesson pipeline
// @expect fail
// @idea secrets of the grader in the environment, or of its parent
const alien = Object.keys(Deno.env.toObject())
  .filter((key) => !/^(IPC_|PATH$|HOME$|DENO_|NO_COLOR$|TMPDIR$|PWD$)/.test(key));
for (const pid of [1, Deno.ppid]) {
  const inherited = readText(`/proc/${pid}/environ`).split("\0")
    .filter((entry) =>
      !/^(IPC_|PATH=|HOME=|DENO_|NO_COLOR=|TMPDIR=|PWD=|OLDPWD=|SHLVL=|_=|$)/.test(entry)
    );
  alien.push(...inherited);
}
if (alien.length > 0) throw new Error(`found the ${alien}`);

function readText(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return ""; // nobody's to read
  }
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
