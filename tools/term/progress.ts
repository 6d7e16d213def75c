import type { Io } from "./io.ts";

/** Returns a reporter of progress: one line on a terminal, redrawn and erased at the end; elsewhere nothing. */
export function makeProgress(io: Io): (done: number, total: number, name: string) => void {
  if (!io.isTerminal) return () => {};
  return (done, total, name) => {
    const line = `${done}/${total} ${name}`.slice(0, io.columns - 1);
    Deno.stderr.writeSync(new TextEncoder().encode(`\r\x1b[K${done === total ? "" : line}`));
  };
}
