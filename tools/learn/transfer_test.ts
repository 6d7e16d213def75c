// export and import, between two copies of the course.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { BOX, type Course, DRAIN, learn, solve, withCourse } from "./with_course.ts";

const file = (folder: string) => `lessons/${folder}/mod.ts`;
const progressOf = async (course: Course) =>
  JSON.parse(await course.read(".ipc/progress.json")).lessons;
const write = (course: Course, path: string, value: unknown) =>
  course.write(path, JSON.stringify(value));
const bundle = (lessons: unknown, files: unknown = {}) => ({
  kind: "ipc-course-export",
  format: 1,
  progress: { format: 2, lessons },
  files,
});

async function withTwo(act: (one: Course, other: Course) => Promise<void>): Promise<void> {
  await withCourse((one) => withCourse((other) => act(one, other)));
}

Deno.test("learn export and import carry progress and edited files to another copy, and back", async () => {
  await withTwo(async (one, other) => {
    await solve(one, BOX);
    await learn(one, "run", "sealed-box");
    await learn(one, "hint", "drain");
    await one.write(file(DRAIN), "// half done, 'quoted' \\ and ünïcödé\n");
    const path = `${other.root}/from_one.json`;
    const exported = await learn(one, "export", path);
    assertStringIncludes(exported.stdout, "with 1 solved lesson and 2 lesson files of yours");
    const imported = await learn(other, "import", "from_one.json");
    assertEquals([imported.code, imported.stderr], [0, ""]);
    assertStringIncludes(imported.stdout, "Imported: 1 lesson solved, 1 of them new here");
    assertEquals(await progressOf(other), await progressOf(one));
    for (const folder of [BOX, DRAIN]) {
      assertEquals(await other.read(file(folder)), await one.read(file(folder)));
    }
    assertEquals((await learn(other, "compare", "sealed-box")).code, 0, "it is known to be green");
    const piped = await learn(other, "export", "-");
    await one.write("back.json", piped.stdout);
    const back = await one.deno("eval", PIPE, "back.json", "tools/learn/main.ts");
    assertStringIncludes(back.stdout, "Imported: 1 lesson solved, 0 of them new here");
    assertEquals(await progressOf(other), await progressOf(one));
  });
});

/** Runs `learn import -` with a file as its stdin. */
const PIPE = `const [file, main] = Deno.args;
const child = new Deno.Command(Deno.execPath(), {
  args: ["run", "-A", main, "import", "-"], stdin: "piped",
}).spawn();
await (await Deno.open(file)).readable.pipeTo(child.stdin);
Deno.exit((await child.status).code);`;

Deno.test("learn import loses neither a solved mark nor an edited file", async () => {
  await withCourse(async (course) => {
    await course.write(file(BOX), "// mine\n");
    await Deno.mkdir(`${course.root}/.ipc`);
    const solvedAt = "2026-11-20T10:00:00.000Z";
    const mine = { attempts: 5, hintTier: 1, solvedAt };
    await write(course, ".ipc/progress.json", { format: 2, lessons: { "sealed-box": mine } });
    const theirs = { attempts: 2, hintTier: 3 };
    await write(
      course,
      "x.json",
      bundle({ "sealed-box": theirs }, { "sealed-box": "// theirs\n" }),
    );
    const { code, stdout } = await learn(course, "import", "x.json");
    assertEquals(code, 0);
    assertStringIncludes(stdout, "Imported: 1 lesson solved, 0 of them new here");
    assertEquals((await progressOf(course))["sealed-box"], { attempts: 5, hintTier: 3, solvedAt });
    assertEquals(await course.read(file(BOX)), "// theirs\n");
    const copy = /yours is kept in (\S+),/.exec(stdout)?.[1] ?? "";
    assertEquals(await course.read(copy), "// mine\n");
    await learn(course, "undo", "sealed-box");
    assertEquals(await course.read(file(BOX)), "// mine\n");
  });
});

