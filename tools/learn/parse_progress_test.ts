// Progress files as the released versions wrote them: each must be read whole, for ever.
import { assert, assertEquals } from "@std/assert";
import { FORMAT, parseProgress } from "./parse_progress.ts";
import { loadProgress, saveProgress } from "./progress.ts";

const DIR = new URL("progress_files/", import.meta.url).pathname;
const FILES = Array.from(Deno.readDirSync(DIR), (entry) => entry.name).sort();

for (const name of FILES) {
  Deno.test(`loadProgress() and saveProgress() lose nothing of the file of ${name}`, async () => {
    const dir = await Deno.makeTempDir();
    try {
      await Deno.copyFile(`${DIR}${name}`, `${dir}/progress.json`);
      const { progress, notice } = await loadProgress(`${dir}/progress.json`);
      assertEquals(notice, undefined);
      await saveProgress(`${dir}/progress.json`, progress);
      const [before, after] = [`${DIR}${name}`, `${dir}/progress.json`].map((path) =>
        JSON.parse(Deno.readTextFileSync(path))
      );
      assertEquals(after, { ...before, format: FORMAT });
    } finally {
      await Deno.remove(dir, { recursive: true });
    }
  });
}

Deno.test("progress_files holds a file of every format and of every release", async () => {
  const formats = FILES.map((name) => JSON.parse(Deno.readTextFileSync(DIR + name)).format);
  const every = Array.from({ length: FORMAT }, (_, index) => index + 1);
  assertEquals([...new Set(formats)], every);
  const changelog = await Deno.readTextFile(new URL("../../CHANGELOG.md", import.meta.url));
  const releases = Array.from(changelog.matchAll(/^## (\d+\.\d+\.\d+)/gm), (match) => match[1]);
  assertEquals(FILES, releases.map((release) => `${release}.json`).sort());
});

Deno.test("parseProgress() reads a file without a format number", () => {
  assertEquals(parseProgress('{"lessons": {"pipeline": {"attempts": 1, "hintTier": 0}}}'), {
    progress: { lessons: { pipeline: { attempts: 1, hintTier: 0 } } },
    dropped: [],
  });
});

Deno.test("parseProgress() leaves out what it does not know and names entries without sense", () => {
  const lessons = {
    a: 5,
    b: { attempts: 2, hintTier: 1, lastStatus: "exploded" },
    c: { attempts: 1, hintTier: 0, solvedAt: 7 },
    d: {},
  };
  const parsed = parseProgress(JSON.stringify({ format: 2, lessons }));
  assert(typeof parsed === "object");
  assertEquals(parsed.dropped, ["a", "c"]);
  assertEquals(parsed.progress.lessons, {
    b: { attempts: 2, hintTier: 1 },
    d: { attempts: 0, hintTier: 0 },
  });
});
