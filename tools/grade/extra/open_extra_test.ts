import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "../../../tests/harness/paths.ts";
import { loadLessons } from "../../course/load_lessons.ts";
import { type ExtraChecks, openExtra } from "./open_extra.ts";

const ROOT = fromFileUrl(new URL("../../../", import.meta.url)).replace(/\/$/, "");
const LESSONS = await loadLessons(ROOT);
/** Uses the harness and the given helpers as the course's own observed cases do. */
const MODULE = `
import { lines } from "#lib/lines.ts";
import { Random } from "../harness/random.ts";
import type * as Stub from "../stubs/05_pipeline.ts";
export const cases = (random: Random) => [{ name: "one", input: random.below(9) }];
export const observe = (module: typeof Stub) => Promise.resolve(lines.length + new Random(1).below(1));
export const judge = () => undefined;
`;

/** Opens a folder of these files, calls `use`, and gives what is wrong with it, DIR for its path. */
async function open(
  files: Record<string, string>,
  use: (extra: ExtraChecks) => void | Promise<void> = () => {},
): Promise<string> {
  const dir = await Deno.makeTempDir({ prefix: "ipc-extra-" });
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${dir}/${name}`, text);
    }
    const opened = await openExtra(dir, { root: ROOT, lessons: LESSONS });
    if ("problem" in opened) return opened.problem.replaceAll(dir, "DIR");
    await using extra = opened.extra;
    await use(extra);
    return "";
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("openExtra() takes modules that are written as those of the course", async () => {
  let root = "";
  const files = {
    "05_pipeline.ts": MODULE,
    "README.md": "for my class",
    "07_fifo_rendezvous.ts": MODULE,
  };
  const problem = await open(files, async (extra) => {
    root = extra.root;
    assertEquals([...extra.files.keys()], ["pipeline", "fifo-rendezvous"]);
    assertEquals(extra.ids.slice(0, 2), ["pipeline/extra/1", "pipeline/extra/end"]);
    assertEquals(await Deno.readTextFile(`${root}/tests/observed/05_pipeline.ts`), MODULE);
  });
  assertEquals(problem, "");
  await assertRejects(() => Deno.stat(root), Deno.errors.NotFound);
});

Deno.test("openExtra() hashes names and contents", async () => {
  const hash = async (name: string, text: string) => {
    let sha256 = "";
    assertEquals(await open({ [name]: text }, (extra) => void (sha256 = extra.sha256)), "");
    return sha256;
  };
  const first = await hash("05_pipeline.ts", MODULE);
  assertEquals(await hash("05_pipeline.ts", MODULE), first);
  assertEquals(await hash("05_pipeline.ts", `${MODULE}//`) === first, false);
  assertEquals(await hash("07_fifo_rendezvous.ts", MODULE) === first, false);
});

Deno.test("openExtra() names the file that cannot be used, and why", async () => {
  const cases: [name: string, text: string, words: string[]][] = [
    ["05_pipelin.ts", MODULE, ["Cannot use DIR/05_pipelin.ts", "did you mean 05_pipeline.ts?"]],
    ["common.ts", MODULE, ["Cannot use DIR/common.ts", "each lesson has one file"]],
    ["05_pipeline.ts", "export const = 1;", [
      "DIR/05_pipeline.ts",
      "cannot be loaded",
      "DIR/05_pipeline.ts:1:14",
    ]],
    ["05_pipeline.ts", 'import "./common.ts";', ["DIR/05_pipeline.ts", "Module not found"]],
    ["05_pipeline.ts", "throw new Error('oh')", ["DIR/05_pipeline.ts", "Error: oh"]],
    ["05_pipeline.ts", MODULE.replace("judge", "juge"), [
      "DIR/05_pipeline.ts",
      "does not export judge()",
    ]],
    ["05_pipeline.ts", "export const cases = 1;", ["does not export cases(), observe(), judge()"]],
    ["05_pipeline.ts", MODULE.replace(/\[\{.*\]/, "[]"), [
      "DIR/05_pipeline.ts",
      "cases() makes none",
    ]],
    ["05_pipeline.ts", MODULE.replace("[{", "[random.no() ?? {"), ["its cases() throws TypeError"]],
    ["notes.md", "", ["Cannot find extra checks in DIR"]],
  ];
  for (const [name, text, words] of cases) {
    const problem = await open({ [name]: text });
    for (const word of words) assertStringIncludes(problem, word);
    assertEquals(problem.includes("/tmp/"), false, problem);
  }
  const nowhere = await openExtra("/nowhere", { root: ROOT, lessons: LESSONS });
  assertStringIncludes(JSON.stringify(nowhere), "Cannot find extra checks in /nowhere");
});
