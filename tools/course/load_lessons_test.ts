import { assertEquals, assertRejects } from "@std/assert";
import { CourseError } from "./lesson.ts";
import { loadLessons } from "./load_lessons.ts";

const GOOD = { title: "A", teaches: "b", unit: "C", level: 1, minutes: 5, needs: [] };

async function withCourse(
  files: Record<string, string>,
  act: (root: string) => Promise<unknown>,
): Promise<void> {
  const root = await Deno.makeTempDir();
  try {
    for (const [folder, text] of Object.entries(files)) {
      await Deno.mkdir(`${root}/lessons/${folder}`, { recursive: true });
      await Deno.writeTextFile(`${root}/lessons/${folder}/lesson.json`, text);
    }
    await act(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("loadLessons() derives number, slug and order from the folders", async () => {
  const text = JSON.stringify(GOOD);
  await withCourse({ "10_kernel_queue": text, "02_drain": text, "lib": text }, async (root) => {
    const found = (await loadLessons(root)).map(({ number, slug }) => `${number} ${slug}`);
    assertEquals(found, ["2 drain", "10 kernel-queue"]);
  });
});

const BROKEN: [name: string, text: string, message: string][] = [
  [
    "a syntax error",
    '{\n  "title": "A"\n  "teaches": "b"\n}',
    "lessons/01_a/lesson.json:3: is not valid JSON",
  ],
  [
    "a wrong level",
    JSON.stringify({ ...GOOD, level: 9 }, undefined, 2),
    'lessons/01_a/lesson.json:5: "level" must be a whole number from 1 to 5',
  ],
  [
    "a missing title",
    JSON.stringify({ ...GOOD, title: undefined }, undefined, 2),
    'lessons/01_a/lesson.json:1: "title" must be a non-empty string',
  ],
  [
    "an unknown key",
    JSON.stringify({ ...GOOD, slug: "x" }, undefined, 2),
    'lessons/01_a/lesson.json:8: "slug" is not a key of lesson.json',
  ],
];
for (const [name, text, message] of BROKEN) {
  Deno.test(`loadLessons() names file and line for ${name}`, async () => {
    await withCourse({ "01_a": text }, async (root) => {
      await assertRejects(() => loadLessons(root), CourseError, message);
    });
  });
}

Deno.test("loadLessons() rejects two lessons with one number", async () => {
  const text = JSON.stringify(GOOD);
  await withCourse({ "01_a": text, "01_b": text }, async (root) => {
    await assertRejects(() => loadLessons(root), CourseError, "has the number or the slug of");
  });
});
