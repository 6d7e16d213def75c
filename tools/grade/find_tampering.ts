// What a run of the suite claims, read as what it is: text that the submission may have written itself.
import type { FailureFacts, HarnessEvent, TestStatus } from "../../tests/harness/events.ts";
import { parseJunit } from "../course/parse_junit.ts";
import type { GroupResult } from "../proc/run_group.ts";
import type { ExpectedTest } from "./manifest.ts";

/** What the files of a run say. */
export interface Claims {
  /** Those of the expected tests, in the right shape. */
  readonly events: HarnessEvent[];
  /** Deno's own file; undefined when it was not written. */
  readonly junit: string | undefined;
  /** What no run of the suite writes, in words; undefined when there is no such thing. */
  readonly alien: string | undefined;
}

const MAX_FILE_BYTES = 4 << 20;
const STATUSES: readonly string[] = [
  "pass",
  "fail",
  "timeout",
  "leak",
  "error",
] satisfies TestStatus[];

/** Reads what a run left in its two files. */
export function readClaims(
  files: { events: string; junit: string },
  expected: readonly ExpectedTest[],
): Claims {
  const [text, junit] = [readCapped(files.events), readCapped(files.junit)];
  if (text === undefined || junit === undefined) {
    return {
      events: [],
      junit: undefined,
      alien: "the files of the run cannot be read, or are larger than any run's",
    };
  }
  const announced: HarnessEvent[] = expected.map((test) => test.event);
  const skips = expected.flatMap(({ event: { id }, skipped: reason }): HarnessEvent[] =>
    reason === undefined ? [] : [{ type: "skip", id, reason }]
  );
  const said = parseSaid(text, new Set(expected.map((test) => test.event.id)));
  const isFlood = junit.split("<testcase ").length > 2 * expected.length + 10;
  return {
    events: [...announced, ...skips, ...said.events],
    junit: junit === "" || isFlood ? undefined : junit,
    alien: said.alien ?? (isFlood ? "more tests were written down than there are" : undefined),
  };
}

/**
 * Says what shows that results were made up: undefined where an honest run may look like this. A run that was killed, or
 * died, may have left anything out.
 */
export function findTampering(
  result: GroupResult,
  { events, junit, alien }: Claims,
  expected: readonly ExpectedTest[],
): string | undefined {
  if (result.killed !== undefined) return undefined;
  if (alien !== undefined) return alien;
  if (result.code !== 0 || result.signal !== null) return undefined;
  // Deno says that all tests passed: then each of them has said so, to both files
  for (const { event: { id, name }, skipped } of expected) {
    if (skipped !== undefined) continue;
    const ends = events.filter((event) => event.type === "end" && event.id === id);
    const [end] = ends;
    if (ends.length > 1) return `${id} has ended more than once`;
    if (end?.type !== "end") return `the test process reports success, but ${name} has never ended`;
    if (end.status !== "pass") {
      return `the test process reports success, but ${id} says ${end.status}`;
    }
  }
  return checkJunit(junit, expected);
}

function checkJunit(
  junit: string | undefined,
  expected: readonly ExpectedTest[],
): string | undefined {
  const cases = junit === undefined ? undefined : parseJunit(junit);
  if (cases === undefined) return "the test process reports success, but wrote no results";
  const red = cases.find((one) => one.failure !== undefined);
  if (red !== undefined) return `the test process reports success, but ${red.name} failed`;
  const [written, due] = [cases.map((one) => one.name), expected.map((one) => one.event.name)]
    .map((names) => JSON.stringify(names.sort()));
  return written === due
    ? undefined
    : "the tests that were written down are not those of the lesson";
}

function parseSaid(
  text: string,
  ids: ReadonlySet<string>,
): { events: HarnessEvent[]; alien: string | undefined } {
  const events: HarnessEvent[] = [];
  const lines = text.split("\n");
  lines.pop(); // the line after the last newline: empty, or cut off by a crash
  for (const [index, line] of lines.entries()) {
    const event = parseEvent(line);
    if (event === undefined) {
      return { events, alien: "the list of results holds what is no result" };
    }
    // written before the submission was loaded: whatever a run comes to, it stays there
    if (index === 0 && event.type !== "file") {
      return { events, alien: "the list of results has lost its beginning" };
    }
    if ("id" in event && !ids.has(event.id)) {
      return { events, alien: "the list of results names a test that does not exist" };
    }
    // what a test is called and why it is skipped is known, from a run without the submission
    if (event.type !== "test" && event.type !== "skip") events.push(event);
  }
  return { events, alien: undefined };
}

function parseEvent(line: string): HarnessEvent | undefined {
  const event = parseObject(line);
  if (event === undefined) return undefined;
  const id = typeof event.id === "string" ? event.id : "";
  switch (event.type) {
    case "file":
      return {
        type: "file",
        folder: "",
        factor: typeof event.factor === "number" ? event.factor : 1,
      };
    case "test":
      return { type: "test", id, name: "", called: "", idea: "", hint: 1 };
    case "skip":
      return { type: "skip", id, reason: "" };
    case "start":
      return { type: "start", id };
    case "stuck":
      return { type: "stuck", id, cause: textOf(event, "cause"), fatal: event.fatal === true };
    case "end":
      return parseEnd(id, event);
    default:
      return undefined;
  }
}

function parseEnd(id: string, event: Record<string, unknown>): HarnessEvent | undefined {
  if (typeof event.status !== "string" || !STATUSES.includes(event.status)) return undefined;
  const status = event.status as TestStatus; // it is in the list
  const ms = typeof event.ms === "number" ? Math.max(0, Math.round(event.ms)) : 0;
  const facts = parseFacts(event.facts);
  return {
    type: "end",
    id,
    ms,
    status,
    ...(facts === undefined ? {} : { facts }),
    ...(event.isUnrun === true ? { isUnrun: true } : {}),
  };
}

function parseFacts(value: unknown): FailureFacts | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const facts = value as Record<string, unknown>;
  const hint = facts.hint === 2 || facts.hint === 3 ? facts.hint : 1;
  return {
    called: textOf(facts, "called"),
    expected: textOf(facts, "expected"),
    got: textOf(facts, "got"),
    idea: textOf(facts, "idea"),
    hint,
    ...(typeof facts.at === "string" ? { at: facts.at } : {}),
  };
}

function textOf(object: Record<string, unknown>, key: string): string {
  const value = object[key];
  return typeof value === "string" ? value : "";
}

function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // no JSON
  }
  return undefined;
}

/** Undefined when there is more than any run writes, or when they were shut: a submission may have the grader's account. */
function readCapped(path: string): string | undefined {
  try {
    return Deno.statSync(path).size > MAX_FILE_BYTES ? undefined : Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}
