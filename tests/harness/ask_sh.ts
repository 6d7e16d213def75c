// /bin/sh as the examiner of a shell: both run the same lines in directories with the same files, and what they print,
// what they end with and what they leave on the disk is compared.
import type { TestContext } from "./context.ts";

/** What lines have printed, what they have ended with, and the files that are new, other or gone since then. */
export interface Outcome {
  readonly stdout: string;
  readonly code: number;
  readonly changes: Record<string, string>;
}

const PROJECT_DIR = Deno.cwd();

/** Lets /bin/sh run a script in `cwd`; `input` is one line for its stdin. */
export async function askSh(
  script: string,
  { cwd, input, env }: { cwd: string; input?: string; env?: Record<string, string> },
): Promise<{ stdout: string; code: number }> {
  const sh = new Deno.Command("/bin/sh", {
    args: ["-c", script],
    cwd,
    env: env ?? {},
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = sh.stdin.getWriter();
  const line = new TextEncoder().encode(input === undefined ? "" : input + "\n");
  await writer.write(line).catch(() => {}); // it may have ended before
  await writer.close().catch(() => {});
  const { stdout, code } = await sh.output();
  return { stdout: new TextDecoder().decode(stdout), code };
}

/** Acts in the new directory `dir` with these files, and says what has changed in it. */
export async function actInDir(
  dir: string,
  files: Record<string, string>,
  act: (cwd: string) => Promise<{ stdout: string; code: number }>,
): Promise<Outcome> {
  await Deno.mkdir(dir);
  await writeFiles(dir, files);
  const before = await listFiles(dir);
  const { stdout, code } = await act(dir);
  const after = await listFiles(dir);
  const names = Object.keys({ ...before, ...after }).filter((name) => before[name] !== after[name]);
  const changes = Object.fromEntries(names.map((name) => [name, after[name] ?? "gone"]));
  return { stdout, code, changes };
}

/** Makes a directory with these files; a name may begin with a folder. */
export async function makeDir(
  t: TestContext<unknown>,
  files: Record<string, string>,
): Promise<string> {
  const dir = await t.makeTempDir();
  await writeFiles(dir, files);
  return dir;
}

async function writeFiles(dir: string, files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const folder = name.slice(0, name.lastIndexOf("/") + 1);
    await Deno.mkdir(`${dir}/${folder}`, { recursive: true });
    await Deno.writeTextFile(`${dir}/${name}`, text);
  }
}

/** Lists all files below a directory: permissions and text. */
export async function listFiles(dir: string, prefix = ""): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { name, isDirectory, isFile } of Deno.readDir(dir)) {
    const path = `${dir}/${name}`;
    if (isDirectory) Object.assign(found, await listFiles(path, `${prefix}${name}/`));
    if (!isFile) continue; // to read a FIFO would be to wait
    const mode = (await Deno.stat(path)).mode ?? 0;
    found[prefix + name] = `${(mode & 0o777).toString(8)} ${await Deno.readTextFile(path)}`;
  }
  return found;
}

/** Makes an empty directory this process's own: a shell that wrongly uses that one does no harm in the project. */
export async function leaveProject(t: TestContext<unknown>): Promise<void> {
  const home = Deno.env.get("HOME");
  Deno.chdir(await t.makeTempDir());
  t.defer(() => {
    Deno.chdir(PROJECT_DIR);
    if (home !== undefined) Deno.env.set("HOME", home);
  });
}
