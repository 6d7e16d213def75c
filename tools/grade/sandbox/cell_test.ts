import { assertEquals, assertStringIncludes } from "@std/assert";
import { isLeftOut } from "../../../tests/harness/left_out.ts";
import { type CellKind, type CellPlan, openCell } from "./cell.ts";
import { readLandlockAbi } from "./landlock.ts";
import { makeStand } from "./stand.ts";
import { tryCell } from "./try_cell.ts";
import { UID_RANGES } from "./uids.ts";

const abi = readLandlockAbi();
const kind: CellKind = { abi, uids: Deno.uid() === 0 ? UID_RANGES[0] : undefined };
const problem = abi === 0 ? "no Landlock" : await tryCell(kind);
const ignore = isLeftOut(import.meta, problem);

/** Runs a script in a cell; returns what it printed, and what was left. */
async function run(script: string, plan: Partial<CellPlan> = {}) {
  const cacheDir = await Deno.makeTempDir({ dir: "/tmp", prefix: "ipco" });
  try {
    await makeStand(cacheDir, { root: "", lessons: [], hasAccounts: kind.uids !== undefined });
    const cell = await openCell({ ...kind, cacheDir });
    for (const path of [...plan.shared ?? [], ...plan.owned ?? []]) await cell.give(path);
    const { argv, env } = cell.launch(["/bin/sh", "-c", script], { env: {}, ...plan });
    const [program, ...args] = argv;
    const command = new Deno.Command(program, { args, env, clearEnv: true, stdin: "null" });
    const { stdout, stderr } = await command.output();
    const left = await cell.end();
    const [out = "", err = ""] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    return { out, err, left };
  } finally {
    await Deno.remove(cacheDir, { recursive: true });
  }
}

Deno.test({
  name: "openCell() shows the system and a private folder, and no environment of the grader",
  ignore,
  async fn() {
    Deno.env.set("IPCO_SECRET", "token");
    const { out, err } = await run(
      'env | cut -d= -f1 | sort | tr "\\n" " "; cd && echo 1 > a && cat a',
    );
    Deno.env.delete("IPCO_SECRET");
    assertEquals([out, err], [
      "DENO_DIR DENO_NO_UPDATE_CHECK HOME IPC_TMP NO_COLOR PATH PWD TMPDIR 1\n",
      "",
    ]);
  },
});

Deno.test({
  name:
    "openCell() hides all files but those that are granted, and leaves those as they were granted",
  ignore,
  async fn() {
    const dir = await Deno.makeTempDir({ dir: "/tmp", prefix: "ipco" });
    const [shown, shared, secret] = ["shown", "shared", "secret"].map((name) => `${dir}/${name}`);
    if (shown === undefined || shared === undefined || secret === undefined) throw new Error();
    for (const path of [shown, shared, secret]) await Deno.writeTextFile(path, "old ");
    await Deno.chmod(dir, 0o755);
    await Deno.chmod(secret, 0o666);
    const script = `for path in ${shown} ${shared} ${secret}; do cat $path; echo new >> $path; done;
      ls ${dir}; ls / /tmp /root /home; echo 1 > /dev/null; echo 1 > /dev/shm/ipco-was-here; rm ${shared}`;
    const { out } = await run(`(${script}) 2>/dev/null`, { shown: [shown], shared: [shared] });
    assertEquals(out, "old old ");
    const texts = [shown, shared, secret].map((path) => Deno.readTextFileSync(path));
    assertEquals(texts, ["old ", "old new\n", "old "]);
    await Deno.remove(dir, { recursive: true });
  },
});

Deno.test({
  name: "openCell() lets nobody signal the grader",
  ignore: ignore || isLeftOut(
    import.meta,
    kind.uids === undefined && abi < 6 ? "needs root, or Landlock 6" : undefined,
  ),
  async fn() {
    const { out } = await run(`kill -0 ${Deno.pid} 2>/dev/null || echo refused`);
    assertEquals(out, "refused\n");
  },
});

Deno.test({
  name: "Cell.end() ends a daemon that hides, says its name, and removes what it wrote",
  ignore,
  async fn() {
    const script = "cd && env -i /usr/bin/setsid /bin/sleep 984 > /dev/null 2>&1 & pwd";
    const { left, out } = await run(`cd && mkdir -p deep/er && chmod 0 deep; ${script}`);
    assertEquals(left.length, 1);
    assertStringIncludes(out, "/tmp/ipco");
    assertEquals(await Deno.lstat(out.trim()).catch(() => "gone"), "gone");
  },
});
