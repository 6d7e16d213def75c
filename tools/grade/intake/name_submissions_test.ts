import { assertEquals, assertStringIncludes } from "@std/assert";
import { nameSubmissions } from "./name_submissions.ts";

Deno.test("nameSubmissions() gives each folder a name of its own that is safe in paths", async () => {
  const dir = await Deno.makeTempDir();
  try {
    for (const name of ["a/anna", "b/Anna", "b/b\x1b[1m n"]) {
      await Deno.mkdir(`${dir}/${name}`, { recursive: true });
    }
    const named = nameSubmissions(["a/anna", "b/Anna", "b/b\x1b[1m n"], dir);
    const ids = "submissions" in named ? named.submissions.map((one) => one.id) : named;
    assertEquals(ids, ["anna", "Anna-2", "b__1m_n"]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("nameSubmissions() says which folder is not there", () => {
  const named = nameSubmissions(["/nowhere"], "/");
  assertStringIncludes("problem" in named ? named.problem : "", '"/nowhere": there is no such');
});

Deno.test("nameSubmissions() takes archives as well, named without their ending", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const names = ["anna.zip", "ben.TAR.GZ", "anna.tgz", "carl.tar"];
    for (const name of names) await Deno.writeTextFile(`${dir}/${name}`, "");
    const named = nameSubmissions(names, dir);
    const ids = "submissions" in named ? named.submissions.map((one) => one.id) : named;
    assertEquals(ids, ["anna", "ben", "anna-2", "carl"]);
    await Deno.writeTextFile(`${dir}/anna.rar`, "");
    const refused = nameSubmissions(["anna.rar"], dir);
    const problem = "problem" in refused ? refused.problem : "";
    assertStringIncludes(problem, "there is no such folder, zip, tar or tar.gz");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
