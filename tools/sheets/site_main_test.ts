import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Io } from "../term/io.ts";
import { testInBrowser } from "../page/test_in_browser.ts";
import { SAMPLE_SHEET } from "./sample_sheet.ts";
import { main } from "./site_main.ts";

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return await runWith(undefined, args);
}

async function runWith(chromium: string | undefined, args: string[]) {
  let [out, err] = ["", ""];
  const io: Io = {
    out: (text) => out += `${text}\n`,
    err: (text) => err += `${text}\n`,
    color: false,
    isTerminal: false,
    columns: 80,
    now: Date.now,
  };
  return { code: await main(args, io, chromium), out, err };
}

Deno.test("site --out DIR builds the site there and says where to begin", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const { code, out } = await run("--out", `${dir}/site/`);
    assertEquals(code, 0);
    assertStringIncludes(out, ` files: ${dir}/site/index.html\n`);
    assertStringIncludes(await Deno.readTextFile(`${dir}/site/index.html`), "<!DOCTYPE html>");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("site --base URL draws no picture a second time", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await writeTinyCourse(`${dir}/course`);
    const args = ["--course", `${dir}/course`, "--out", `${dir}/site`];
    const build = async () => {
      assertEquals((await run(...args, "--base", "https://example.org/c")).err, "");
      return Array.from(Deno.readDirSync(`${dir}/site/cards`), ({ name }) => name).sort();
    };
    const drawn = await build();
    assertEquals(drawn.length, 4);
    // what an earlier build has drawn is taken over as it is
    await Deno.writeTextFile(`${dir}/site/cards/${drawn[0]}`, "drawn before");
    assertEquals(await build(), drawn);
    assertEquals(await Deno.readTextFile(`${dir}/site/cards/${drawn[0]}`), "drawn before");
    const html = await Deno.readTextFile(`${dir}/site/index.html`);
    assertStringIncludes(html, 'og:url" content="https://example.org/c/"');
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("site --pdf says what is missing when there is no Chromium, and builds nothing", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const args = ["--pdf", "--out", `${dir}/site`];
    const { code, out, err } = await runWith("/nowhere/chromium", args);
    assertEquals([code, out, [...Deno.readDirSync(dir)]], [2, "", []]);
    const sentence = "Cannot make the PDFs: there is no Chromium at /nowhere/chromium; " +
      "without --pdf nothing needs Chromium\n";
    assertEquals(err, sentence);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

await testInBrowser("site --pdf puts a PDF of each sheet where its page leads", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await writeTinyCourse(`${dir}/course`);
    const args = ["--course", `${dir}/course`, "--out", `${dir}/site`, "--pdf"];
    const { code, err } = await run(...args);
    assertEquals([code, err], [0, ""]);
    for (const name of ["tiny.pdf", "all_sheets.pdf"]) {
      const pdf = await Deno.readFile(`${dir}/site/sheets/${name}`);
      assertEquals(new TextDecoder().decode(pdf.subarray(0, 5)), "%PDF-");
      const page = await Deno.readTextFile(`${dir}/site/sheets.html`);
      assertStringIncludes(page, `href="sheets/${name}"`);
    }
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

/** A course of one lesson. */
async function writeTinyCourse(dir: string): Promise<void> {
  const lesson = `${dir}/lessons/01_tiny`;
  await Deno.mkdir(lesson, { recursive: true });
  const fields = { title: "T", teaches: "t", unit: "U", level: 1, minutes: 5, needs: [] };
  await Deno.writeTextFile(`${lesson}/lesson.json`, JSON.stringify(fields));
  await Deno.writeTextFile(`${lesson}/README.md`, "# 01 Tiny\n");
  await Deno.writeTextFile(`${lesson}/hints.md`, "# Hints\n\n## Question\n\nWho?\n");
  await Deno.writeTextFile(`${lesson}/cheatsheet.md`, SAMPLE_SHEET);
}

for (
  const [args, words] of [
    [["--outt", "x"], "There is no option --outt"],
    [["pipeline"], "There is no option pipeline"],
    [["--out"], "--out takes a folder"],
    [["--port", "80"], "belongs to --serve"],
    [["--serve", "--port", "65536"], "up to 65535"],
    [["--base", "example.org"], "--base takes an address"],
    [["--base", "file:///tmp/"], "--base takes an address"],
    [["--course", "/nowhere/at/all"], "there is no such folder"],
    [["--out", "/dev/null"], "this command did not make"],
  ] as const
) {
  Deno.test(`site ${args.join(" ")} is wrong usage`, async () => {
    const { code, out, err } = await run(...args);
    assertEquals([code, out], [2, ""]);
    assertStringIncludes(err, words);
  });
}
