import { assertEquals } from "@std/assert";
import { makeLesson, makeReport } from "./formats/sample_reports.ts";
import { listChanges } from "./list_changes.ts";

Deno.test("listChanges() lists lessons whose points differ, old and new", () => {
  const was = makeReport("anna", [
    makeLesson({ id: "same" }),
    makeLesson({ id: "lost" }),
    makeLesson({ id: "worth" }),
    makeLesson({ id: "gone" }),
    makeLesson({ id: "other words", status: "fail", score: 0 }),
  ]);
  const now = makeReport("anna", [
    makeLesson({ id: "same", wallMs: 9 }),
    makeLesson({ id: "lost", status: "timeout", score: 0.25 }),
    makeLesson({ id: "worth", score: 2, maxScore: 2 }),
    makeLesson({ id: "new" }),
    makeLesson({ id: "other words", status: "crash", score: 0 }),
  ]);
  const pass = { status: "pass", score: 1, maxScore: 1 } as const;
  assertEquals(listChanges(was, now), [
    { id: "lost", was: pass, now: { status: "timeout", score: 0.25, maxScore: 1 } },
    { id: "worth", was: pass, now: { status: "pass", score: 2, maxScore: 2 } },
  ]);
  assertEquals(listChanges(undefined, now), []);
});
