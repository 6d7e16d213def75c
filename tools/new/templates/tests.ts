import type { Draft } from "../draft.ts";

/** Renders the tests, with one of them as an example that runs. */
export function renderTests({ folder, symbol }: Draft): string {
  return `import { check, lesson } from "./harness/mod.ts";
import type * as Stub from "./stubs/${folder}.ts";

const { fact } = lesson<typeof Stub>(import.meta);

// TODO(author): Write one test for each fact that the task promises, T1 to Tn; this one is an example.
Deno.test(fact("T1 ${symbol}() gives its text back", {
  call: '${symbol}("one")',
  idea: "TODO(author): Say in one or two sentences why this is so, for who just failed it.",
  hint: 1,
}, async (t) => {
  check("text", await t.subject.${symbol}("one"), "one");
}));
`;
}
