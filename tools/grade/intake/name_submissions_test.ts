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
    assertStringIncludes(problem, "there is no such folder, zip, tar, tar.gz or repository");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("nameSubmissions() takes what stands behind the last @ that follows a repository for a commit", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  try {
    for (const name of ["anna", "ben@uni", "carl.git"]) {
      await Deno.mkdir(`${dir}/${name}/.git`, { recursive: true });
    }
    await Deno.mkdir(`${dir}/dora`);
    const given = ["anna@HEAD@{1}", "ben@uni", "ben@uni@v1", "carl.git@origin/main"];
    assertEquals(nameSubmissions(given, dir), {
      submissions: [
        { path: `${dir}/anna`, commitish: "HEAD@{1}", id: "anna" },
        { path: `${dir}/ben@uni`, id: "ben_uni" },
        { path: `${dir}/ben@uni`, commitish: "v1", id: "ben_uni-2" },
        { path: `${dir}/carl.git`, commitish: "origin/main", id: "carl" },
      ],
    });
    const problems = ["dora@main", "anna@", "anna@--exec=x", "eve@main"].map((one) => {
      const named = nameSubmissions([one], dir);
      return "problem" in named ? named.problem.replace(/^.*?: /, "") : "";
    });
    assertEquals(problems, [
      "there is no repository of git in that folder",
      "there is no such commit",
      "there is no such commit",
      "there is no such folder, zip, tar, tar.gz or repository",
    ]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
