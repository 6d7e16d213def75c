import { readText } from "../../tests/harness/processes.ts";
import { watchLoop } from "./watch_loop.ts";

const RESOURCES = ["cpu", "io", "memory"];
/** Where it was quiet, somebody waited for a processor, the disk or memory for no more than this share of the time. */
const QUIET_SHARE = 0.3;
/** And this process was busy with one thing for no longer than this: a tenth of the shortest limit that it keeps. */
const QUIET_LOOP_MS = 300;

/** Names the file with the pressure on a resource; as Linux does for the machine. */
export type PressurePath = (resource: string) => string;

const ofMachine: PressurePath = (resource) => `/proc/pressure/${resource}`;

/**
 * How long somebody has waited for a processor, the disk or memory so far, in ms: each `total` of `some` (Pressure Stall
 * Information); undefined where the kernel does not count it.
 */
export function readPressure(path = ofMachine): number | undefined {
  const totals = RESOURCES.map((resource) =>
    /^some .*total=(\d+)/m.exec(readText(path(resource)) ?? "")?.[1]
  );
  return totals.includes(undefined)
    ? undefined
    : totals.reduce((sum, total) => sum + Number(total) / 1_000, 0);
}

/** What was done, and whether it was quiet meanwhile as far as is known. */
export interface Watched<T> {
  readonly result: T;
  readonly wasQuiet: boolean;
}

/**
 * Finds out whether it is quiet while `act` runs: on the machine, or for whom `path` is about, and here. A reply that lies
 * there while this process does something else is late by no fault of its sender.
 */
export async function watchPressure<T>(
  act: () => Promise<T>,
  path = ofMachine,
): Promise<Watched<T>> {
  using loop = watchLoop();
  const [start, before] = [performance.now(), readPressure(path)];
  const result = await act();
  const after = readPressure(path);
  const ms = performance.now() - start;
  const isKnown = before !== undefined && after !== undefined;
  const wasQuiet = isKnown && isQuiet({ ms, waitedMs: after - before, loopMs: loop.longestMs() });
  return { result, wasQuiet };
}

/** Whether all went on as it would have alone, of `ms`: others waited for `waitedMs`, this process was deaf for `loopMs`. */
export function isQuiet(
  { ms, waitedMs, loopMs }: {
    readonly ms: number;
    readonly waitedMs: number;
    readonly loopMs: number;
  },
): boolean {
  return waitedMs <= QUIET_SHARE * ms && loopMs <= QUIET_LOOP_MS;
}
