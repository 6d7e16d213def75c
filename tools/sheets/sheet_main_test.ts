import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Io } from "../term/io.ts";
import { main } from "./sheet_main.ts";

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(...args: string[]): Promise<Ran> {
  return await runOn({ isTerminal: false }, ...args);
}

async function runOn({ isTerminal }: { isTerminal: boolean }, ...args: string[]): Promise<Ran> {
  let [out, err] = ["", ""];
  const io: Io = {
    out: (text) => out += `${text}\n`,
    err: (text) => err += `${text}\n`,
    color: false,
    isTerminal,
    columns: 80,
    now: Date.now,
  };
  return { code: await main(args, io), out, err };
}

Deno.test("sheet lists one line for each lesson when none is named", async () => {
  const { code, out } = await run();
  assertEquals(code, 0);
  assertEquals(
    out.split("\n").filter((line) => /^\d\d {2}[a-z-]+ +\S/.test(line)).length >= 25,
    true,
  );
  assertStringIncludes(out, "05  pipeline ");
});

for (const name of ["pipeline", "5", "05_pipeline", "pip"]) {
  Deno.test(`sheet ${name} shows the sheet of the pipeline`, async () => {
    const { code, out } = await run(name);
    assertEquals([code, out.split("\n")[0]], [0, "A pipeline carries three things"]);
  });
}

Deno.test("sheet --svg gives the picture alone", async () => {
  const { code, out } = await run("5", "--svg");
  assertEquals([code, out.slice(0, 4), out.slice(-7)], [0, "<svg", "</svg>\n"]);
});

Deno.test("sheet --svg --theme dark gives the picture for a dark page", async () => {
  assertStringIncludes((await run("5", "--svg", "--theme", "dark")).out, 'class="flow-dark"');
});

Deno.test("sheet --md gives Markdown, --width 30 a narrow page", async () => {
  assertStringIncludes((await run("5", "--md")).out, "# A pipeline carries three things\n");
  assertStringIncludes((await run("5", "--width", "30")).out, "    │ stdout");
});

Deno.test("sheet leads a terminal to telegram, in a line of its own that is not broken", async () => {
  const { out, err } = await runOn({ isTerminal: true }, "5", "--width", "30");
  assertEquals(
    /^\n(?:The sheet as a post|Share this lesson) on Telegram: https:\/\/t\.me\/\S+\n$/.test(err),
    true,
  );
  assertEquals([out.includes("t.me"), (await run("5")).err], [false, ""]);
});

for (
  const [args, words] of [
    [["pipelin3"], "did you mean pipeline?"],
    [["5", "6"], 'what is "6"?'],
    [["5", "--md", "--svg"], "in one form"],
    [["5", "--svg", "--theme", "page"], 'not "page"'],
    [["--colour"], "There is no option --colour"],
    [["5", "--width", "9"], "--width takes a whole number from 20"],
    [["5", "--width", "wide"], 'not "wide"'],
    [["--course", "/nowhere/at/all"], "there is no such folder"],
    [["5", "--svg", "--pdf", "a.pdf"], "in one form"],
    [["5", "--all"], "--all goes with --pdf DIR or --png DIR"],
    [["--pdf", "a.pdf"], "Which sheet? --pdf takes a lesson, or --all"],
    [["5", "--all", "--png", "pictures"], 'what is "5"?'],
    [["5", "--png"], "--png takes a file"],
    [["5", "--pdf", "a.pdf", "--theme", "dark"], "paper is white"],
  ] as const
) {
  Deno.test(`sheet ${args.join(" ")} is wrong usage`, async () => {
    const { code, out, err } = await run(...args);
    assertEquals([code, out], [2, ""]);
    assertStringIncludes(err, words);
  });
}

Deno.test("sheet says where a damaged sheet is damaged", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const lesson = `${dir}/lessons/01_tiny`;
    await Deno.mkdir(lesson, { recursive: true });
    const fields = { title: "T", teaches: "t", unit: "U", level: 1, minutes: 5, needs: [] };
    await Deno.writeTextFile(`${lesson}/lesson.json`, JSON.stringify(fields));
    const missing = await run("tiny", "--course", dir);
    assertEquals(missing.code, 3);
    assertStringIncludes(missing.err, "lessons/01_tiny/cheatsheet.md: is missing");
    await Deno.writeTextFile(`${lesson}/cheatsheet.md`, "---\ntitle: T\n---\n");
    const damaged = await run("tiny", "--course", dir);
    assertEquals(damaged.code, 3);
    assertStringIncludes(damaged.err, "lessons/01_tiny/cheatsheet.md:1: the front matter lacks");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
