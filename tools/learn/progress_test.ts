import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { loadProgress, type Progress, saveProgress, withLesson } from "./progress.ts";

const AT = "2026-11-23T10:00:00.000Z";

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

Deno.test("saveProgress() and loadProgress() keep every lesson and every fact", async () => {
  await withFile(undefined, async (path) => {
    const progress = withLesson({ lessons: {} }, "pipeline", {
      attempts: 3,
      hintTier: 2,
      firstTriedAt: AT,
      lastTriedAt: "2026-11-23T11:00:00.000Z",
      solvedAt: "2026-11-23T10:30:00.000Z",
      lastStatus: "timeout",
      passedHash: "ab12",
    });
    await saveProgress(path, progress);
    assertEquals(await loadProgress(path), { progress });
    assertEquals(JSON.parse(await Deno.readTextFile(path)).format, 2);
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

Deno.test("loadProgress() keeps the file as it was when entries make no sense", async () => {
  const text = '{"format": 1, "lessons": {"a": 5, "b": {"attempts": 2, "hintTier": 1}}}';
  await withFile(text, async (path) => {
    const { progress, notice = "" } = await loadProgress(path);
    assertEquals(progress.lessons, { b: { attempts: 2, hintTier: 1 } });
    assertStringIncludes(notice, "says of a what makes no sense");
    const aside = /kept as (\S+)\.$/.exec(notice)?.[1] ?? "";
    assertEquals(await Deno.readTextFile(aside), text);
    assertEquals((await loadProgress(path)).notice, undefined, "it is told once");
  });
});

for (const act of [loadProgress, (path: string) => saveProgress(path, { lessons: {} })]) {
  Deno.test(`${act.name || "saveProgress"}() refuses a file of a newer course and leaves it alone`, async () => {
    const text = '{"format": 99, "lessons": {}}';
    await withFile(text, async (path) => {
      await assertRejects(() => act(path), Error, "a newer version of this course wrote it");
      assertEquals(await Deno.readTextFile(path), text);
    });
  });
}

Deno.test("saveProgress() loses nothing that another learn has saved meanwhile", async () => {
  await withFile(undefined, async (path) => {
    const { progress } = await loadProgress(path);
    await saveProgress(path, withLesson(progress, "a", { attempts: 1, solvedAt: AT }));
    await saveProgress(path, withLesson(progress, "b", { attempts: 1 }));
    assertEquals((await loadProgress(path)).progress.lessons, {
      a: { attempts: 1, hintTier: 0, solvedAt: AT },
      b: { attempts: 1, hintTier: 0 },
    });
  });
});

Deno.test("saveProgress() keeps a link to a file elsewhere", async () => {
  await withFile('{"format": 2, "lessons": {}}', async (path) => {
    const link = `${path}.link`;
    await Deno.symlink(path, link);
    await saveProgress(link, withLesson({ lessons: {} }, "a", { attempts: 1 }));
    assert((await Deno.lstat(link)).isSymlink);
    assertStringIncludes(await Deno.readTextFile(path), '"a"');
  });
});

const WRITER = `
import { saveProgress, withLesson } from ${JSON.stringify(import.meta.resolve("./progress.ts"))};
const [path, name] = Deno.args;
await Deno.stdin.read(new Uint8Array(1)); // the gate: all start together
for (let index = 0; index < 10; index++) {
  await saveProgress(path, withLesson({ lessons: {} }, name + index, { attempts: 1 }));
}`;

Deno.test("saveProgress() of four processes at once leaves a whole file with all they wrote", async () => {
  await withFile('{"format": 2, "lessons": {}}', async (path) => {
    const dir = path.slice(0, path.lastIndexOf("/"));
    await Deno.writeTextFile(`${dir}/writer.ts`, WRITER);
    const config = new URL("../../deno.json", import.meta.url).pathname;
    const children = ["a", "b", "c", "d"].map((name) =>
      new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-lock", "--config", config, `${dir}/writer.ts`, path, name],
        stdin: "piped",
        stdout: "null",
      }).spawn()
    );
    await Promise.all(children.map(async (child) => {
      const writer = child.stdin.getWriter();
      await writer.write(new Uint8Array(1)).catch(() => {});
      await writer.close().catch(() => {});
    }));
    const statuses = await Promise.all(children.map((child) => child.status));
    assertEquals(statuses.map((status) => status.code), [0, 0, 0, 0]);
    const { lessons }: Progress = JSON.parse(await Deno.readTextFile(path));
    assertEquals(Object.keys(lessons).length, 40);
    const rest = Array.from(Deno.readDirSync(dir), (entry) => entry.name);
    assertEquals(rest.filter((name) => name.endsWith(".tmp")), []);
  });
});
