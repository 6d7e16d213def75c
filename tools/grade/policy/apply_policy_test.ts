import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Random } from "../../../tests/harness/random.ts";
import { mergeCanvas } from "../formats/canvas.ts";
import { makeReportReader } from "../formats/load_report.ts";
import {
  MANY_FORMATS,
  renderMany,
  renderSingle,
  SINGLE_FORMATS,
} from "../formats/render_format.ts";
import {
  makeCheck,
  makeLesson,
  makeReport,
  SECRET,
  STUDENT,
  TEACHER,
} from "../formats/sample_reports.ts";
import type { Report } from "../report.ts";
import { applyPolicy } from "./apply_policy.ts";
import { PLAIN_POLICY, type Policy } from "./policy.ts";

const HIDING: Policy = {
  partialCredit: "checks",
  worth: new Map([["pipeline", 0.1], ["fifo", 0.2], ["queue", 2.3]]),
  weights: [],
  visibility: [
    { pattern: "*/observed/*", value: "hidden" },
    { pattern: "fifo/observed/2", value: "after_due_date" },
  ],
  sha256: "5".repeat(64),
};
const SLUGS = ["pipeline", "fifo", "queue"];
/** A word that only hidden checks say. */
const SAID = `${SECRET}, said the check`;

/** Two passed lessons, and one of which a third of the checks is passed; the secret is in an observed one. */
const FOUND: Report = makeReport("anna", [
  makeLesson(),
  makeLesson({ id: "fifo" }),
  makeLesson({
    id: "queue",
    title: "The queue",
    status: "fail",
    cause: `observed: ${SAID}`,
    checks: [
      makeCheck({
        id: "queue/observed/1",
        kind: "observed",
        name: `observed: ${SAID}`,
        status: "fail",
        message: SAID,
        output: SAID,
      }),
      makeCheck({ id: "queue/T1", name: "T1 queue() begins" }),
      makeCheck({ id: "queue/T2", name: "T2 queue() ends", status: "fail", message: "it goes on" }),
    ],
  }),
]);

Deno.test("applyPolicy() scores a finished report anew, and leaves what was found as it is", () => {
  const report = applyPolicy(FOUND, SLUGS, HIDING);
  assertEquals(report.lessons.map((one) => one.score), [0.1, 0.2, 0.76]);
  assertEquals([report.score, report.maxScore], [1.06, 2.6]); // 0.1 + 0.2 alone is 0.30000000000000004
  assertEquals(report.policy, { partialCredit: "checks", sha256: HIDING.sha256 });
  const [observed] = report.lessons[2]?.checks ?? [];
  assertEquals([observed?.visibility, observed?.maxScore], ["hidden", 1]);
  const plain = (one: Report) => applyPolicy(one, SLUGS, PLAIN_POLICY);
  assertEquals(plain(report), plain(FOUND));
  assertEquals(plain(report).lessons.map((one) => one.score), [1, 1, 0]);
});

Deno.test("applyPolicy() counts lessons that are still to be graded in the maximum", () => {
  const half = { ...FOUND, isComplete: false, lessons: FOUND.lessons.slice(0, 2) };
  const { score, maxScore } = applyPolicy(half, SLUGS, HIDING);
  assertEquals([score, maxScore], [0.3, 2.6]);
});

Deno.test("applyPolicy() adds up exactly, for a thousand random policies", () => {
  const random = new Random(12);
  for (let run = 0; run < 1000; run++) {
    const hundredths = SLUGS.map(() => random.below(30)); // 0.07 * 100 is 7.000000000000001
    const worth = new Map(SLUGS.map((slug, index) => [slug, (hundredths[index] ?? 0) / 100]));
    const passed = SLUGS.map((id) => makeLesson({ id }));
    const { score, maxScore } = applyPolicy({ ...FOUND, lessons: passed }, SLUGS, {
      ...HIDING,
      worth,
    });
    const sum = hundredths.reduce((all, one) => all + one, 0);
    assertEquals([score, maxScore], [sum / 100, sum / 100]);
    assertEquals(/^\d+(\.\d{1,2})?$/.test(JSON.stringify(score)), true);
  }
});

Deno.test("applyPolicy() makes a report that fits the schema", async () => {
  const read = await makeReportReader();
  assertEquals(read(JSON.stringify(applyPolicy(FOUND, SLUGS, HIDING))), {
    report: applyPolicy(FOUND, SLUGS, HIDING),
  });
});

/** Renders a report in all formats, by their names. */
function renderAll(report: Report, audience = STUDENT): Map<string, string> {
  const readEnv = (name: string) =>
    name === "SUBMISSION_TAG" ? "submit/1" : "https://example.org/x";
  const single = SINGLE_FORMATS.map((format) => {
    const rendered = renderSingle(format, report, { audience, readEnv });
    assert("text" in rendered, format);
    return [format, rendered.text] as const;
  });
  const many = MANY_FORMATS.map((format) =>
    [format, renderMany(format, [report], audience)] as const
  );
  const gradebook = "Student,ID,SIS Login ID,Course (1)\r\nAnna,1,anna,\r\n";
  const canvas = mergeCanvas([report], { gradebook, assignment: "Course" });
  return new Map([...single, ...many, ["canvas", "text" in canvas ? canvas.text : ""]]);
}

Deno.test("applyPolicy() hides checks and gives partial points in every format", () => {
  const rendered = renderAll(applyPolicy(FOUND, SLUGS, HIDING));
  assertEquals(rendered.size, 10);
  rendered.set("github-classroom", atob(rendered.get("github-classroom") ?? ""));
  const secretIn = [...rendered].filter(([, text]) => text.includes(SECRET)).map(([name]) => name);
  assertEquals(secretIn, ["gradescope"]); // it shows hidden tests to the staff alone, see below
  const points: Record<string, string[]> = {
    gradescope: ['"score": 1.06', '"score": 0.76', '"visibility": "hidden"'],
    classroom50: ['"score": 106', '"score": 76'],
    "github-classroom": ['"score":0.76'],
    junit: ['name="score" value="0.76"'],
    csv: ["anna,1.06,2.6,0.1,0.2,0.76"],
    markdown: ["1.06 of 2.6", "0.76 of 2.3"],
    html: ["1.06 of 2.6 points", "0.76 of 2.3"],
    canvas: ["anna,1.06"],
  };
  for (const [format, words] of Object.entries(points)) {
    for (const word of words) assertStringIncludes(rendered.get(format) ?? "", word, format);
  }
  const { tests } = JSON.parse(rendered.get("gradescope") ?? "");
  const telling = tests.filter((one: unknown) => JSON.stringify(one).includes(SECRET));
  assertEquals(telling.map((one: { visibility: string }) => one.visibility), ["hidden"]);
});

Deno.test("applyPolicy() shows teachers what it hides from students", () => {
  const rendered = renderAll(applyPolicy(FOUND, SLUGS, HIDING), TEACHER);
  for (const format of ["html", "markdown", "junit", "tap"]) {
    assertStringIncludes(rendered.get(format) ?? "", SECRET, format);
  }
});
