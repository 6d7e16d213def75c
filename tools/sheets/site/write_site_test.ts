import { assertEquals, assertStringIncludes } from "@std/assert";
import { withDir } from "../../proc/with_dir.ts";
import { writeSite } from "./write_site.ts";

const names = (dir: string) => Array.from(Deno.readDirSync(dir), ({ name }) => name).sort();

Deno.test("writeSite() replaces what it made before, and leaves nothing beside it", async () => {
  await withDir(async (dir) => {
    const site = `${dir}/deep/site`;
    assertEquals(await writeSite(site, new Map([["a.html", "1"], ["b/c.html", "2"]])), undefined);
    assertEquals(await writeSite(site, new Map([["a.html", "3"]])), undefined);
    assertEquals(await Deno.readTextFile(`${site}/a.html`), "3");
    assertEquals(names(site), [".made-by-deno-task-site", "a.html"]);
    assertEquals(names(`${dir}/deep`), ["site"]);
  });
});

Deno.test("writeSite() takes an empty folder", async () => {
  await withDir(async (dir) => {
    assertEquals(await writeSite(dir, new Map([["a.html", "1"]])), undefined);
    assertEquals(await Deno.readTextFile(`${dir}/a.html`), "1");
  });
});

Deno.test("writeSite() touches no folder and no file of somebody else", async () => {
  await withDir(async (dir) => {
    await Deno.writeTextFile(`${dir}/thesis.txt`, "mine");
    for (const place of [dir, `${dir}/thesis.txt`]) {
      const problem = await writeSite(place, new Map([["a.html", "1"]]));
      assertStringIncludes(problem ?? "", "this command did not make");
    }
    assertEquals(names(dir), ["thesis.txt"]);
  });
});

Deno.test("writeSite() says why it cannot write", async () => {
  const problem = await writeSite("/dev/null/site", new Map([["a.html", "1"]]));
  assertStringIncludes(problem ?? "", "name");
});
