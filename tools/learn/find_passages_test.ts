import { assertEquals } from "@std/assert";
import { findPassages } from "./find_passages.ts";

const README = `# 05 Pipeline

## Story

A stage that stops reading early is in the story, too.

## Task

Open [mod.ts](mod.ts) and write \`pipeline()\`:

\`\`\`ts
await pipeline([["a stage that stops reading early"]]);
\`\`\`

- It starts all stages at once.
- A stage that stops reading early is no error, but the stage to its
  left must be [told](told.md): it dies of SIGPIPE.

| Stage | Stops reading early |
| ----- | ------------------- |

- With \`pipefail\` it is the rightmost one that is not 0.

## Red

A stage that stops reading early.
`;

Deno.test("findPassages() finds the item of the Task that speaks of the failure", () => {
  assertEquals(findPassages(README, "T3 pipeline() ends when the last stage stops reading"), [
    "A stage that stops reading early is no error, but the stage to its left must be told: it dies of SIGPIPE.",
  ]);
});

Deno.test("findPassages() finds an item by a name in code alone", () => {
  assertEquals(findPassages(README, "pipeline(…, { pipefail: true })"), [
    "With `pipefail` it is the rightmost one that is not 0.",
  ]);
});

Deno.test("findPassages() finds nothing where nothing fits, or without a Task section", () => {
  assertEquals(findPassages(README, "an entirely different matter"), []);
  assertEquals(findPassages("# Other\n\n## Story\n\npipeline()\n", "pipeline()"), []);
});
