// The pages of the sample lesson; its code is in sample_lesson.ts.

/** Makes the README of the sample lesson. */
export function makeReadme(folder: string, number: string): string {
  return `# ${number} Tiny echo

An argument reaches its program as it is.

## Story

Somebody saved a file as \`my  notes\`, and the backup made two of it.

\`\`\`flow
your process --arguments--> child
child --stdout--> (pipe | 64 KiB) --read()--> your process
\`\`\`

## Task

Open [mod.ts](mod.ts) and write \`runTinyEcho()\`:

\`\`\`ts
import { runTinyEcho } from "./mod.ts";

console.log(await runTinyEcho("a  b"));
\`\`\`

- It starts a child that prints \`text\` as it is, and resolves to what was printed.

## Red

\`deno test -P tests/${folder}_test.ts\` begins with

\`\`\`text
T1 runTinyEcho() gives two words back as one text => ./tests/${folder}_test.ts:6:6
error: Todo:
  called    runTinyEcho("a  b")
  expected  an implementation
  got       runTinyEcho() is not written yet: open lessons/${folder}/mod.ts
  idea      A shell cuts at blanks; an argument is not cut.
  hint      deno task learn hint tiny-echo --tier 2
\`\`\`

## Green

- \`man 2 execve\`: the kernel gets the arguments one by one.

## Look closer

Glue the text into a line for \`sh -c\`: T1 notices.

The one-page summary is the [cheat sheet](cheatsheet.md); stuck? Try the [hints](hints.md), one tier at a time.
`;
}

/** Makes the hints of the sample lesson. */
export function makeHints(number: string): string {
  return `# Hints for ${number} Tiny echo

## Question

Who cuts a line into words?

## Concept

A shell does. Hand the text over as an argument of its own.

## Near code

\`printf\` with the arguments \`%s\` and \`text\`.
`;
}

/** Makes the cheat sheet of the sample lesson. */
export function makeSheet(folder: string, number: string): string {
  return `---
title: Arguments stay whole
slug: tiny-echo
lesson: ${folder}
summary: An argument reaches its program as it is.
practise: deno task learn run tiny-echo
tags: argument, shell
---

## In one minute

- The kernel gets arguments one by one.
- A shell cuts a line at blanks.
- So no shell: no cut.

## Picture

\`\`\`flow
you --arguments--> child
\`\`\`

## Calls

| Call                           | Does    | Trap               |
| ------------------------------ | ------- | ------------------ |
| \`new Deno.Command(…).output()\` | runs it | look at the status |

## Pattern

\`\`\`ts
const args = ["%s", "a  b"];
const { stdout } = await new Deno.Command("printf", { args }).output();
console.log(new TextDecoder().decode(stdout));
\`\`\`

## Traps

- Glue the text into a line: blanks cut it.

## See also

- [Lesson ${number}](README.md)
- \`man 2 execve\`
`;
}
