import { assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "../../../tests/harness/paths.ts";
import { loadLessons } from "../../course/load_lessons.ts";
import { NO_GROUPS } from "../sandbox/control_group.ts";
import { HOSTILE_ARCHIVES } from "../self_test/hostile_archives.ts";
import { HOSTILE_FOLDERS } from "../self_test/hostile_folders.ts";
import { openSource } from "./open_source.ts";
import { takeSubmission } from "./take_submission.ts";

const ROOT = fromFileUrl(new URL("../../../", import.meta.url)).replace(/\/$/, "");
const LESSONS = (await loadLessons(ROOT)).filter((lesson) => lesson.slug === "pipeline");

const OPTIONS = {
  folders: new Set(LESSONS.map((lesson) => lesson.folder)),
  isolation: { level: "none", warnings: [], groups: NO_GROUPS },
} as const;

/** Makes a submission, takes it, and returns what became of its lesson, with the files that were copied. */
async function take(make: (dir: string) => Promise<void | { readonly path: string }>) {
  const dir = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${dir}/from`);
    const handedIn = await make(`${dir}/from`) ?? { path: `${dir}/from` };
    const source = await openSource(handedIn, OPTIONS);
    const { lessons, sha256 } = await takeSubmission(source, `${dir}/to`, LESSONS);
    const taken = lessons.get("pipeline");
    if (taken === undefined || "problem" in taken) return { ...taken, sha256, files: [] };
    const files = [...Deno.readDirSync(taken.dir)].map((entry) => entry.name).sort();
    return { problem: undefined, sha256, files };
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

async function write(path: string, text = "export {};"): Promise<void> {
  await Deno.mkdir(path.replace(/\/[^/]*$/, ""), { recursive: true });
  await Deno.writeTextFile(path, text);
}

for (const path of ["lessons/05_pipeline/mod.ts", "05_pipeline/mod.ts", "05_pipeline.ts"]) {
  Deno.test(`takeSubmission() finds a lesson that was handed in as ${path}`, async () => {
    const { problem, files } = await take((dir) => write(`${dir}/${path}`));
    assertEquals([problem, files], [undefined, ["mod.ts"]]);
  });
}

Deno.test("takeSubmission() takes the modules beside mod.ts, and nothing else", async () => {
  const { files } = await take(async (dir) => {
    for (const name of ["mod.ts", "._mod.ts", "parts.ts", "README.md", "deno.json"]) {
      await write(`${dir}/lessons/05_pipeline/${name}`);
    }
    await write(`${dir}/tests/05_pipeline_test.ts`);
  });
  assertEquals(files, ["mod.ts", "parts.ts"]);
});

Deno.test("takeSubmission() hashes what it takes", async () => {
  const hash = async (text: string) =>
    (await take((dir) => write(`${dir}/05_pipeline.ts`, text))).sha256;
  assertEquals(await hash("a") === await hash("a"), true);
  assertEquals(await hash("a") === await hash("b"), false);
});

Deno.test("takeSubmission() refuses a submission that is too large as a whole", async () => {
  const { problem } = await take(async (dir) => {
    const text = "x".repeat(250_000);
    for (const name of ["mod.ts", ..."abcdefghi"].map((it) => it.replace(/^.$/, "$&.ts"))) {
      await write(`${dir}/05_pipeline/${name}`, text);
    }
  });
  assertStringIncludes(problem ?? "", "larger than 2 MB");
});

for (const { name, make, says } of HOSTILE_FOLDERS.filter((one) => one.says !== "")) {
  Deno.test(`takeSubmission() refuses a submission that ${name.replaceAll("_", " ")}`, async () => {
    const { problem, files } = await take(async (dir) => {
      await Deno.mkdir(`${dir}/lessons/05_pipeline`, { recursive: true });
      await make(`${dir}/lessons/05_pipeline/mod.ts`);
    });
    assertStringIncludes(problem ?? "", says);
    assertEquals(files, []);
  });
}

for (const { name, ending, makeBytes, says } of HOSTILE_ARCHIVES) {
  Deno.test(`takeSubmission() refuses a ${ending} that ${name.replaceAll("_", " ")}`, async () => {
    const { problem, files } = await take(async (dir) => {
      await Deno.writeFile(`${dir}/anna${ending}`, makeBytes());
      return { path: `${dir}/anna${ending}` };
    });
    assertStringIncludes(problem ?? "", says);
    assertEquals(files, []);
  });
}
