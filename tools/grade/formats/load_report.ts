import schema from "../report.schema.json" with { type: "json" };
import type { Report } from "../report.ts";
import { makeSchemaCheck } from "./check_schema.ts";

/** Reads the text of a report, or says what is wrong with it and in which field. */
export type ReportReader = (
  text: string,
) => { readonly report: Report } | { readonly problem: string };

/** Makes the reader of report.json: whatever else a file holds never reaches a format. */
export async function makeReportReader(): Promise<ReportReader> {
  const check = await makeSchemaCheck(schema);
  return (text) => {
    const parsed = parse(text);
    if ("problem" in parsed) return parsed;
    const problem = check(parsed.value);
    if (problem !== undefined) return { problem };
    const report = parsed.value as Report; // what the schema has just shown
    if (Number.isNaN(Date.parse(report.started))) return { problem: "started: is no date" };
    return { report };
  };
}

function parse(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: `the file: is no JSON: ${error instanceof Error ? error.message : error}` };
  }
}
