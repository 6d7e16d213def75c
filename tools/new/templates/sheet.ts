import type { Draft } from "../draft.ts";

/** Renders the cheat sheet: one page, with its six sections. */
export function renderSheet({ folder, slug, number, title }: Draft): string {
  return `---
title: ${title}
slug: ${slug}
lesson: ${folder}
summary: TODO(author) Say it in one line, which is shown in lists.
practise: deno task learn run ${slug}
tags: TODO(author) Name two to five words
---

## In one minute

- TODO(author): Write three to six bullets.
- TODO(author): Each one is a fact.
- TODO(author): Each one fits on a line.

## Picture

\`\`\`flow
TODO(author) Draw who talks to whom --stdin--> child
\`\`\`

## Calls

| Call                 | Does           | Trap                                         |
| -------------------- | -------------- | -------------------------------------------- |
| \`new Deno.Command()\` | starts a child | TODO(author): List the calls and their traps |

## Pattern

\`\`\`ts
// TODO(author): Show the idea in at most 15 lines; the program is run.
console.log("it ends by itself");
\`\`\`

## Traps

- TODO(author): Name the mistakes of tests/wrong, one bullet each.

## See also

- [Lesson ${String(number).padStart(2, "0")}](README.md)
- TODO(author): Name the manual pages, in code marks.
`;
}
