import { assertEquals, assertStringIncludes } from "@std/assert";
import { listAllIn } from "./list_all_in.ts";

Deno.test("listAllIn() lists folders and archives by name, and says why it leaves out the rest", async () => {
  const dir = await Deno.makeTempDir();
  try {
    for (const name of ["carl", "anna", ".git"]) await Deno.mkdir(`${dir}/${name}`);
    for (const name of ["ben.zip", "dora.TGZ", "grades.csv", "\x1b[2Kx", ".DS_Store"]) {
      await Deno.writeTextFile(`${dir}/${name}`, "");
    }
    await Deno.symlink("anna", `${dir}/eve`);
    await new Deno.Command("mkfifo", { args: [`${dir}/fifo.zip`] }).output();
    assertEquals(listAllIn(dir), {
      paths: ["anna", "ben.zip", "carl", "dora.TGZ"].map((name) => `${dir}/${name}`),
      skipped: [
        'skipped "x": it is no folder, zip, tar or tar.gz',
        'skipped ".DS_Store": it is hidden',
        'skipped ".git": it is hidden',
        'skipped "eve": it is a link',
        'skipped "fifo.zip": it is no folder, zip, tar or tar.gz',
        'skipped "grades.csv": it is no folder, zip, tar or tar.gz',
      ],
    });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("listAllIn() says what is wrong with a folder without submissions", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${dir}/grades.csv`, "");
    const problemOf = (path: string) => {
      const listed = listAllIn(path);
      return "problem" in listed ? listed.problem : "";
    };
    assertStringIncludes(problemOf(dir), 'skipped "grades.csv"');
    assertStringIncludes(problemOf(dir), "There is no submission in");
    assertStringIncludes(problemOf(`${dir}/nowhere`), "there is no such folder");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
