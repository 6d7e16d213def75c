import { assertEquals, assertStringIncludes } from "@std/assert";
import { makeStyles } from "../term/style.ts";
import { countColumns } from "../term/wrap.ts";
import { renderTerminal } from "./render_terminal.ts";
import { parseSample } from "./sample_sheet.ts";

const PLAIN = { isPlain: false, styles: makeStyles(false) };

Deno.test("renderTerminal() shows all six sections and the command that practises them", () => {
  assertEquals(
    renderTerminal(parseSample(), { ...PLAIN, columns: 60 }),
    `Pipelines
The last reader decides when a pipeline ends.

In one minute

- One: \`head\` leaves.
- Two: \`yes\` gets EPIPE.
- Three: all end.

Picture

┌─────┐           ╭────────╮          ┌──────┐
│ yes │──stdout─▶ │  pipe  │──stdin─▶ │ head │
│     │           │ 64 KiB │          │      │
└─────┘           ╰────────╯          └──────┘

Calls

Call                   Does
─────────────────────  ──────
\`new Deno.Command(…)\`  starts
\`child.status\`         waits

Pattern

  const child = new Deno.Command("true").spawn();
  console.log((await child.status).code);

Traps

- Who waits for \`yes\` waits for ever.

See also

- Lesson 05 (lessons/05_pipeline/README.md)
- \`man 7 pipe\`

Practise: deno task learn run pipeline`,
  );
});

Deno.test("renderTerminal() draws no box and no column when it is to be plain", () => {
  const text = renderTerminal(parseSample(), { ...PLAIN, isPlain: true, columns: 60 });
  assertEquals(/[─-╿▶▼]/.test(text), false, text);
  assertStringIncludes(text, "yes --stdout--> (pipe | 64 KiB) --stdin--> head\n");
  assertStringIncludes(text, "- `child.status`\n  Does: waits\n");
});

for (const columns of [20, 34, 45, 60, 1000]) {
  Deno.test(`renderTerminal() breaks prose and tables at ${columns} columns`, () => {
    const sheet = parseSample("starts", "starts a program and gives back its handle");
    const text = renderTerminal(sheet, { ...PLAIN, columns });
    const wide = text.split("\n").filter((line) =>
      countColumns(line) > columns && !line.startsWith("  c") // a program is never broken
    );
    assertEquals(wide, []);
  });
}

Deno.test("renderTerminal() wraps the last cell below itself", () => {
  const sheet = parseSample("starts", "starts a program and gives its handle back");
  const text = renderTerminal(sheet, { ...PLAIN, columns: 50 });
  assertStringIncludes(
    text,
    `
\`new Deno.Command(…)\`  starts a program and gives
                       its handle back
\`child.status\`         waits
`,
  );
});

Deno.test("renderTerminal() makes cards of a table where too little is left for its last cell", () => {
  const sheet = parseSample("starts", "starts a program and gives its handle back");
  const text = renderTerminal(sheet, { ...PLAIN, columns: 40 });
  assertStringIncludes(text, "- `new Deno.Command(…)`\n  Does: starts a program and gives its\n");
});

Deno.test("renderTerminal() colours what is code without dropping its backticks", () => {
  const options = { isPlain: false, columns: 60, styles: makeStyles(true) };
  const text = renderTerminal(parseSample(), options);
  assertStringIncludes(text, "\x1b[1m`head`\x1b[22m leaves.");
});

Deno.test("renderTerminal() leaves a link to another site as it is", () => {
  const sheet = parseSample("[Lesson 05](README.md)", "[Deno](https://deno.com/a)");
  const text = renderTerminal(sheet, { ...PLAIN, columns: 60 });
  assertStringIncludes(text, "- Deno (https://deno.com/a)\n");
});
