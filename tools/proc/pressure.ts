import { readText } from "../../tests/harness/processes.ts";
import { WaitWindow } from "./wait_window.ts";
import { watchLoop } from "./watch_loop.ts";

const RESOURCES = ["cpu", "io", "memory"];
/** Where it was quiet, somebody waited for a processor, the disk or memory for no more than this share of the time. */
const QUIET_SHARE = 0.3;
/** And for no more than half of the shortest limit of a test (300 ms for what must be gone when it ends), at any time. */
const [WINDOW_MS, QUIET_WINDOW_SHARE] = [300, 0.5];
/** And this process was busy with one thing for no longer than this: a tenth of the shortest limit that it keeps. */
const QUIET_LOOP_MS = 300;

/** Names the file with the pressure on a resource; as Linux does for the machine. */
export type PressurePath = (resource: string) => string;

const LOOK_EVERY_MS = 100;

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
  const waits = new WaitWindow(WINDOW_MS);
  const look = () => {
    const totalMs = readPressure(path);
    if (totalMs !== undefined) waits.add({ atMs: performance.now(), totalMs });
    return totalMs;
  };
  const [start, before] = [performance.now(), look()];
  const timer = setInterval(look, LOOK_EVERY_MS);
  const result = await act().finally(() => clearInterval(timer));
  const after = look();
  const ms = performance.now() - start;
  if (before === undefined || after === undefined) return { result, wasQuiet: false };
  const times = { ms, waitedMs: after - before, mostMs: waits.mostMs, loopMs: loop.longestMs() };
  return { result, wasQuiet: isQuiet(times) };
}

/**
 * Whether all went on as it would have alone, of `ms`: others waited for `waitedMs` in all and for `mostMs` in the worst 300 ms,
 * this process was deaf for `loopMs`. A test that is held up for most of its time fails, however calm the rest was.
 */
export function isQuiet(
  { ms, waitedMs, mostMs, loopMs }: {
    readonly ms: number;
    readonly waitedMs: number;
    readonly mostMs: number;
    readonly loopMs: number;
  },
): boolean {
  return waitedMs <= QUIET_SHARE * ms && mostMs <= QUIET_WINDOW_SHARE * WINDOW_MS &&
    loopMs <= QUIET_LOOP_MS;
}
