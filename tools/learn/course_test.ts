// The commands as their users run them, on copies of the course that are damaged on purpose.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { copyCourse } from "../course/copy_course.ts";
import { parseJunit } from "../course/parse_junit.ts";
import { runGroup } from "../proc/run_group.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");
const BOX = "01_sealed_box";
const DRAIN = "02_drain_both_ends";

interface Course {
  readonly root: string;
  /** Writes a file of the copy. */
  readonly write: (path: string, text: string) => Promise<void>;
  readonly read: (path: string) => Promise<string>;
  /** Runs Deno in the copy. */
  readonly deno: (...args: string[]) => Promise<{ code: number; stdout: string; stderr: string }>;
}

async function withCourse(act: (course: Course) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir({ prefix: "ipc-course-" });
  try {
    await copyCourse(ROOT, root, [BOX, DRAIN]);
    await act({
      root,
      write: (path, text) => Deno.writeTextFile(`${root}/${path}`, text),
      read: (path) => Deno.readTextFile(`${root}/${path}`),
      deno: (...args) =>
        runGroup([Deno.execPath(), ...args], {
          cwd: root,
          env: { NO_COLOR: "1" },
          wallMs: () => 200_000,
        }),
    });
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const learn = (course: Course, ...args: string[]) =>
  course.deno("run", "-A", "tools/learn/main.ts", "--no-check", ...args);

async function solve(course: Course, folder: string): Promise<void> {
  await course.write(`lessons/${folder}/mod.ts`, await course.read(`solutions/${folder}/mod.ts`));
}

const BROKEN: Record<string, string> = {
  "a type error": "export const runBox: number = 'x';\nexport const y: string = 5;\n",
  "an exit at import": "Deno.exit(0);\nexport function runBox() {}\n",
  "an endless loop at import": "for (;;);\nexport function runBox() {}\n",
};
for (const [name, text] of Object.entries(BROKEN)) {
  Deno.test(`deno test -P leaves other lessons alone when one has ${name}`, async () => {
    await withCourse(async (course) => {
      await course.write(`lessons/${BOX}/mod.ts`, text);
      await solve(course, DRAIN);
      const { code } = await course.deno("test", "-P", "--junit-path=junit.xml");
      const cases = parseJunit(await course.read("junit.xml"));
      const isRed = (symbol: string) =>
        cases.filter((one) => one.name.includes(symbol)).map((one) => one.failure !== undefined);
      assertEquals(code, 1);
      assertEquals(new Set(isRed("runBox()")), new Set([true]), "the broken lesson is red");
      assertEquals(new Set(isRed("filter()")), new Set([false]), "the other lesson is green");
    });
  });
}

const BLOCKS = `export async function runBox() {
  const path = import.meta.dirname + "/fifo";
  await new Deno.Command("mkfifo", { args: [path] }).output();
  Deno.openSync(path, { read: true });
}
`;

Deno.test("learn names a blocking open and leaves the next lesson alone", async () => {
  await withCourse(async (course) => {
    await course.write(`lessons/${BOX}/mod.ts`, BLOCKS);
    await solve(course, DRAIN);
    const stuck = await learn(course, "run", "sealed-box");
    assertEquals(stuck.code, 1, stuck.stderr);
    assertStringIncludes(stuck.stdout, "TIMED OUT");
    assertStringIncludes(stuck.stdout, "you froze the event loop: a synchronous open of the FIFO");
    assertEquals((await learn(course, "run", "drain-both-ends")).code, 0);
  });
});

Deno.test("verify names a blocking open and leaves the next lesson alone", async () => {
  await withCourse(async (course) => {
    for (const folder of [BOX, DRAIN]) {
      for (const kind of ["wrong", "right"]) {
        await Deno.remove(`${course.root}/tests/${kind}/${folder}`, { recursive: true });
      }
    }
    await course.write(`solutions/${BOX}/mod.ts`, BLOCKS);
    const run = ["run", "-A", "tools/verify/main.ts", "sealed-box", "drain-both-ends", "--json"];
    const { code, stdout, stderr } = await course.deno(...run);
    assertEquals(code, 1, stderr);
    const found: { slug: string; name: string; problems: string[] }[] = JSON.parse(stdout);
    const problems = (slug: string) =>
      found.find((one) => one.slug === slug && one.name === "solution")?.problems ??
        ["no such check"];
    assertStringIncludes(problems("sealed-box").join("\n"), "you froze the event loop");
    assertEquals(problems("drain-both-ends"), []);
  });
});

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

Deno.test("learn says what to do when the lesson file is gone or no file", async () => {
  await withCourse(async (course) => {
    await Deno.remove(`${course.root}/lessons/${BOX}/mod.ts`);
    const gone = await learn(course);
    assertEquals(gone.code, 3);
    assertStringIncludes(gone.stderr, "restore it with deno task learn reset sealed-box");
    assertEquals((await learn(course, "reset", "sealed-box", "--yes")).code, 0);
    assertEquals((await learn(course)).code, 1);
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
