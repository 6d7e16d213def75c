// Repositories are read in a box: these tests need bubblewrap, and say so where it does not work.
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { isLeftOut } from "../../../tests/harness/left_out.ts";
import { commit, HOSTILE_REPOSITORIES } from "../self_test/hostile_repositories.ts";
import { probeIsolation } from "../sandbox/probe.ts";
import { openRepository } from "./open_repository.ts";
import type { Read, Source } from "./source.ts";

const FOLDERS = new Set(["05_pipeline"]);
const MODULE = "lessons/05_pipeline/mod.ts";
const isolation = await probeIsolation(false);
const ignore = isLeftOut(
  import.meta,
  "problem" in isolation ? `needs a sandbox: ${isolation.problem}` : undefined,
);

async function withDir(use: (dir: string) => Promise<void>): Promise<void> {
  const parent = await Deno.realPath(await Deno.makeTempDir());
  try {
    await Deno.mkdir(`${parent}/anna`);
    await use(`${parent}/anna`);
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

async function open(path: string, commitish = "HEAD"): Promise<Source> {
  if ("problem" in isolation) throw new Error(isolation.problem);
  return await openRepository({ path, commitish, isolation }, FOLDERS);
}

function decode(read: Read): string {
  if (read === "missing") return read;
  return "problem" in read ? read.problem : new TextDecoder().decode(read.bytes);
}

async function write(path: string, text: string): Promise<void> {
  await Deno.mkdir(path.replace(/\/[^/]*$/, ""), { recursive: true });
  await Deno.writeTextFile(path, text);
}

Deno.test("openRepository() reads the commit that was named, not the files that lie there", {
  ignore,
}, async () => {
  await withDir(async (dir) => {
    await write(`${dir}/${MODULE}`, "first");
    await write(`${dir}/lessons/05_pipeline/README.md`, "no module");
    await write(`${dir}/tests/05_pipeline_test.ts`, "no lesson");
    const first = await commit(dir);
    await write(`${dir}/${MODULE}`, "second ä");
    await commit(dir);
    await write(`${dir}/${MODULE}`, "not committed");
    const source = await open(dir);
    assertMatch(source.commit ?? "", /^[0-9a-f]{40}$/);
    assertEquals(decode(source.read(MODULE)), "second ä");
    assertEquals(source.list("tests"), "missing");
    for (const name of ["HEAD~1", first, first.slice(0, 10)]) {
      const older = await open(dir, name);
      assertEquals([older.commit, decode(older.read(MODULE))], [first, "first"]);
    }
    assertEquals(decode((await open(`${dir}/.git`)).read(MODULE)), "second ä"); // as a bare one is
  });
});

Deno.test("openRepository() says that there is no such commit", { ignore }, async () => {
  await withDir(async (dir) => {
    await commit(dir);
    const { commit: id, read } = await open(dir, "v1");
    const problem = "git cannot find the commit in the repository: there is none of this name";
    assertEquals([id, read(MODULE)], [undefined, { problem }]);
    await Deno.mkdir(`${dir}/a/.git`, { recursive: true });
    assertStringIncludes(decode((await open(`${dir}/a`)).read(MODULE)), "not a git repository");
  });
});

for (const { name, make, says } of HOSTILE_REPOSITORIES) {
  Deno.test(`openRepository() survives a repository that ${name.replaceAll("_", " ")}`, {
    ignore,
  }, async () => {
    await withDir(async (dir) => {
      await make(dir);
      const source = await open(dir);
      const listed = source.list("lessons/05_pipeline");
      const isListed = typeof listed === "object" && "names" in listed;
      const text = isListed || listed === "missing" ? decode(source.read(MODULE)) : listed.problem;
      assertStringIncludes(text, says || "export {};");
      assertEquals(await Deno.lstat("/tmp/ipco-was-here").then(() => true, () => false), false);
    });
  });
}
