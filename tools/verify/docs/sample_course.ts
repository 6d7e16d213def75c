// A small correct course in a temporary folder, for tests to break in one place each.

import { SAMPLE_LESSON, SAMPLE_SHEET } from "../../sheets/sample_sheet.ts";

/** A README without a fault, for the lesson of the sample sheet. */
export const SAMPLE_README = `# 05 Run a pipeline

The last reader decides when a pipeline ends.

## Story

A report hung for a night.

\`\`\`flow
yes --stdout--> (pipe | 64 KiB) --stdin--> head
\`\`\`

## Task

Write [mod.ts](mod.ts):

\`\`\`ts
import { pipeline } from "./mod.ts";

const answer: string = await pipeline();
\`\`\`

## Red

\`\`\`text
T1 pipeline() ends => ./tests/05_pipeline_test.ts:3:6
  called    pipeline()
  expected  an implementation
  got       pipeline() is not written yet: open
            lessons/05_pipeline/mod.ts
  idea      Somebody must tell yes.
  hint      deno task learn hint pipeline --tier 2
\`\`\`

## Green

See \`man 7 pipe\`.

## Look closer

The [cheat sheet](cheatsheet.md) and the [hints](hints.md#concept).
`;

/** Hints without a fault, for the same lesson. */
export const SAMPLE_HINTS = `# Hints for 05 Run a pipeline

## Question

Who waits?

## Concept

Close it.

## Near code

\`reader.cancel()\`
`;

const STUB = `/** Runs a pipeline. */
export function pipeline(): Promise<string> {
  throw new Error("not written yet");
}
`;

/** The sheet of the whole course, without a fault. */
const SAMPLE_OVERVIEW = SAMPLE_SHEET.replace("slug: pipeline", "slug: overview")
  .replace("lesson: 05_pipeline", "lesson: all").replace(" run pipeline", "");

/** The files of the sample course by their path. */
export const SAMPLE_FILES: Readonly<Record<string, string>> = {
  "deno.json": '{ "compilerOptions": { "strict": true, "noUnusedLocals": true } }\n',
  "README.md": "# Course\n\n- [05](lessons/05_pipeline/README.md)\n",
  "CHANGELOG.md": "# Changes\n",
  "CONTRIBUTING.md": "# Contributing\n\nSee [the course](README.md#course).\n",
  "lessons/README.md": "# Compared\n\nThe [sheet](cheatsheet.md).\n",
  "lessons/cheatsheet.md": SAMPLE_OVERVIEW,
  "lessons/05_pipeline/README.md": SAMPLE_README,
  "lessons/05_pipeline/hints.md": SAMPLE_HINTS,
  "lessons/05_pipeline/cheatsheet.md": SAMPLE_SHEET,
  "lessons/05_pipeline/mod.ts": "export const broken: number = 'by the learner';\n",
  "tests/stubs/05_pipeline.ts": STUB,
};

export { SAMPLE_LESSON };

/** Writes the sample course, with some files changed or (undefined) left out, and gives its folder to `use`. */
export async function useCourse<Result>(
  changes: Readonly<Record<string, string | undefined>>,
  use: (root: string) => Promise<Result>,
): Promise<Result> {
  const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "ipc_course_" }));
  try {
    for (const [path, text] of Object.entries({ ...SAMPLE_FILES, ...changes })) {
      if (text === undefined) continue;
      await Deno.mkdir(`${root}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(`${root}/${path}`, text);
    }
    return await use(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}
