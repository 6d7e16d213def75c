import { assertEquals, assertRejects } from "@std/assert";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { CourseError } from "./lesson.ts";
import { isLinked, linkCourse, LINKS } from "./link_course.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");

async function useDir(act: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir({ prefix: "ipc-link-" });
  try {
    await act(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

async function readLinks(dir: string): Promise<string[]> {
  return await Promise.all(LINKS.map((path) => Deno.readLink(`${dir}/${path}`)));
}

const TARGETS = await Promise.all(LINKS.map((path) => Deno.realPath(`${ROOT}/${path}`)));

Deno.test("linkCourse() links tools, harness and helpers, also from a course that is linked itself", async () => {
  await useDir(async (dir) => {
    await Deno.mkdir(`${dir}/second`);
    await linkCourse(ROOT, dir);
    await linkCourse(dir, `${dir}/second`);
    assertEquals(await readLinks(dir), TARGETS);
    assertEquals(await readLinks(`${dir}/second`), TARGETS);
    assertEquals([await isLinked(dir), await isLinked(ROOT)], [true, false]);
  });
});

Deno.test("linkCourse() renews a link that leads elsewhere", async () => {
  await useDir(async (dir) => {
    await Deno.symlink("/gone/tools", `${dir}/tools`, { type: "dir" });
    await linkCourse(ROOT, dir);
    assertEquals(await readLinks(dir), TARGETS);
  });
});

Deno.test("linkCourse() leaves alone what is not its own", async () => {
  await useDir(async (dir) => {
    await Deno.mkdir(`${dir}/tools`);
    const config = '{ "imports": { "#lib/": "./mine/" } }';
    await Deno.writeTextFile(`${dir}/deno.json`, config);
    await linkCourse(ROOT, dir);
    assertEquals((await Deno.lstat(`${dir}/tools`)).isSymlink, false);
    assertEquals(await Deno.readTextFile(`${dir}/deno.json`), config);
  });
});

Deno.test("linkCourse() refuses the folder of another project and changes nothing", async () => {
  await useDir(async (dir) => {
    await Deno.writeTextFile(`${dir}/deno.json`, "{}");
    await assertRejects(() => linkCourse(ROOT, dir), CourseError, "belongs to another project");
    assertEquals(Array.from(Deno.readDirSync(dir), ({ name }) => name), ["deno.json"]);
  });
});
