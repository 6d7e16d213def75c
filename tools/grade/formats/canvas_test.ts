import { assertEquals } from "@std/assert";
import { mergeCanvas } from "./canvas.ts";
import { ANNA, BEN, CARL, makeLesson, makeReport } from "./sample_reports.ts";

/** As Canvas exports it: a row about posting, one with the points, and columns that it computes. */
const GRADEBOOK = "\ufeff" + [
  "Student,ID,SIS User ID,SIS Login ID,Section,Essay (101),IPC course (102),Current Score,Final Score",
  ",,,,,Manual Posting,,,",
  "    Points Possible,,,,,10,4,(read only),(read only)",
  '"Arnold, ""Anna""",7001,s1,Anna,"IPC, A",9.5,,80,40',
  "=HYPERLINK(x),7002,s2,ben,,,3,,",
  '"Carl",7003,s3,carl,,,1,,',
  '"Test, Student",7004,,,,,,,',
  "",
].join("\r\n");

function merge(
  reports: Parameters<typeof mergeCanvas>[0],
  gradebook = GRADEBOOK,
  assignment = "IPC course",
) {
  return mergeCanvas(reports, { gradebook, assignment });
}

Deno.test("mergeCanvas() fills one column and keeps every other byte", () => {
  const merged = merge([BEN, ANNA]);
  assertEquals(merged, {
    text: GRADEBOOK.replace("9.5,,80", "9.5,1.5,80").replace("ben,,,3,", "ben,,,4,"),
    notices: ["points are scaled from 2 to the 4 of the gradebook"],
  });
});

Deno.test("mergeCanvas() lists who is unknown, ambiguous, twice there or not wholly judged, and fills none of them", () => {
  const zoe = makeReport("zoe", [makeLesson()]);
  const again = makeReport("7002", BEN.lessons, { maxScore: 4 });
  const both = GRADEBOOK.replace("7004", "s1");
  const some = makeReport("S1", [makeLesson()], { maxScore: 4 });
  const merged = merge([CARL, zoe, { ...BEN, maxScore: 4 }, again, some], both);
  if ("problem" in merged) throw new Error(merged.problem);
  assertEquals(merged.notices, [
    "carl has no final result (counter, lessons still to be graded): not filled in",
    "zoe is not in the gradebook: not filled in",
    "7002 is the same student as ben: not filled in",
    "S1 fits 2 students of the gradebook: not filled in",
    "points are scaled from 2 to the 4 of the gradebook",
  ]);
  assertEquals(merged.text, both.replace("ben,,,3,", "ben,,,2,"));
});

Deno.test("mergeCanvas() never makes a column and names those that are there", () => {
  assertEquals(merge([ANNA], GRADEBOOK, "IPC"), {
    problem: 'no assignment named "IPC"; its assignments are: "Essay (101)", "IPC course (102)"',
  });
  for (const name of ["Section", "Current Score", "Student"]) {
    assertEquals("problem" in merge([ANNA], GRADEBOOK, name), true, name);
  }
  const twice = GRADEBOOK.replace("Essay (101)", "IPC course (101)");
  assertEquals("problem" in merge([ANNA], twice), true);
  assertEquals("problem" in merge([ANNA], twice, "IPC course (102)"), false);
});

Deno.test("mergeCanvas() refuses a column that Canvas computes", () => {
  const computed = GRADEBOOK.replace("Current Score", "Current (5)");
  assertEquals(merge([ANNA], computed, "Current"), {
    problem: '"Current (5)" is read only: Canvas computes it',
  });
});

Deno.test("mergeCanvas() refuses a file that is no gradebook", () => {
  assertEquals("problem" in merge([ANNA], "a,b\n1,2\n"), true);
  assertEquals("problem" in merge([ANNA], ""), true);
  assertEquals(merge([ANNA], 'Student,"x'), { problem: "line 1 is no row of a CSV file" });
});

Deno.test("mergeCanvas() reads a gradebook with semicolons, and one without points", () => {
  const plain = "Student;ID;SIS Login ID;IPC course (1)\nAnna;1;anna\nBen;2;ben;\n";
  assertEquals(merge([ANNA, BEN], plain), {
    text: "Student;ID;SIS Login ID;IPC course (1)\nAnna;1;anna;1.5\nBen;2;ben;2\n",
    notices: [],
  });
});

Deno.test("mergeCanvas() rounds down, so that only full marks look like it", () => {
  const almost = makeReport("ben", [makeLesson({ score: 19.99, maxScore: 20 })]);
  const merged = merge([almost], GRADEBOOK.replace(",10,4,", ",10,1,"));
  assertEquals(merged, {
    text: GRADEBOOK.replace(",10,4,", ",10,1,").replace("ben,,,3,", "ben,,,0.99,"),
    notices: ["points are scaled from 20 to the 1 of the gradebook"],
  });
});
