import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Lesson } from "../../course/lesson.ts";
import type { Verdict } from "../../course/verdict.ts";
import { makeStyles } from "../../term/style.ts";
import { countColumns } from "../../term/wrap.ts";
import { openModel, type WatchModel } from "./model.ts";
import { renderScreen } from "./render_screen.ts";

const LESSON: Lesson = {
  folder: "05_pipeline",
  number: 5,
  slug: "pipeline",
  title: "Pipeline",
  teaches: "data, end-of-file and stop travel",
  unit: "Pipes",
  level: 2,
  minutes: 40,
  needs: [],
};
const FACTS = {
  called: "pipeline([" + '["cat"], '.repeat(30) + "])",
  expected: "it ends",
  got: "still waiting after 1.5 s",
  idea: "Each stage reads what its left neighbour writes. ".repeat(4),
  hint: 2 as const,
};
const VERDICT: Verdict = {
  job: {
    lesson: LESSON,
    subject: { kind: "learner", name: "learner", path: "/c/lessons/05_pipeline/mod.ts" },
  },
  status: "fail",
  cause: "",
  tests: Array.from({ length: 14 }, (_, index) => ({
    id: `pipeline/T${index + 1}`,
    name: `T${index + 1} pipeline() does what its test says`,
    status: "fail" as const,
    ms: 1,
    facts: FACTS,
  })),
  ms: 123,
  factor: 1,
  output: "",
};
const MODEL: WatchModel = {
  ...openModel(LESSON, { lessons: [LESSON], progress: { lessons: {} } }),
  verdict: VERDICT,
};
const render = (model: WatchModel, columns = 80, rows = 24, color = false) =>
  renderScreen(model, { columns, rows, root: "/c", styles: makeStyles(color) });

for (const [columns, rows] of [[80, 24], [120, 50], [40, 12], [20, 8]] as const) {
  Deno.test(`renderScreen() fills ${columns} x ${rows} and never more`, () => {
    for (const view of ["verdict", "list", "reset"] as const) {
      const { lines } = render({ ...MODEL, view }, columns, rows);
      assert(lines.length <= rows, `${view}: ${lines.length} rows`);
      assertEquals(lines.filter((line) => countColumns(line) > columns), [], view);
    }
  });
}

Deno.test("renderScreen() says how much is below, and shows it after scrolling", () => {
  const first = render(MODEL).lines.join("\n");
  assertStringIncludes(first, "more lines: down, space");
  const last = render({ ...MODEL, scroll: Infinity });
  assertStringIncludes(last.lines.join("\n"), "T14 pipeline()");
  assert(Number.isFinite(last.scroll));
});

Deno.test("renderScreen() shows next and compare only for a green lesson", () => {
  const keys = (model: WatchModel) => render(model, 120).lines.at(-1) ?? "";
  assertEquals(/n next|s compare/.test(keys(MODEL)), false);
  const green = { ...MODEL, verdict: { ...VERDICT, status: "pass" as const, tests: [] } };
  assertStringIncludes(keys(green), "n next  s compare");
});

Deno.test("renderScreen() reports types beside the verdict, in words", () => {
  const types = { errors: "\nTS2322 [ERROR]: Type 'string' is not assignable\n" };
  const text = render({ ...MODEL, types }, 120).lines.join("\n");
  assertStringIncludes(text, "FAILED");
  assertStringIncludes(text, "types: TS2322 [ERROR]");
});

Deno.test("renderScreen() shows the same words with and without colour", () => {
  // deno-lint-ignore no-control-regex -- styles are what it removes
  const strip = (lines: string[]) => lines.map((line) => line.replace(/\x1b\[[\d;]*m/g, ""));
  assertEquals(strip(render(MODEL, 80, 24, true).lines), render(MODEL, 80, 24).lines);
});

Deno.test("renderScreen() lets no printed escape sequence through", () => {
  const tests = VERDICT.tests.map((test) => ({
    ...test,
    facts: { ...FACTS, got: "\x1b[2J\x1b]0;x\x07gone" },
  }));
  const text = render({ ...MODEL, verdict: { ...VERDICT, tests } }).lines.join("\n");
  assertEquals([text.includes("\x1b[2J"), text.includes("\x07")], [false, false]);
});
