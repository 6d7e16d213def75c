import { assertEquals, assertMatch } from "@std/assert";
import { runCaptured } from "../capture_io.ts";
import { interruptLab } from "../interrupt_lab.ts";
import { EXPLANATIONS } from "./explain.ts";
import { main } from "./main.ts";
import { SCENARIOS } from "./scenarios.ts";

const run = (...args: string[]) => runCaptured(main, args);

Deno.test("main() refuses what it cannot read, and says what it is", async () => {
  const wrong = [["--nope"], ["--rounds", "0"], ["--only", "pipe,nix"], ["--compare", "/nowhere"]];
  const answers = await Promise.all(wrong.map((args) => run(...args)));
  assertEquals(answers.map(({ code }) => code), [2, 2, 2, 2]);
  const names = [/--nope/, /--rounds 0/, /"nix"/, /\/nowhere/];
  answers.forEach(({ text }, index) => assertMatch(text, names[index] ?? /never/));
});

Deno.test("main() explains every mechanism that it measures", async () => {
  assertEquals(Object.keys(EXPLANATIONS).sort(), SCENARIOS.map(({ id }) => id).sort());
  const { code, text } = await run("explain", "fifo");
  assertEquals(code, 0);
  assertMatch(text, /^FIFO\n\nA pipe with a name/);
  assertEquals((await run("explain", "nix")).code, 2);
});

Deno.test("main() prints what it has measured, also when the page cannot be written", async () => {
  const args = ["--only", "lock", "--rounds", "1", "--json", "--html", "/dev/null/lab.html"];
  const { code, text } = await run(...args);
  assertEquals(code, 2);
  assertMatch(text, /"scenario": "lock"/);
  assertMatch(text, /Cannot write \/dev\/null\/lab.html: /);
});

Deno.test("main() ends at Ctrl-C with 130, and removes what it has made", async () => {
  const ended = await interruptLab(["--only", "pipe", "--rounds", "9999"]);
  assertEquals(ended, { code: 130, stderr: "Interrupted: nothing is left behind\n", left: [] });
});