Deno.test("learn import leaves a green file in place and keeps the imported one", async () => {
  await withCourse(async (course) => {
    await solve(course, BOX);
    await learn(course, "run", "sealed-box");
    await write(course, "x.json", bundle({}, { "sealed-box": "// theirs\n" }));
    const { stdout } = await learn(course, "import", "x.json");
    assertEquals(await course.read(file(BOX)), await course.read(`solutions/${BOX}/mod.ts`));
    const copy = /the imported one is kept in (\S+)/.exec(stdout)?.[1] ?? "";
    assertEquals(await course.read(copy), "// theirs\n");
  });
});

Deno.test("learn import knows renamed lessons, and keeps the files of those it does not know", async () => {
  await withCourse(async (course) => {
    await course.write("lessons/renamed.json", '{"old-box": "sealed-box"}');
    const lesson = { attempts: 1, hintTier: 0 };
    const files = { "old-box": "// old\n", gone: "// gone\n" };
    await write(course, "x.json", bundle({ "old-box": lesson, gone: lesson }, files));
    const { code, stdout } = await learn(course, "import", "x.json");
    assertEquals(code, 0);
    assertEquals(await progressOf(course), { "sealed-box": lesson, gone: lesson });
    assertEquals(await course.read(file(BOX)), "// old\n");
    const copy = /no lesson gone; its file is kept in (\S+)/.exec(stdout)?.[1] ?? "";
    assertEquals(await course.read(copy), "// gone\n");
  });
});

const BAD: [what: string, text: string, message: string][] = [
  ["half a file", '{"kind": "ipc-cou', "not JSON"],
  ["another file", '{"format": 1, "lessons": {}}', "not written by deno task learn export"],
  ["a newer export", JSON.stringify({ ...bundle({}), format: 99 }), "a newer version"],
  [
    "newer progress",
    JSON.stringify({ ...bundle({}), progress: { format: 99, lessons: {} } }),
    "newer",
  ],
  ["no progress", JSON.stringify({ ...bundle({}), progress: 5 }), "its progress makes no sense"],
  ["a senseless entry", JSON.stringify(bundle({ a: 5 })), "its progress of a makes no sense"],
  ["a file that is none", JSON.stringify(bundle({}, { "sealed-box": 5 })), "of sealed-box"],
  [
    "a path for a name",
    JSON.stringify(bundle({}, { "../../evil": "x" })),
    "not the name of a lesson",
  ],
];
Deno.test("learn import of a bad file says why, ends with 2 and changes nothing", async () => {
  await withCourse(async (course) => {
    for (const [what, text, message] of BAD) {
      await course.write("bad.json", text);
      const { code, stdout, stderr } = await learn(course, "import", "bad.json");
      assertEquals([code, stdout], [2, ""], what);
      assertStringIncludes(stderr, "Cannot import bad.json: ");
      assertStringIncludes(stderr, message);
      assertEquals(Array.from(Deno.readDirSync(course.root)).some(isState), false, what);
    }
    assertEquals((await learn(course, "import", "none.json")).code, 2);
    assertEquals((await learn(course, "import")).code, 2);
  });
});
const isState = (entry: Deno.DirEntry) => entry.name === ".ipc";

Deno.test("learn export replaces an older export and no other file", async () => {
  await withCourse(async (course) => {
    await course.write("notes.txt", "my notes");
    const refused = await learn(course, "export", "notes.txt");
    assertEquals([refused.code, refused.stdout], [2, ""]);
    assertStringIncludes(refused.stderr, "no export of this course");
    assertEquals(await course.read("notes.txt"), "my notes");
    const nowhere = await learn(course, "export", "not_mounted/me.json");
    assertEquals([nowhere.code, nowhere.stdout], [2, ""]);
    assertStringIncludes(nowhere.stderr, "there is no folder");
    for (let round = 0; round < 2; round++) {
      assertEquals((await learn(course, "export", "me.json")).code, 0);
    }
    const { stdout } = await learn(course, "export");
    const path = /Written: (\S+),/.exec(stdout)?.[1] ?? "";
    assertEquals(path.replace(/\d{4}-\d\d-\d\d/, "DATE"), `${course.root}/ipc-course-DATE.json`);
  });
});
