import type { Draft } from "../draft.ts";

/** Renders lesson.json. */
export function renderLessonJson({ title }: Draft): string {
  const fields = {
    title,
    teaches: "TODO(author): State the one idea, as a sentence without a full stop.",
    unit: "TODO(author): Name the part of the course, as in Boxes and pipes.",
    level: 1,
    minutes: 20,
    needs: [],
  };
  return JSON.stringify(fields, undefined, 2) + "\n";
}

/** Renders the lesson's page, with its five sections. */
export function renderReadme({ folder, symbol, title, number }: Draft): string {
  return `# ${String(number).padStart(2, "0")} ${title}

TODO(author): State the one idea in a sentence.

## Story

TODO(author): Tell in three to six lines who needs this, and what went wrong without it. Be believable.

TODO(author): Draw who talks to whom; this is an example.

\`\`\`flow
your process --stdin--> (pipe | 64 KiB) --read()--> child
\`\`\`

## Task

Open [mod.ts](mod.ts) and write \`${symbol}()\`:

\`\`\`ts
import { ${symbol} } from "./mod.ts";

console.log(await ${symbol}("one"));
\`\`\`

- TODO(author): Promise in a few bullets all that the tests check, and nothing else.

## Red

\`deno test -P tests/${folder}_test.ts\` begins with

TODO(author): Paste the first failure into a text block, from its name to its hint.

## Green

- TODO(author): Say where the facts stand, as a manual page in code marks, and what they are on this system.

## Look closer

TODO(author): Let the learner break it on purpose: what to change, and which test notices.

The one-page summary is the [cheat sheet](cheatsheet.md); stuck? Try the [hints](hints.md), one tier at a time.
`;
}

/** Renders the three tiers of hints. */
export function renderHints({ title, number }: Draft): string {
  return `# Hints for ${String(number).padStart(2, "0")} ${title}

## Question

TODO(author): Ask what lets the learner find the idea alone. No answer yet.

## Concept

TODO(author): Explain the idea and the order of things, in words.

## Near code

TODO(author): Name the calls, almost as code.
`;
}
