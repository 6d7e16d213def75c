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
