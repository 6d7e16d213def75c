import { parseJunit } from "../course/parse_junit.ts";
import type { GroupResult } from "../proc/run_group.ts";
import type { Decoy } from "./decoys.ts";
import type { Claims } from "./find_tampering.ts";

/** A run without its decoys, and what they have shown. */
export interface WithoutDecoys {
  /** With exit code 0 when nothing but decoys failed that had to. */
  readonly result: GroupResult;
  readonly claims: Claims;
  /** What shows that results were made up; undefined where an honest run may look like this. */
  readonly evidence: string | undefined;
}

/** Takes the decoys out of what a run of the suite came to. */
export function setDecoysAside(
  result: GroupResult,
  claims: Claims,
  decoys: readonly Decoy[],
): WithoutDecoys {
  const ids = new Set(decoys.map((decoy) => decoy.test.event.id));
  const own = claims.events.filter((event) => !("id" in event && ids.has(event.id)));
  const rest = { ...claims, events: own, junit: removeCases(claims.junit, decoys) };
  const isKept = result.code === 1 && result.signal === null && hasFailedAsDue(claims, decoys);
  return {
    result: isKept && !hasFailure(rest.junit) ? { ...result, code: 0 } : result,
    claims: rest,
    evidence: result.killed === undefined ? findEvidence(result, claims, decoys) : undefined,
  };
}

/** Only where all of the suite claims to be green: whoever broke the comparison by mistake has red tests enough. */
function findEvidence(
  result: GroupResult,
  { events }: Claims,
  decoys: readonly Decoy[],
): string | undefined {
  const ids = new Set(decoys.map((decoy) => decoy.test.event.id));
  const skipped = new Set(events.flatMap((event) => event.type === "skip" ? [event.id] : []));
  const due = events.flatMap((event) =>
    event.type === "test" && !ids.has(event.id) && !skipped.has(event.id) ? [event.id] : []
  );
  if (!due.every((id) => findEnd(events, id) === "pass")) return undefined;
  for (const { test: { event: { id } }, isRight } of decoys) {
    const status = findEnd(events, id);
    if (!isRight && status === "pass") return "a check that cannot hold is said to hold";
    if (isRight && status === "fail") return "a check that must hold is said to fail";
  }
  return result.code === 0
    ? "the test process reports success, but some of its checks cannot hold"
    : undefined;
}

/** Whether all decoys have ended as they had to, in both files. */
function hasFailedAsDue({ events, junit }: Claims, decoys: readonly Decoy[]): boolean {
  const cases = junit === undefined ? [] : parseJunit(junit);
  return decoys.every(({ test: { event: { id, name } }, isRight }) => {
    if (isRight) return findEnd(events, id) === "pass";
    const isRed = cases.some((one) => one.name === name && one.failure !== undefined);
    return findEnd(events, id) === "fail" && isRed;
  });
}

function findEnd(events: Claims["events"], id: string): string | undefined {
  const end = events.findLast((event) => event.type === "end" && event.id === id);
  return end?.type === "end" ? end.status : undefined;
}

function hasFailure(junit: string | undefined): boolean {
  return junit === undefined || parseJunit(junit).some((one) => one.failure !== undefined);
}

/** Their names hold nothing that XML writes in another way. */
function removeCases(junit: string | undefined, decoys: readonly Decoy[]): string | undefined {
  const names = decoys.map((decoy) => `name="${decoy.test.event.name}"`);
  return junit?.replace(
    /<testcase [^>]*>.*?<\/testcase>/gs,
    (text) => names.some((name) => text.includes(name)) ? "" : text,
  );
}
