import { assertEquals } from "@std/assert";
import { judgeReport } from "./check_mutants.ts";
import { makeReport, type MutantReport } from "./mutant_report.ts";

const MUTANT = { rule: "constant", line: 3, before: "1", after: "2", start: 40 };
const REPORT: MutantReport = {
  date: "2026-01-01",
  hash: "old",
  viable: 40,
  killed: 39,
  survivors: [{
    rule: "constant",
    line: 1,
    before: "1",
    after: "2",
    verdict: "equivalent",
    why: "x",
  }],
};

Deno.test("makeReport() keeps what is known of a survivor whose line has moved, once", () => {
  const run = { viable: 40, survivors: [MUTANT, { ...MUTANT, line: 9 }] };
  const { killed, survivors } = makeReport(run, { date: "d", hash: "new", before: REPORT });
  assertEquals(killed, 38);
  assertEquals(survivors.map(({ line, verdict, why }) => [line, verdict, why]), [
    [3, "equivalent", "x"],
    [9, "open", ""],
  ]);
});

Deno.test("judgeReport() asks for a proof of each equivalence, and for few open survivors", () => {
  assertEquals(judgeReport(REPORT), []);
  const unproven = REPORT.survivors.map((one) => ({ ...one, why: "" }));
  assertEquals(judgeReport({ ...REPORT, survivors: unproven }).length, 1);
  const open = unproven.map((one) => ({ ...one, verdict: "open" as const }));
  assertEquals(judgeReport({ ...REPORT, survivors: [...open, ...open] }), []); // 5 %
  assertEquals(judgeReport({ ...REPORT, survivors: [...open, ...open, ...open] }).length, 4);
});
