import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { posix } from "node:path";
import { fromFileUrl } from "../../../tests/harness/paths.ts";
import { CourseError } from "../../course/lesson.ts";
import { loadLessons } from "../../course/load_lessons.ts";
import { SAMPLE_SHEET } from "../sample_sheet.ts";
import { buildSite } from "./build_site.ts";

const ROOT = fromFileUrl(new URL("../../../", import.meta.url)).replace(/\/$/, "");

Deno.test("buildSite() makes pages that lead to each other and need nothing from outside", async (t) => {
  const { texts: files, pictures } = await buildSite(ROOT);
  assertEquals(pictures.size, 0, "nobody would find them");
  const pages = new Map([...files].filter(([path]) => path.endsWith(".html")));

  await t.step("each lesson has a page and a sheet", async () => {
    for (const { slug } of await loadLessons(ROOT)) {
      assert(pages.has(`lessons/${slug}.html`) && pages.has(`sheets/${slug}.html`), slug);
      assertStringIncludes(files.get("index.html") ?? "", `href="lessons/${slug}.html"`);
      assertStringIncludes(files.get("sheets.html") ?? "", `deno task learn run ${slug}<`);
    }
  });

  await t.step("the comparison and the overview lead to each other", () => {
    assertStringIncludes(files.get("compare.html") ?? "", 'href="sheets/overview.html"');
    assertStringIncludes(files.get("sheets/overview.html") ?? "", 'href="../compare.html"');
    assertStringIncludes(files.get("sheets.html") ?? "", "Eight ways to talk");
  });

  await t.step("each link leads to a file of the site, and to an id that is there", () => {
    const dead = [...pages].flatMap(([path, html]) =>
      listReferences(html).filter((href) => !isAlive(files, path, href)).map((it) =>
        `${path}: ${it}`
      )
    );
    assertEquals(dead, []);
  });

  await t.step("no id stands twice in a page", () => {
    for (const [path, html] of pages) {
      const ids = Array.from(html.matchAll(/\sid="([^"]*)"/g), ([, id]) => id);
      assertEquals(ids.length, new Set(ids).size, path);
    }
  });

  await t.step("nothing is loaded from another site, and no page weighs a megabyte", () => {
    const shared = ["style.css", "page.js", "search.js"]
      .reduce((sum, name) => sum + (files.get(name)?.length ?? NaN), 0);
    for (const [path, html] of pages) {
      assertEquals(
        html.match(/<(?:img|iframe|script|link)[^>]*(?:src|href)="(?:https?:)?\/\//g),
        null,
      );
      assert(shared + html.length < 1_000_000, `${path}: ${shared + html.length}`);
    }
    assertEquals(files.get("style.css")?.match(/@import|url\(/g), null);
  });

  await t.step("the hints are folded, and so is no other text", () => {
    const html = files.get("lessons/pipeline.html") ?? "";
    const [before = "", hints = ""] = html.split('id="hints"');
    assertEquals([before.includes("<details"), hints.match(/<details>/g)?.length], [false, 3]);
  });
});

/** Makes a course of one lesson; `names` are the texts of it that it has. */
async function withTiny(names: readonly string[], act: (dir: string) => Promise<void>) {
  const dir = await Deno.makeTempDir();
  const lesson = `${dir}/lessons/01_tiny`;
  const texts: Record<string, string> = {
    "README.md": "# 01 Tiny\n\nSee [hints](hints.md), [all](../README.md).\n",
    "hints.md": "# Hints\n\n## Question\n\nWho?\n",
    "cheatsheet.md": SAMPLE_SHEET,
  };
  try {
    await Deno.mkdir(lesson, { recursive: true });
    const fields = { title: "T", teaches: "t", unit: "U", level: 1, minutes: 5, needs: [] };
    await Deno.writeTextFile(`${lesson}/lesson.json`, JSON.stringify(fields));
    for (const name of names) await Deno.writeTextFile(`${lesson}/${name}`, texts[name] ?? "");
    await act(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("buildSite() says which file is missing", async () => {
  await withTiny([], async (dir) => {
    await assertRejects(() => buildSite(dir), CourseError, "lessons/01_tiny/README.md: is missing");
  });
});

Deno.test("buildSite() gives each page its own address and a picture for previews when it knows the base", async () => {
  await withTiny(["README.md", "hints.md", "cheatsheet.md"], async (dir) => {
    const base = "https://example.org/a&b/";
    const { texts, pictures } = await buildSite(dir, { base });
    const pages = [...texts].filter(([path]) => path.endsWith(".html"));
    const due = new Set<string>();
    for (const [path, html] of pages) {
      const address = `https://example.org/a&amp;b/${path === "index.html" ? "" : path}`;
      assertStringIncludes(html, `<meta property="og:url" content="${address}">`);
      const [, image = ""] = /og:image" content="https:..example.org.a&amp;b.([^"]*)"/.exec(html) ??
        [];
      assert(pictures.has(image), `${path}: ${image}`);
      due.add(image);
    }
    assertEquals([pages.length, due], [4, new Set(pictures.keys())]);
    const alt = "Pipelines; a picture: from yes to pipe (64 KiB): stdout";
    assertStringIncludes(texts.get("sheets/tiny.html") ?? "", `og:image:alt" content="${alt}`);
  });
});

Deno.test("buildSite() leads to the PDFs when there are some, and only then", async () => {
  await withTiny(["README.md", "hints.md", "cheatsheet.md"], async (dir) => {
    const due = { "lessons/tiny.html": ["../sheets/tiny.pdf"], "sheets/tiny.html": ["tiny.pdf"] };
    const all = { "sheets.html": ["sheets/all_sheets.pdf", "sheets/tiny.pdf"] };
    for (const [hasPdf, expected] of [[true, { ...due, ...all }], [false, {}]] as const) {
      const { texts } = await buildSite(dir, { hasPdf });
      const found = [...texts].map(([path, text]): [string, string[]] => [
        path,
        listReferences(text).filter((href) => href.endsWith(".pdf")),
      ]);
      const linked = Object.fromEntries(found.filter(([, links]) => links.length > 0));
      assertEquals<unknown>(linked, expected);
    }
  });
});

Deno.test("buildSite() leaves the comparison out of a course that has none", async () => {
  await withTiny(["README.md", "hints.md", "cheatsheet.md"], async (dir) => {
    const { texts: files } = await buildSite(dir);
    assertEquals([...files.values()].filter((text) => text.includes("compare.html")), []);
    assertStringIncludes(
      files.get("lessons/tiny.html") ?? "",
      'See <a href="tiny.html#hints">hints</a>, <span class="file" title="lessons/README.md">all</span>.',
    );
  });
});

function listReferences(html: string): string[] {
  return Array.from(html.matchAll(/\s(?:href|src)="([^"]*)"/g), ([, href]) => href ?? "");
}

function isAlive(files: ReadonlyMap<string, string>, from: string, href: string): boolean {
  if (/^(?:https?:|data:,)/.test(href)) return true;
  const [file = "", id] = href.split("#");
  const target = file === "" ? from : posix.join(posix.dirname(from), file);
  const text = files.get(target);
  return text !== undefined && (id === undefined || text.includes(` id="${id}"`));
}
