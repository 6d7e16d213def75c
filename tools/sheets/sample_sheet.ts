// A correct cheat sheet and its lesson, for tests to break in one place each.

import type { Lesson } from "../course/lesson.ts";
import type { Sheet } from "./sheet.ts";
import { parseSheet } from "./parse_sheet.ts";

/** Where the sample sheet would be. */
export const SAMPLE_PATH = "lessons/05_pipeline/cheatsheet.md";

/** The lesson of the sample sheet. */
export const SAMPLE_LESSON: Lesson = {
  folder: "05_pipeline",
  number: 5,
  slug: "pipeline",
  title: "Run a pipeline",
  teaches: "the last reader decides when a pipeline ends",
  unit: "Boxes and pipes",
  level: 3,
  minutes: 30,
  needs: [],
};

/** A sheet without a fault. */
export const SAMPLE_SHEET = `---
title: Pipelines
slug: pipeline
lesson: 05_pipeline
summary: The last reader decides when a pipeline ends.
practise: deno task learn run pipeline
tags: pipe, EPIPE
---

## In one minute

- One: \`head\` leaves.
- Two: \`yes\` gets **EPIPE**.
- Three: all end.

## Picture

\`\`\`flow
yes --stdout--> (pipe | 64 KiB) --stdin--> head
\`\`\`

## Calls

| Call | Does |
| ---- | ---- |
| \`new Deno.Command(…)\` | starts |
| \`child.status\` | waits |

## Pattern

\`\`\`ts
const child = new Deno.Command("true").spawn();
console.log((await child.status).code);
\`\`\`

## Traps

- Who waits for \`yes\` waits for ever.

## See also

- [Lesson 05](README.md)
- \`man 7 pipe\`
`;

/** Parses the sample sheet with one piece of its text replaced. */
export function parseSample(from = "", to = ""): Sheet {
  if (!SAMPLE_SHEET.includes(from)) throw new RangeError(`the sample does not hold "${from}"`);
  return parseSheet(SAMPLE_SHEET.replace(from, () => to), SAMPLE_PATH);
}
