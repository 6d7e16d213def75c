import { displayLesson, type Lesson } from "../../course/lesson.ts";
import { loadReport, type MutantReport } from "./mutant_report.ts";

const HEAD = `# What mechanical changes the tests notice

Written by \`deno task mutants\`. Each solution was changed in one place at a time: a relation turned round, an \`await\`
dropped, a statement removed, a constant moved by one. A mutant that compiles is viable; the lesson's tests have to notice it.
One that they do not notice is equivalent (a proof stands in the lesson's file here) or open (a test is missing).

| Lesson | Viable | Killed | Equivalent | Open | Day |
| --- | --- | --- | --- | --- | --- |
`;

/** Renders the counts of all lessons as the page tests/mutants/README.md. */
export async function renderReports(root: string, lessons: readonly Lesson[]): Promise<string> {
  const rows: string[] = [];
  const sum = { viable: 0, killed: 0, equivalent: 0, open: 0 };
  for (const lesson of lessons) {
    const report = await loadReport(root, lesson);
    if (report === undefined) continue;
    const equivalent = count(report, "equivalent");
    const open = count(report, "open");
    const { viable, killed, date } = report;
    const name = `[${displayLesson(lesson)}](${lesson.folder}.json)`;
    rows.push(`| ${name} | ${viable} | ${killed} | ${equivalent} | ${open} | ${date} |`);
    sum.viable += viable;
    sum.killed += killed;
    sum.equivalent += equivalent;
    sum.open += open;
  }
  rows.push(`| all | ${sum.viable} | ${sum.killed} | ${sum.equivalent} | ${sum.open} | |`);
  return HEAD + rows.join("\n") + "\n";
}

function count(report: MutantReport, verdict: "equivalent" | "open"): number {
  return report.survivors.filter((one) => one.verdict === verdict).length;
}
