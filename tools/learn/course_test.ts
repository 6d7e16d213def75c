// The commands as their users run them, on copies of the course that are damaged on purpose.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { runGroup } from "../proc/run_group.ts";
import { BOX, DRAIN, learn, ROOT, solve, withCourse } from "./with_course.ts";

Deno.test("learn goes from red to green to the next lesson, and keeps that", async () => {
  await withCourse(async (course) => {
    const red = await learn(course);
    assertEquals(red.code, 1);
    assertStringIncludes(red.stdout, "01 sealed-box");
    assertStringIncludes(red.stdout, `edit   lessons/${BOX}/mod.ts:`);
    await solve(course, BOX);
    const green = await learn(course);
    assertEquals(green.code, 0, green.stdout);
    assertStringIncludes(green.stdout, "01 sealed-box is solved. Next: 02 drain-both-ends");
    assertStringIncludes((await learn(course)).stdout, "02 drain-both-ends");
    const list = JSON.parse((await learn(course, "list", "--json")).stdout);
    assertEquals(list.map((one: { state: string }) => one.state), ["solved", "you are here"]);
  });
});

Deno.test("learn shows what the compiler says of a lesson that passes, and leaves the verdict alone", async () => {
  await withCourse(async (course) => {
    await solve(course, DRAIN);
    const file = `lessons/${DRAIN}/mod.ts`;
    await course.write(file, await course.read(file) + "\nconst wrong: number = 'text';\nwrong;\n");
    const { code, stdout } = await course.deno("run", "-A", "tools/learn/main.ts", "run", "drain");
    assertEquals(code, 0, stdout);
    assertStringIncludes(stdout, "The compiler has something to say as well");
    assertStringIncludes(stdout, "Type 'string' is not assignable to type 'number'");
  });
});

Deno.test("learn hint shows one tier at each call", async () => {
  await withCourse(async (course) => {
    for (const [tier, title] of ["Question", "Concept", "Near code", "Near code"].entries()) {
      const { stdout } = await learn(course, "hint", "drain");
      assertStringIncludes(stdout, `hint ${Math.min(tier + 1, 3)} of 3: ${title}`);
    }
  });
});

Deno.test("learn reset puts the stub back without git and keeps a dated copy", async () => {
  await withCourse(async (course) => {
    await course.write(`lessons/${DRAIN}/mod.ts`, "// mine\n");
    const asked = await learn(course, "reset", "drain");
    assertEquals([asked.code, await course.read(`lessons/${DRAIN}/mod.ts`)], [2, "// mine\n"]);
    const { code, stdout } = await learn(course, "reset", "drain", "--yes");
    assertEquals(code, 0);
    assertEquals(
      await course.read(`lessons/${DRAIN}/mod.ts`),
      await course.read(`tests/stubs/${DRAIN}.ts`),
    );
    const copy = /kept in (\S+)/.exec(stdout)?.[1] ?? "";
    assertEquals(await course.read(copy), "// mine\n");
  });
});

const USAGE: [args: string[], message: string][] = [
  [["run", "drain-both-end5"], "did you mean drain-both-ends?"],
  [["lst"], "did you mean list?"],
  [["run"], "run needs a lesson"],
  [["--wat"], "There is no option --wat"],
  [["sealed-box"], '"sealed-box" is a lesson: deno task learn run sealed-box'],
];
Deno.test("learn explains wrong usage and ends with 2", async () => {
  await withCourse(async (course) => {
    for (const [args, message] of USAGE) {
      const { code, stderr, stdout } = await learn(course, ...args);
      assertEquals([code, stdout], [2, ""], args.join(" "));
      assertStringIncludes(stderr, message);
    }
  });
});

Deno.test("learn and verify end with 3 and name file and line of a damaged course", async () => {
  await withCourse(async (course) => {
    const verify = ["run", "-A", "tools/verify/main.ts"];
    const good = await course.read(`lessons/${BOX}/lesson.json`);
    await course.write(`lessons/${BOX}/lesson.json`, '{\n  "title": "A",\n  "level": nine\n}\n');
    for (const result of [await learn(course), await course.deno(...verify)]) {
      assertEquals(result.code, 3);
      assertStringIncludes(result.stderr, `lessons/${BOX}/lesson.json:3: is not valid JSON`);
    }
    await course.write(`lessons/${BOX}/lesson.json`, good);
    await Deno.remove(`${course.root}/tests/${BOX}_test.ts`);
    for (const result of [await learn(course), await course.deno(...verify)]) {
      assertEquals(result.code, 3, result.stdout);
      assertStringIncludes(result.stderr, `tests/${BOX}_test.ts: is missing`);
    }
  });
});

Deno.test("learn says what to do when the lesson file is gone, a folder or a FIFO", async () => {
  await withCourse(async (course) => {
    const file = `${course.root}/lessons/${BOX}/mod.ts`;
    await Deno.remove(file);
    const spoil: [() => Promise<unknown>, string][] = [
      [() => Promise.resolve(), "is missing"],
      [() => Deno.mkdir(file), "is not a regular file"],
      [() => new Deno.Command("mkfifo", { args: [file] }).output(), "is not a regular file"],
    ];
    for (const [make, problem] of spoil) {
      await make();
      const { code, stdout } = await learn(course);
      assertEquals(code, 1);
      assertStringIncludes(stdout, `lessons/${BOX}/mod.ts ${problem}`);
      assertStringIncludes(stdout, "deno task learn reset sealed-box");
      await Deno.remove(file).catch(() => {});
    }
    assertEquals((await learn(course, "reset", "sealed-box", "--yes")).code, 0);
    assertStringIncludes((await learn(course)).stdout, "10 of 10 tests are red");
  });
});

Deno.test("learn puts a damaged progress file aside and goes on", async () => {
  await withCourse(async (course) => {
    await Deno.mkdir(`${course.root}/.ipc`);
    await course.write(".ipc/progress.json", "{ half");
    const { code, stderr } = await learn(course);
    assertEquals(code, 1);
    assertStringIncludes(stderr, "put aside");
    const names = Array.from(Deno.readDirSync(`${course.root}/.ipc`), (entry) => entry.name);
    assert(names.some((name) => name.startsWith("progress.json.damaged-")), names.join());
  });
});

Deno.test("learn downloads nothing but deno-std", async () => {
  const { stdout } = await runGroup([Deno.execPath(), "info", "--json", "tools/learn/main.ts"], {
    cwd: ROOT,
    wallMs: () => 60_000,
  });
  const { modules }: { modules: { specifier: string }[] } = JSON.parse(stdout);
  const remote = modules.map((one) => one.specifier).filter((one) => !one.startsWith("file://"));
  const packages = new Set(remote.map((one) => one.replace(/^(npm:\/?[^/]+@[^/]+).*/, "$1")));
  assertEquals([...packages].filter((one) => !one.startsWith("node:")), ["npm:/deno-std@1.3.0"]);
  const lock = JSON.parse(await Deno.readTextFile(`${ROOT}/deno.lock`)); // deno task installs all it names
  assertEquals(Object.keys(lock.npm), ["deno-std@1.3.0"]);
});
