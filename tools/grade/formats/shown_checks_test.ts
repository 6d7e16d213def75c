import { assertEquals } from "@std/assert";
import {
  CARL,
  makeCheck,
  makeLesson,
  RED,
  SECRET,
  STUDENT,
  TEACHER,
  UNLOADABLE,
} from "./sample_reports.ts";
import { listLessons, showCause, showChecks } from "./shown_checks.ts";

Deno.test("showChecks() hides id, name, message and output of what a student may not see", () => {
  const [, , hidden, later] = showChecks(RED, STUDENT);
  assertEquals(hidden, {
    id: "",
    name: "hidden check 1",
    status: "fail",
    message: "",
    output: "",
    ms: 12.4,
    isHidden: true,
    visibility: "hidden",
  });
  assertEquals(later?.name, "hidden check 2");
});

Deno.test("showChecks() shows after the due date what was kept for it, and still not the rest", () => {
  const shown = showChecks(RED, { ...STUDENT, isAfterDue: true });
  assertEquals(shown.map((one) => one.isHidden), [false, false, true, false]);
});

Deno.test("showChecks() shows a teacher everything", () => {
  assertEquals(showChecks(RED, TEACHER).map((one) => one.isHidden), [false, false, false, false]);
});

Deno.test("showChecks() adds the lesson as a whole when no check tells that it did not pass", () => {
  const told = {
    name: "Ring the doorbell: as a whole",
    status: "error",
    message: UNLOADABLE.cause,
  };
  const only = showChecks(UNLOADABLE, STUDENT).map(({ name, status, message }) => ({
    name,
    status,
    message,
  }));
  assertEquals<unknown>(only, [told]);
  const doubted = makeLesson({ status: "tampered", cause: "two results for one check" });
  assertEquals(showChecks(doubted, STUDENT).map((one) => one.status), ["pass", "tampered"]);
  assertEquals(showChecks(makeLesson(), STUDENT).length, 1);
});

Deno.test("showCause() says it in other words when the cause quotes a hidden check", () => {
  const quoting = { ...RED, cause: `observed check 1: ${SECRET}` };
  assertEquals(
    showCause(quoting, STUDENT),
    "It gave another result than expected. The check that found it is not shown.",
  );
  assertEquals(showCause(quoting, TEACHER), quoting.cause);
  const long = makeCheck({
    name: "x",
    status: "fail",
    visibility: "hidden",
    message: "s".repeat(2_000),
  });
  const cut = makeLesson({ status: "fail", cause: `x: ${"s".repeat(500)}`, checks: [long] });
  assertEquals(showCause(cut, STUDENT).includes("sss"), false, "a quotation that was cut");
  assertEquals(showCause(RED, STUDENT), "stdout was lost");
  const short = makeLesson({
    status: "fail",
    cause: "got ok",
    checks: [makeCheck({ visibility: "hidden", output: "ok" })],
  });
  assertEquals(showCause(short, STUDENT), "got ok", "words as short as these are no secret");
});

Deno.test("listLessons() adds what is still to be graded, so that half a report is never green", () => {
  assertEquals(listLessons(CARL).map((one) => one.status), ["pass", "infra", "infra"]);
  assertEquals(listLessons({ ...CARL, isComplete: true }).length, 2);
});
