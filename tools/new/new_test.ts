// A lesson from its first file to the last, in a folder outside of the repository, by the commands as people type them.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { runGroup } from "../proc/run_group.ts";
import { type Draft, planDraft } from "./draft.ts";
import { renderFiles } from "./render_files.ts";
import { renderSample } from "./sample_lesson.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");
const GOLDEN = new URL("./complaints.txt", import.meta.url);

/** Runs a command of the course, typed in `cwd`, with the tools below it. */
function run(cwd: string, main: string, ...args: string[]) {
  return runGroup([Deno.execPath(), "run", "-A", "--no-lock", `tools/${main}`, ...args], {
    cwd,
    env: { NO_COLOR: "1", INIT_CWD: cwd },
    wallMs: () => 200_000,
  });
}

const begin = (...args: string[]) => run(ROOT, "new/main.ts", ...args);
const learn = (...args: string[]) => run(ROOT, "learn/main.ts", ...args);
const verify = (...args: string[]) => run(ROOT, "verify/main.ts", ...args);

async function useDir(act: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "ipc-own-" }));
  try {
    await act(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

function draftOf(slug: string): Draft {
  const draft = planDraft([], slug);
  if (typeof draft === "string") throw new RangeError(draft);
  return draft;
}

async function write(dir: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of files) await Deno.writeTextFile(`${dir}/${path}`, text);
}

/** What verify complains about, without what differs from run to run. */
function complaints(stdout: string): string {
  const text = stdout.slice(stdout.indexOf("FAILED tiny-echo:"));
  return text.replaceAll(/\(seed \d+\)/g, "(seed)");
}

Deno.test("new begins a lesson elsewhere, verify lists what is missing, and both learn and verify turn green", async () => {
  await useDir(async (parent) => {
    const dir = `${parent}/my lessons`;
    const begun = await begin("tiny-echo", "--course", dir);
    assertEquals(begun.code, 0, begun.stderr);
    for (const path of renderFiles(draftOf("tiny-echo")).keys()) {
      assertStringIncludes(begun.stdout, `\n  ${path}\n`);
      assert((await Deno.stat(`${dir}/${path}`)).isFile);
    }
    const unfinished = await verify("tiny-echo", "--course", dir);
    assertEquals(unfinished.code, 1, unfinished.stderr);
    const listed = complaints(unfinished.stdout);
    if (Deno.env.get("UPDATE_GOLDEN") === "1") await Deno.writeTextFile(GOLDEN, listed);
    assertEquals(listed, await Deno.readTextFile(GOLDEN));

    await write(dir, renderSample(draftOf("tiny-echo")));
    const red = await learn("--course", dir);
    assertEquals(red.code, 1, red.stderr);
    assertStringIncludes(red.stdout, "runTinyEcho() is not written yet");
    const mutants = await run(dir, "verify/mutants_main.ts");
    assertEquals(mutants.code, 0, mutants.stdout + mutants.stderr);
    const whole = await verify("--course", dir);
    assertEquals(whole.code, 0, whole.stdout + whole.stderr);
    assertStringIncludes(whole.stdout, " passed, 0 failed");
    await Deno.copyFile(
      `${dir}/solutions/01_tiny_echo/mod.ts`,
      `${dir}/lessons/01_tiny_echo/mod.ts`,
    );
    const green = await learn("--course", dir);
    assertEquals(green.code, 0, green.stdout);
    assertStringIncludes(green.stdout, "so is the whole course");
    // typed in the folder itself, everything works without the flag
    assertEquals((await run(dir, "learn/main.ts", "run", "tiny-echo")).code, 0);
    const again = await begin("tiny-echo", "--course", dir);
    assertEquals(again.code, 2);
    assertStringIncludes(again.stderr, "lessons/01_tiny_echo has the slug tiny-echo already");
  });
});

Deno.test("new writes files that Deno's own tools accept, however long the slug is", async () => {
  await useDir(async (dir) => {
    const slug = "an-echo-that-takes-its-very-to"; // 30 characters
    const course = `${dir}/own`;
    assertEquals((await begin(slug, "--course", course)).code, 0);
    const files = [...renderFiles(draftOf(slug)).keys()];
    const modules = files.filter((file) => file.endsWith(".ts"));
    for (
      const argv of [["fmt", "--check", ...files], ["lint", ...modules], ["check", ...modules]]
    ) {
      const result = await runGroup([Deno.execPath(), ...argv], {
        cwd: course,
        env: { NO_COLOR: "1" },
        wallMs: () => 60_000,
      });
      assertEquals(result.code, 0, result.stdout + result.stderr);
    }
  });
});

Deno.test("new writes nothing when something is in the way", async () => {
  await useDir(async (dir) => {
    await Deno.mkdir(`${dir}/tests`);
    await Deno.writeTextFile(`${dir}/tests/01_tiny_echo_test.ts`, "mine");
    const { code, stderr } = await begin("tiny-echo", "--course", dir);
    assertEquals(code, 2);
    assertStringIncludes(stderr, "tests/01_tiny_echo_test.ts: is there already");
    assertEquals(Array.from(Deno.readDirSync(dir), ({ name }) => name), ["tests"]);
  });
});

Deno.test("new leaves the folder of another project alone", async () => {
  await useDir(async (dir) => {
    await Deno.writeTextFile(`${dir}/deno.json`, "{}");
    const { code, stderr } = await begin("tiny-echo", "--course", dir);
    assertEquals(code, 2);
    assertStringIncludes(stderr, `${dir}/deno.json: belongs to another project`);
    assertEquals(Array.from(Deno.readDirSync(dir), ({ name }) => name), ["deno.json"]);
  });
});

for (const [name, command] of Object.entries({ learn, verify })) {
  Deno.test(`${name} --course says so when there is no such folder, or no lesson in it`, async () => {
    await useDir(async (dir) => {
      const missing = await command("--course", `${dir}/gone`);
      assertEquals(missing.code, 2);
      assertStringIncludes(
        missing.stderr,
        `Cannot use "${dir}/gone" as a course: there is no such`,
      );
      const empty = await command("--course", dir);
      assertEquals(empty.code, 3);
      assertStringIncludes(empty.stderr, `${dir}: holds no lesson; deno task new <slug>`);
      assertEquals([...Deno.readDirSync(dir)], [], "a folder without lessons is left as it is");
    });
  });
}
