import { assertEquals, assertNotEquals } from "@std/assert";
import { ANNA } from "./formats/sample_reports.ts";
import { VOLATILE_FIELDS, withoutVolatile } from "./volatile_fields.ts";

Deno.test("withoutVolatile() removes times at every depth, and nothing else", () => {
  const later = {
    ...ANNA,
    started: "2027-01-01T00:00:00Z",
    wallMs: 1,
    lessons: ANNA.lessons.map((lesson) => ({
      ...lesson,
      wallMs: 2,
      checks: lesson.checks.map((check) => ({ ...check, ms: 3 })),
    })),
  };
  assertEquals(withoutVolatile(later), withoutVolatile(ANNA));
  const text = JSON.stringify(withoutVolatile(ANNA));
  assertEquals(VOLATILE_FIELDS.filter((name) => text.includes(`"${name}":`)), []);
  assertEquals(text.length > JSON.stringify(ANNA).length / 2, true);
  assertNotEquals(withoutVolatile({ ...ANNA, seed: 8 }), withoutVolatile(ANNA));
});
