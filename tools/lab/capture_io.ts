import type { Io } from "../term/io.ts";

/** Runs a command of the lab for a test; its exit code, and all that it says. */
export async function runCaptured(
  main: (args: string[], io: Io) => Promise<number>,
  args: string[],
): Promise<{ readonly code: number; readonly text: string }> {
  const texts: string[] = [];
  const say = (text: string) => void texts.push(text);
  const io = { out: say, err: say, color: false, isTerminal: false, columns: 80, now: Date.now };
  return { code: await main(args, io), text: texts.join("\n") };
}
