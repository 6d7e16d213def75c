// The pack as Gradescope would run it, with /autograder in a temporary folder: needs bubblewrap, and says so where it does
// not work.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { isLeftOut } from "../../../tests/harness/left_out.ts";
import { fromFileUrl } from "../../../tests/harness/paths.ts";
import { waitUntil } from "../../../tests/harness/wait_until.ts";
import { type GroupResult, runGroup } from "../../proc/run_group.ts";
import { type Io } from "../../term/io.ts";
import { probeIsolation } from "../sandbox/probe.ts";
import { main as pack } from "./main.ts";

const ROOT = fromFileUrl(new URL("../../../", import.meta.url)).replace(/\/$/, "");
const LIMIT_MS = 180_000;
const isolation = await probeIsolation(false);
const ignore = isLeftOut(
  import.meta,
  "problem" in isolation ? `needs a sandbox: ${isolation.problem}` : undefined,
);

const SILENT: Io = {
  out: () => {},
  err: () => {},
  color: false,
  isTerminal: false,
  columns: 80,
  now: Date.now,
};

/** Lays out /autograder with a pack of two lessons and a submission of these modules. */
async function withAutograder(
  modules: Readonly<Record<string, string>>,
  use: (dir: string) => Promise<void>,
): Promise<void> {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  try {
    const only = Object.keys(modules).map((folder) => folder.replace(/^\d+_/, "")).join();
    await Deno.writeTextFile(`${dir}/policy`, '{ "lessons": { "pipeline": 3 } }');
    const files = ["--policy", `${dir}/policy`, "--out", `${dir}/pack.zip`];
    await pack(["gradescope", "--only", only, ...files], SILENT);
    const args = ["-q", `${dir}/pack.zip`, "-d", `${dir}/source`];
    await new Deno.Command("unzip", { args }).output();
    for (const name of ["results", "bin", "submission"]) await Deno.mkdir(`${dir}/${name}`);
    await Deno.symlink(Deno.execPath(), `${dir}/bin/deno`);
    await Deno.symlink("/bin/bash", `${dir}/bin/bash`);
    for (const [folder, from] of Object.entries(modules)) {
      await Deno.copyFile(`${ROOT}/${from}`, `${dir}/submission/${folder}.ts`);
    }
    await use(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** How run_autograder is started; without `system` it finds no bubblewrap. */
function makeEnv(dir: string, seconds: number, system = "/usr/bin:/bin"): Record<string, string> {
  return {
    AUTOGRADER_ROOT: dir,
    GRADE_SECONDS: String(seconds),
    PATH: `${dir}/bin:${system}`,
  };
}

/** Runs run_autograder to its end. */
async function run(dir: string, env: Record<string, string>): Promise<GroupResult> {
  const argv = [`${dir}/source/run_autograder`] as const;
  return await runGroup([...argv], { cwd: dir, env, wallMs: () => LIMIT_MS });
}

async function readResults(dir: string) {
  return JSON.parse(await Deno.readTextFile(`${dir}/results/results.json`));
}

const PIPELINE = { "05_pipeline": "solutions/05_pipeline/mod.ts" };

Deno.test("run_autograder writes the results of all lessons", { ignore }, async () => {
  const modules = { ...PIPELINE, "07_fifo_rendezvous": "tests/stubs/07_fifo_rendezvous.ts" };
  await withAutograder(modules, async (dir) => {
    const { code, stderr } = await run(dir, makeEnv(dir, 170));
    assertEquals([code, stderr.includes("error")], [0, false]);
    const { score, tests, extra_data } = await readResults(dir);
    const lessons = tests.filter((one: { number: string }) => !one.number.includes("."));
    assertEquals(
      lessons.map((one: { status: string; score: number }) => [one.status, one.score]),
      [["passed", 3], ["failed", 0]],
    );
    assertEquals([score, extra_data.max_score, extra_data.isolation], [3, 4, "bwrap"]);
  });
});

Deno.test("run_autograder has the results of a lesson written while the next one is running", {
  ignore,
}, async () => {
  const modules = { ...PIPELINE, "07_fifo_rendezvous": "tools/grade/attacks/waits_at_import.ts" };
  await withAutograder(modules, async (dir) => {
    const program = `${dir}/source/run_autograder`;
    const options = { env: makeEnv(dir, 170), stdout: "null", stderr: "null" } as const;
    const child = new Deno.Command(program, options).spawn();
    const isThere = () =>
      [...Deno.readDirSync(`${dir}/results`)].some((it) => it.name.endsWith(".json"));
    await waitUntil("there are results", isThere, AbortSignal.timeout(LIMIT_MS));
    const { score, extra_data, tests } = await readResults(dir);
    child.kill("SIGTERM");
    assertEquals((await child.status).code, 0);
    assertEquals([score, extra_data.max_score], [3, 4]);
    assertStringIncludes(JSON.stringify(tests.at(-1)), "Lessons still to be graded");
    assertEquals((await readResults(dir)).score, 3);
  });
});

Deno.test("run_autograder ends before Gradescope does, and fails when nothing is graded by then", {
  ignore,
}, async () => {
  await withAutograder({ "05_pipeline": "tools/grade/attacks/waits_at_import.ts" }, async (dir) => {
    const { code, stderr, leftovers } = await run(dir, makeEnv(dir, 3));
    assertEquals([code === 0, leftovers], [false, []]);
    assertStringIncludes(stderr, "Stopped after 3 s");
    assertStringIncludes(stderr, "Nothing was graded");
    assertEquals([...Deno.readDirSync(`${dir}/results`)], []);
  });
});

Deno.test("run_autograder leaves no results where no sandbox works, and says what to do", async () => {
  await withAutograder(PIPELINE, async (dir) => {
    const { code, stderr } = await run(dir, makeEnv(dir, 170, "/nowhere"));
    assertEquals(code, 2);
    assertStringIncludes(stderr, "bwrap: needs bwrap, and it is not there");
    assertStringIncludes(stderr, "Nothing was graded");
    assertEquals([...Deno.readDirSync(`${dir}/results`)], []);
  });
});
