// Signals that are ignored are inherited (execve(2)): by all that nohup(1) starts, or a script in the background. No verdict
// may depend on that.
import { assertEquals } from "@std/assert";

const CASES = import.meta.resolve("../../tests/observed/16_graceful_shutdown.ts");
/** What a right program comes to. */
const CODES = { SIGHUP: 129, SIGQUIT: 131, SIGTERM: 143 };

Deno.test("graceful-shutdown is judged alike where signals are ignored", async () => {
  const source = `
    const { judge } = await import(${JSON.stringify(CASES)});
    for (const [sent, code] of Object.entries(${JSON.stringify(CODES)})) {
      const input = { signals: [sent], reraise: true, fixture: "says_goodbye.ts" };
      const seen = { output: "goodbye: " + sent + "\\n", code, signal: sent };
      console.log(sent, judge(input, seen), judge(input, { ...seen, code: 0, signal: null }));
    }`;
  const url = `data:text/javascript,${encodeURIComponent(source)}`;
  const deno = [Deno.execPath(), "run", "-A", "--no-lock", "--quiet", url];
  const { stdout } = await new Deno.Command("sh", {
    args: ["-c", 'trap "" HUP QUIT TERM; exec "$@"', "sh", ...deno],
    env: { NO_COLOR: "1" },
  }).output();
  const due = Object.entries(CODES).map(([sent, code]) =>
    `${sent} undefined ${sent}: it ended with 0, null; due are ${code}, ${sent}\n`
  );
  assertEquals(new TextDecoder().decode(stdout), due.join(""));
});
