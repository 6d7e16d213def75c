import type { Io } from "./io.ts";

/** Told of each thing that is done, with its name; `keptCount` of these took no work now. */
export type Progress = (done: number, total: number, name: string, keptCount?: number) => void;

/**
 * Returns a reporter of progress: one line on a terminal, with the time that is left, redrawn and erased at the end;
 * elsewhere nothing. When it counts from the beginning again, the time does, too.
 */
export function makeProgress(io: Io): Progress {
  if (!io.isTerminal) return () => {};
  let startMs = io.now();
  let last = { done: 0, atMs: startMs };
  return (done, total, name, keptCount = 0) => {
    if (done <= last.done) startMs = last.atMs;
    last = { done, atMs: io.now() };
    const work = { elapsedMs: last.atMs - startMs, workedCount: done - keptCount };
    const timeLeft = renderTimeLeft({ ...work, leftCount: total - done });
    const line = [`${done}/${total}`, timeLeft, name].filter((part) => part !== "").join(" ");
    const text = done === total ? "" : line.slice(0, io.columns - 1);
    Deno.stderr.writeSync(new TextEncoder().encode(`\r\x1b[K${text}`));
  };
}

/** Renders how long the rest takes if it takes as long as what was done so far; empty while nothing is known. */
export function renderTimeLeft(
  { elapsedMs, workedCount, leftCount }: {
    readonly elapsedMs: number;
    readonly workedCount: number;
    readonly leftCount: number;
  },
): string {
  if (workedCount <= 0 || leftCount <= 0) return "";
  const seconds = Math.ceil(elapsedMs / workedCount * leftCount / 1000);
  if (seconds < 100) return `(${seconds} s left)`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 100) return `(${minutes} min left)`;
  return `(${Math.floor(minutes / 60)} h ${minutes % 60} min left)`;
}
