import type { HarnessEvent } from "../../tests/harness/events.ts";
import type { GroupResult } from "../proc/run_group.ts";
import type { Job } from "./job.ts";
import { mergeResults } from "./merge_results.ts";
import { parseJunit } from "./parse_junit.ts";
import { parsePrinted } from "./parse_printed.ts";
import { firstFailure, type TestResult, type Verdict, type VerdictStatus } from "./verdict.ts";

/** Says how a run went, from how its process ended, what the harness reported and what Deno wrote. */
export function judgeRun(
  job: Job,
  result: GroupResult,
  report: { events: HarnessEvent[]; junit: string | undefined },
): Verdict {
  const cases = report.junit === undefined ? undefined : parseJunit(report.junit);
  const tests = mergeResults(report.events, cases);
  const { status, cause } = decide(result, tests);
  const isCutOff = (test: TestResult) =>
    status === "crash" && test.status === "crash" && !test.isUnrun;
  const file = report.events.find((event) => event.type === "file");
  const printed = parsePrinted(withoutLifeline(result.stdout, report.events));
  return {
    job,
    status,
    cause,
    tests: tests.map((test) => {
      const text = printed.get(test.name);
      const shown = text === undefined ? test : { ...test, printed: text };
      // the test in which the process ended is the one that a learner reads: it tells what happened
      if (!isCutOff(test) || test.facts === undefined) return shown;
      return { ...shown, facts: { ...test.facts, got: cause } };
    }),
    ms: result.ms,
    factor: file?.type === "file" ? file.factor : 1,
    output: result.stdout + result.stderr,
  };
}

/** What the lifeline says for the reader of a plain `deno test` is known here from its event. */
function withoutLifeline(output: string, events: readonly HarnessEvent[]): string {
  let text = output;
  for (const event of events) {
    if (event.type === "stuck") text = text.replace(`\n${event.id}: ${event.cause}`, "");
  }
  return text.replace(/^The test process had to be ended: no time-out reaches .*\n/m, "");
}

function decide(
  result: GroupResult,
  tests: readonly TestResult[],
): { status: VerdictStatus; cause: string } {
  const killed = describeKill(result);
  if (killed !== undefined) return killed;
  if (tests.length === 0) {
    return { status: "infra", cause: `the tests did not start:\n${result.stderr.trim()}` };
  }
  const red = firstFailure({ tests } as Verdict);
  if (red?.isUnrun === true || red?.status === "crash") return describeDeath(result, tests);
  if (red !== undefined) return { status: red.status, cause: red.facts?.got ?? red.name };
  if (result.leftovers.length > 0) {
    const names = result.leftovers.join(", ");
    return { status: "leak", cause: `processes were left running after the tests: ${names}` };
  }
  if (result.code !== 0) {
    return {
      status: "crash",
      cause: `the test process ended with ${describeEnd(result)} after its tests`,
    };
  }
  const isAllSkipped = tests.every((test) => test.status === "skipped");
  return { status: isAllSkipped ? "skipped" : "pass", cause: "" };
}

function describeKill(result: GroupResult): { status: VerdictStatus; cause: string } | undefined {
  switch (result.killed) {
    case undefined:
      return undefined;
    case "wall":
      return { status: "timeout", cause: "the tests used up this lesson's time" };
    case "output":
      return {
        status: "output",
        cause: "your code printed more than 4 MiB: is there a loop that logs?",
      };
    case "stopped":
      return {
        status: "crash",
        cause: "the test process was stopped (SIGSTOP): your code stopped it",
      };
    case "aborted":
      return { status: "infra", cause: "the run was interrupted" };
  }
}

function describeDeath(
  result: GroupResult,
  tests: readonly TestResult[],
): { status: VerdictStatus; cause: string } {
  const timeout = tests.find((test) => test.status === "timeout" && !test.isUnrun);
  if (timeout !== undefined) {
    return { status: "timeout", cause: timeout.facts?.got ?? timeout.name };
  }
  const during = tests.find((test) => test.status === "crash" && !test.isUnrun);
  const where = during === undefined ? "" : ` during ${during.name.split(" ")[0]}`;
  const guess = result.signal === null
    ? "ended it"
    : "sent it: to a group, perhaps, that it is in itself (kill 0)";
  const cause = `the test process ended with ${describeEnd(result)}${where}: ` +
    `your code, or a process it started, ${guess}`;
  return { status: "crash", cause };
}

function describeEnd(result: GroupResult): string {
  return result.signal === null ? `exit code ${result.code}` : `signal ${result.signal}`;
}
