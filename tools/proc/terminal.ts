// A program on a pseudoterminal of its own, by script(1): it behaves as for a person, and every byte it shows is seen.
import { stripVTControlCharacters } from "node:util";

/** A program's terminal, as a person has it. */
export interface Terminal {
  /** What was shown since `forget()`, with escape sequences. */
  readonly shown: () => string;
  /** The process of script(1), which leads the program's group. */
  readonly pid: number;
  /** Resolves when `pattern` is in what was shown since `forget()`, to the time of the byte that completed it. */
  readonly shows: (pattern: RegExp) => Promise<number>;
  /** Forgets what was shown so far. */
  readonly forget: () => void;
  readonly type: (text: string) => Promise<void>;
  /** Ends the program and all that it started. */
  readonly close: () => Promise<void>;
}

const LIMIT_MS = 60_000;

/** Starts a shell command on a terminal of 100 columns and 40 rows. */
export function openTerminal(
  command: string,
  options: { cwd: string; env?: Record<string, string> },
): Terminal {
  const child = new Deno.Command("script", {
    args: ["-qfec", `stty rows 40 cols 100; exec ${command}`, "/dev/null"],
    cwd: options.cwd,
    env: { TERM: "xterm-256color", NO_COLOR: "", SHELL: "/bin/sh", ...options.env },
    stdin: "piped",
    stdout: "piped",
    stderr: "null", // what script(1) says when it is ended
    detached: true,
  }).spawn();
  let shown = "";
  let wanted: { pattern: RegExp; found: (at: number) => void } | undefined;
  const look = (at: number) => {
    if (wanted === undefined || !wanted.pattern.test(stripVTControlCharacters(shown))) return;
    wanted.found(at);
    wanted = undefined;
  };
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of child.stdout) {
      const at = performance.now();
      shown += decoder.decode(chunk, { stream: true });
      look(at);
    }
  })();
  const writer = child.stdin.getWriter();
  return {
    pid: child.pid,
    shown: () => shown,
    forget: () => void (shown = ""),
    async shows(pattern) {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      const timer = setTimeout(
        () => reject(new Error(`${command} does not show ${pattern}, but: ${shown.slice(-2000)}`)),
        LIMIT_MS,
      );
      wanted = { pattern, found: resolve };
      look(performance.now());
      return await promise.finally(() => clearTimeout(timer));
    },
    type: (text) => writer.write(new TextEncoder().encode(text)),
    async close() {
      try {
        Deno.kill(-child.pid, "SIGTERM"); // script(1) passes the end of its terminal on
      } catch {
        // it has ended by itself
      }
      await writer.close().catch(() => {});
      await child.status;
      await reading;
    },
  };
}
