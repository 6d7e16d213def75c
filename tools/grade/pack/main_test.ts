import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "../../../tests/harness/paths.ts";
import type { Io } from "../../term/io.ts";
import { DENO_VERSION } from "./deno_version.ts";
import { main } from "./main.ts";

const ROOT = fromFileUrl(new URL("../../../", import.meta.url)).replace(/\/$/, "");

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: "", err: "" };
  const io: Io = {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    color: false,
    isTerminal: false,
    columns: 80,
    now: Date.now,
  };
  return { code: await main(args, io), ...said };
}

/** Runs a program of the system; returns what it printed. */
async function read(program: string, ...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args }).output();
  const text = new TextDecoder().decode(success ? stdout : stderr);
  if (!success) throw new Error(`${program} ${args[0]}: ${text}`);
  return text;
}

/** Packs for Gradescope and unpacks that as Gradescope does. */
async function withPack(
  args: readonly string[],
  use: (dir: string, said: string) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    const { code, out } = await run("gradescope", "--out", `${dir}/pack.zip`, ...args);
    assertEquals(code, 0);
    await read("unzip", "-q", `${dir}/pack.zip`, "-d", `${dir}/source`);
    await use(dir, out);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("pack gradescope holds the lessons that were named, and nothing that gives answers away", async () => {
  await withPack(["--only", "pipeline,fifo-rendezvous"], async (dir, said) => {
    assertStringIncludes(said, "pack.zip: 2 lessons in ");
    assertStringIncludes(said, "no CAP_SYS_ADMIN");
    const files = (await read("unzip", "-Z1", `${dir}/pack.zip`)).trim().split("\n");
    const lessons = files.filter((path) => /^course\/(lessons\/\d|tests\/\d)/.test(path));
    assertEquals(lessons, [
      "course/lessons/05_pipeline/lesson.json",
      "course/lessons/07_fifo_rendezvous/lesson.json",
      "course/tests/05_pipeline_test.ts",
      "course/tests/07_fifo_rendezvous_test.ts",
    ]);
    const unwanted =
      /solutions|wrong|right|attacks|self_test|looks|mutants|mod\.ts\.\d|reports?\/|\.git/;
    assertEquals(files.filter((path) => unwanted.test(path)), []);
  });
});

Deno.test("pack gradescope makes programs that bash can read, and the same bytes each time", async () => {
  await withPack([], async (dir) => {
    for (const name of ["setup.sh", "run_autograder"]) {
      await read("bash", "-n", `${dir}/source/${name}`);
      const { mode } = await Deno.stat(`${dir}/source/${name}`);
      assertEquals((mode ?? 0) & 0o111, 0o111);
    }
    await run("gradescope", "--out", `${dir}/again.zip`);
    assertEquals(await Deno.readFile(`${dir}/again.zip`), await Deno.readFile(`${dir}/pack.zip`));
  });
});

Deno.test("pack gradescope ends a minute before Gradescope, and says what happens without a sandbox", async () => {
  await withPack(["--minutes", "40", "--unsafe-no-sandbox"], async (dir, said) => {
    assertStringIncludes(said, "this pack grades without one");
    const script = await Deno.readTextFile(`${dir}/source/run_autograder`);
    assertStringIncludes(script, "GRADE_SECONDS:-2340}");
    assertMatch(script, /run_gradescope\.ts --unsafe-no-sandbox\n$/);
    assertStringIncludes(script, "change its own result");
  });
});

Deno.test("pack installs the Deno that the course is tested with, everywhere", async () => {
  const floor = await Deno.readTextFile(`${ROOT}/tools/learn/version.ts`);
  assertStringIncludes(floor, `FLOOR = "${DENO_VERSION}"`);
  const texts = [(await run("github")).out, (await run("docker")).out];
  assertEquals(texts.map((text) => text.includes(`deno@${DENO_VERSION}\n`)), [true, true]);
  await withPack([], async (dir) => {
    const setup = await Deno.readTextFile(`${dir}/source/setup.sh`);
    assertStringIncludes(setup, `/$platform@${DENO_VERSION}"`);
  });
});

Deno.test("pack github prints a workflow that names one commit of the course", async () => {
  const { out } = await run("github");
  assertMatch(out, /^ {2}COURSE_COMMIT: (?:[0-9a-f]{40}|none)$/m);
  assertEquals(out.match(/^\t/m), null); // YAML knows no tabs
  assertStringIncludes(out, "deno task grade --all-in");
});

Deno.test("pack gradescope takes a policy along that fits the lessons, and refuses another", async () => {
  const file = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(file, '{ "lessons": { "pipeline": 3 } }');
    await withPack(["--only", "pipeline", "--policy", file], async (dir) => {
      const policy = JSON.parse(await Deno.readTextFile(`${dir}/source/policy.json`));
      assertEquals(policy, { lessons: { pipeline: 3 } });
      const script = await Deno.readTextFile(`${dir}/source/run_autograder`);
      assertStringIncludes(script, '--policy "$AUTOGRADER_ROOT/source/policy.json"');
    });
    const { code, err } = await run("gradescope", "--only", "file-lock", "--policy", file);
    assertEquals(code, 2);
    assertStringIncludes(err, "pipeline");
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("pack says what is wrong with the command line", async () => {
  const cases = [
    [[], "name one of gradescope, github, docker"],
    [["gitlab"], "name one of gradescope"],
    [["docker", "github"], "name one of"],
    [["gradescope", "--minutes", "60"], "--minutes takes a whole number from 2 to 40"],
    [["gradescope", "--bogus"], "There is no option --bogus"],
    [["gradescope", "--only", "pipelin-e"], 'There is no lesson "pipelin-e"'],
    [["gradescope", "--out", ROOT], "is no regular file"],
  ] as const;
  for (const [args, words] of cases) {
    const { code, err } = await run(...args);
    assertEquals(code, 2);
    assertStringIncludes(err, words);
  }
});
