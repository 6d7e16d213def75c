import { assertEquals } from "@std/assert";
import { makeLesson, makeReport } from "./formats/sample_reports.ts";
import { listChanges, listEarlier } from "./list_changes.ts";

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
  assertEquals(listChanges(was.lessons, now), [
    { id: "lost", was: pass, now: { status: "timeout", score: 0.25, maxScore: 1 } },
    { id: "worth", was: pass, now: { status: "pass", score: 2, maxScore: 2 } },
  ]);
  assertEquals(listChanges([], now), []);
});

Deno.test("listEarlier() looks through a report that was about to replace another", () => {
  const pass = { id: "fifo", status: "pass", score: 1, maxScore: 1 } as const;
  const old = makeReport("anna", [makeLesson({ id: "fifo" })]);
  const fail = makeLesson({ id: "fifo", status: "fail", score: 0 });
  const half = { ...makeReport("anna", [fail]), isComplete: false, before: listEarlier(old) };
  assertEquals([listEarlier(undefined), listEarlier(old), listEarlier(half)], [[], [pass], [pass]]);
});
