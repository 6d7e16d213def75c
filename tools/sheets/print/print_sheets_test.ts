import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "../../../tests/harness/paths.ts";
import { isGone } from "../../../tests/harness/processes.ts";
import { loadLessons } from "../../course/load_lessons.ts";
import { testInBrowser } from "../../page/test_in_browser.ts";
import { withDir } from "../../proc/with_dir.ts";
import type { Io } from "../../term/io.ts";
import { withOverview } from "../overview.ts";
import { main } from "../sheet_main.ts";
import { countPages } from "./count_pages.ts";
import { printSheets } from "./print_sheets.ts";

const ROOT = fromFileUrl(new URL("../../../", import.meta.url)).replace(/\/$/, "");

async function run(args: string[], browser?: string) {
  let [out, err] = ["", ""];
  const io: Io = {
    out: (text) => out += `${text}\n`,
    err: (text) => err += `${text}\n`,
    color: false,
    isTerminal: false,
    columns: 80,
    now: Date.now,
  };
  return { code: await main(args, io, browser), out, err };
}

const names = (dir: string) => Array.from(Deno.readDirSync(dir), ({ name }) => name).sort();

Deno.test("sheet --pdf says what to install when there is no Chromium, and writes nothing", async () => {
  await withDir(async (dir) => {
    const { code, out, err } = await run(["5", "--pdf", `${dir}/a.pdf`], "/nowhere/chromium");
    assertEquals([code, out, names(dir)], [2, "", []]);
    const sentence = "Cannot make a PDF: there is no Chromium at /nowhere/chromium; " +
      "the terminal, --md, --svg and deno task site need none\n";
    assertEquals(err, sentence);
    for (const flag of ["--plain", "--md", "--svg"]) {
      assertEquals((await run(["5", flag], "/nowhere/chromium")).code, 0, flag);
    }
  });
});

await testInBrowser(
  "sheet --all --pdf prints each sheet on one page, and all in one file",
  async () => {
    await withDir(async (dir) => {
      const { code, out, err } = await run(["--all", "--pdf", `${dir}/deep/sheets/`]);
      assertEquals([code, err, out], [0, "", `27 files: ${dir}/deep/sheets\n`]);
      const owners = await withOverview(ROOT, await loadLessons(ROOT));
      const slugs = owners.map(({ slug }) => slug);
      const due = ["all_sheets", ...slugs].map((slug) => `${slug}.pdf`).sort();
      assertEquals(names(`${dir}/deep/sheets`), due);
      for (const name of due) {
        const pdf = await Deno.readFile(`${dir}/deep/sheets/${name}`);
        assertEquals(countPages(pdf), name === "all_sheets.pdf" ? slugs.length : 1, name);
        const text = new TextDecoder("latin1").decode(pdf);
        assertEquals(text.match(/file:|ipc-print/g), null, `${name} tells where it was made`);
        assertStringIncludes(text, "/StructTreeRoot", "tagged, for screen readers");
      }
    });
  },
);

await testInBrowser("sheet --png makes a picture for a chat, light or dark", async () => {
  await withDir(async (dir) => {
    for (const [theme, paper] of [["auto", [255, 255, 255]], ["dark", [13, 17, 23]]] as const) {
      const file = `${dir}/${theme}.png`;
      const { code, out } = await run(["5", "--theme", theme, "--png", file]);
      assertEquals([code, out], [0, `${file}\n`]);
      const { width, height, first } = await readPng(file);
      assertEquals([width, first], [1280, [...paper]]);
      assert(width + height <= 10_000, `too long for a chat: ${height}`);
    }
    assertEquals(names(dir), ["auto.png", "dark.png"]);
  });
});

await testInBrowser("sheet --pdf says why it cannot write, and leaves nothing", async () => {
  await withDir(async (dir) => {
    await Deno.mkdir(`${dir}/a.pdf`);
    const { code, err } = await run(["5", "--pdf", `${dir}/a.pdf`]);
    assertEquals([code, names(dir), names(`${dir}/a.pdf`)], [2, ["a.pdf"], []]);
    assertStringIncludes(err, `Cannot write ${dir}/a.pdf: `);
  });
});

/** A program that never becomes a browser; its process id stands in the file `pid` beside it. */
async function writeStuckBrowser(dir: string): Promise<string> {
  const path = `${dir}/stuck`;
  const script =
    `#!/bin/sh\necho $$ >${dir}/pid.tmp && mv ${dir}/pid.tmp ${dir}/pid\nexec sleep 600\n`;
  await Deno.writeTextFile(path, script, { mode: 0o755 });
  return path;
}

await testInBrowser(
  "printSheets() names its deadline and ends a browser that is stuck",
  async () => {
    await withDir(async (dir) => {
      const [lesson] = await loadLessons(ROOT);
      assert(lesson !== undefined);
      const browser = await writeStuckBrowser(dir);
      const printed = await printSheets(ROOT, [lesson], { form: "pdf", browser, limitMs: 4_000 });
      const problem =
        "Chromium has not finished within 4 s and was ended; try again on an idle machine";
      assertEquals(printed, { type: "failed", problem });
      const pid = await Deno.readTextFile(`${dir}/pid`).catch(() => undefined); // none: it was not begun yet
      assert(pid === undefined || isGone(Number(pid)));
    });
  },
);

await testInBrowser("printSheets() says so when the program is no browser", async () => {
  const [lesson] = await loadLessons(ROOT);
  assert(lesson !== undefined);
  const printed = await printSheets(ROOT, [lesson], { form: "pdf", browser: "/bin/true" });
  assert(printed.type === "failed");
  assertStringIncludes(printed.problem, "Chromium does not print: /bin/true does not start as a");
});

await testInBrowser(
  "sheet --pdf ends the browser and leaves nothing when Ctrl-C is pressed",
  async () => {
    await withDir(async (dir) => {
      const browser = await writeStuckBrowser(dir);
      const watcher = Deno.watchFs(dir);
      const args = ["run", "-A", "--no-lock", "--quiet", `${ROOT}/tools/sheets/sheet_main.ts`];
      const child = new Deno.Command(Deno.execPath(), {
        args: [...args, "5", "--pdf", `${dir}/a.pdf`],
        env: { IPC_CHROMIUM: browser, TMPDIR: dir },
      }).spawn();
      for await (const { paths } of watcher) if (paths.includes(`${dir}/pid`)) break;
      child.kill("SIGINT");
      assertEquals((await child.status).code, 130);
      assert(isGone(Number(await Deno.readTextFile(`${dir}/pid`))));
      assertEquals(names(dir), ["pid", "stuck"]);
    });
  },
);

/** The size of a picture and its first pixel, which no filter of PNG changes. */
async function readPng(file: string) {
  const bytes = await Deno.readFile(file);
  const view = new DataView(bytes.buffer);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const data: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 8; at < bytes.length; at += 12 + view.getUint32(at)) {
    const type = new TextDecoder().decode(bytes.subarray(at + 4, at + 8));
    if (type === "IDAT") data.push(bytes.slice(at + 8, at + 8 + view.getUint32(at)));
  }
  const stream = new Blob(data).stream().pipeThrough(new DecompressionStream("deflate"));
  const pixels = new Uint8Array(await new Response(stream).arrayBuffer());
  return { width, height, first: [...pixels.subarray(1, 4)] };
}
