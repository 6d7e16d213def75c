import { assertEquals } from "@std/assert";
import { renderCsv } from "./csv.ts";
import { parseCsv } from "./csv_text.ts";
import {
  ANNA,
  BEN,
  CARL,
  HOSTILE,
  makeLesson,
  makeReport,
  MALLORY,
  SECRET,
} from "./sample_reports.ts";

Deno.test("renderCsv() gives a row for each submission and a column for each lesson", () => {
  assertEquals(
    renderCsv([ANNA, BEN, CARL]),
    "submission,score,max_score,pipeline,sealed-box,doorbell,counter,not_judged,review,isolation\r\n" +
      "anna,1.5,4,1,0.5,0,,,sealed-box,bwrap\r\n" +
      "ben,2,2,1,,1,,,,bwrap\r\n" +
      "carl,1,2,1,,,,counter lessons still to be graded,,landlock\r\n",
  );
});

Deno.test("renderCsv() gives no cell that a spreadsheet takes for a formula", () => {
  for (const start of ["=", "+", "-", "@", "\t=", "\r=", "\x1b[0m=", "\u202e=", "＝", " ="]) {
    const text = renderCsv([makeReport(`${start}cmd|' /C calc'!A0`, [])]);
    const [, cell = ""] = /\r\n"?([^,]*)/.exec(text) ?? [];
    assertEquals(/^['c]/.test(cell), true, JSON.stringify([start, cell]));
  }
});

Deno.test("renderCsv() keeps rows and columns apart when a name is hostile", () => {
  const evil = makeReport(`a"b,c;d\n=1 ${HOSTILE}`, [makeLesson({ id: 'x,"y\n' })]);
  const read = parseCsv(renderCsv([evil, MALLORY]));
  if ("problem" in read) throw new Error(read.problem);
  assertEquals(read.rows.map((row) => row.cells.length), [8, 8, 8]);
  assertEquals(renderCsv([MALLORY, ANNA]).includes(SECRET), false);
});
