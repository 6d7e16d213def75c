import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { loadProgress, parseProgress, saveProgress, withLesson } from "./progress.ts";

async function withFile(
  text: string | undefined,
  act: (path: string) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    const path = `${dir}/state/progress.json`;
    if (text !== undefined) {
      await Deno.mkdir(`${dir}/state`);
      await Deno.writeTextFile(path, text);
    }
    await act(path);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("saveProgress() and loadProgress() keep every lesson", async () => {
  await withFile(undefined, async (path) => {
    const solvedAt = "2026-11-23T10:00:00.000Z";
    const progress = withLesson({ lessons: {} }, "pipeline", {
      solvedAt,
      attempts: 3,
      hintTier: 2,
    });
    await saveProgress(path, progress);
    assertEquals(await loadProgress(path), { progress });
    assertEquals(JSON.parse(await Deno.readTextFile(path)).format, 1);
  });
});

Deno.test("loadProgress() starts with nothing when there is no file", async () => {
  await withFile(undefined, async (path) => {
    assertEquals(await loadProgress(path), { progress: { lessons: {} } });
  });
});

for (const text of ["", "{", "[]", '{"lessons": 5}', "\0\0\0"]) {
  Deno.test(`loadProgress() puts aside a damaged file holding ${JSON.stringify(text)}`, async () => {
    await withFile(text, async (path) => {
      const { progress, notice = "" } = await loadProgress(path);
      assertEquals(progress, { lessons: {} });
      assertStringIncludes(notice, "put aside");
      const aside = /as (\S+);/.exec(notice)?.[1] ?? "";
      assertEquals(await Deno.readTextFile(aside), text);
    });
  });
}

Deno.test("loadProgress() refuses a file of a newer course and leaves it alone", async () => {
  const text = '{"format": 99, "lessons": {}}';
  await withFile(text, async (path) => {
    await assertRejects(() => loadProgress(path), Error, "a newer version of this course wrote it");
    assertEquals(await Deno.readTextFile(path), text);
  });
});

Deno.test("parseProgress() reads a file without a format number and says so", () => {
  const loaded = parseProgress('{"lessons": {"pipeline": {"attempts": 1, "hintTier": 0}}}');
  assert(typeof loaded === "object");
  assertEquals(loaded.progress.lessons, { pipeline: { attempts: 1, hintTier: 0 } });
  assertStringIncludes(loaded.notice ?? "", "older version");
});

Deno.test("parseProgress() leaves out entries that make no sense and counts them", () => {
  const loaded = parseProgress(
    '{"format": 1, "lessons": {"a": 5, "b": {"attempts": 2, "hintTier": 1}}}',
  );
  assert(typeof loaded === "object");
  assertEquals(loaded.progress.lessons, { b: { attempts: 2, hintTier: 1 } });
  assertStringIncludes(loaded.notice ?? "", "1 entries");
});
