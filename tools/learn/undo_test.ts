import { assertEquals, assertStringIncludes } from "@std/assert";
import { BOX, type Course, DRAIN, learn, withCourse } from "./with_course.ts";

const file = (folder: string) => `lessons/${folder}/mod.ts`;
const listKept = (course: Course, slug: string) =>
  Array.from(Deno.readDirSync(`${course.root}/.ipc/kept/${slug}`), (entry) => entry.name);

Deno.test("learn undo brings back what reset replaced, and undoes itself", async () => {
  await withCourse(async (course) => {
    await course.write(file(DRAIN), "// first\n");
    await learn(course, "reset", "drain", "--yes");
    assertEquals((await learn(course, "undo", "drain")).code, 0);
    assertEquals(await course.read(file(DRAIN)), "// first\n");
    assertStringIncludes((await learn(course, "undo", "drain")).stdout, "equals every kept copy");
    await learn(course, "reset", "drain", "--yes");
    await course.write(file(DRAIN), "// second\n");
    for (const wanted of ["// first\n", "// second\n", "// first\n"]) {
      await learn(course, "undo", "drain");
      assertEquals(await course.read(file(DRAIN)), wanted);
    }
    const texts = await Promise.all(
      listKept(course, "drain-both-ends").map((name) =>
        course.read(`.ipc/kept/drain-both-ends/${name}`)
      ),
    );
    assertEquals(new Set(texts), new Set(["// first\n", "// second\n"]));
  });
});

Deno.test("learn undo without a lesson takes the one that was reset last", async () => {
  await withCourse(async (course) => {
    const old = `.ipc/kept/sealed-box`;
    await Deno.mkdir(`${course.root}/${old}`, { recursive: true });
    await course.write(`${old}/2026-01-02T03-04-05Z.ts`, "// box\n");
    await course.write(file(DRAIN), "// drain\n");
    await learn(course, "reset", "drain", "--yes");
    assertStringIncludes((await learn(course, "undo")).stdout, file(DRAIN));
    assertEquals(await course.read(file(DRAIN)), "// drain\n");
    assertEquals(await course.read(file(BOX)), await course.read(`tests/stubs/${BOX}.ts`));
  });
});

Deno.test("learn undo takes the newest copy, also of two within one second", async () => {
  await withCourse(async (course) => {
    const dir = ".ipc/kept/sealed-box";
    await Deno.mkdir(`${course.root}/${dir}`, { recursive: true });
    const names = ["03-04-05Z", "03-04-06Z", "03-04-06Z-2", "03-04-06Z-10"];
    for (const name of names) await course.write(`${dir}/2026-01-02T${name}.ts`, `// ${name}\n`);
    await learn(course, "undo", "sealed-box");
    assertEquals(await course.read(file(BOX)), "// 03-04-06Z-10\n");
  });
});

Deno.test("learn undo finds what was kept before a lesson was renamed", async () => {
  await withCourse(async (course) => {
    await course.write("lessons/renamed.json", '{"old-box": "sealed-box"}');
    await Deno.mkdir(`${course.root}/.ipc/kept/old-box`, { recursive: true });
    await course.write(".ipc/kept/old-box/2026-01-02T03-04-05Z.ts", "// old\n");
    await learn(course, "undo", "sealed-box");
    assertEquals(await course.read(file(BOX)), "// old\n");
  });
});

Deno.test("learn undo says so when there is nothing to undo", async () => {
  await withCourse(async (course) => {
    assertStringIncludes((await learn(course, "undo")).stdout, "no lesson was ever reset");
    const { code, stdout } = await learn(course, "undo", "drain");
    assertEquals(code, 0);
    assertStringIncludes(stdout, "There is nothing to undo: 02 drain-both-ends was never reset.");
  });
});
