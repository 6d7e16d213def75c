// A tiny lesson that is whole, for a test to put in the place of the scaffold's files.
import type { Draft } from "./draft.ts";
import { makeHints, makeReadme, makeSheet } from "./sample_pages.ts";

/** Renders the finished files of the lesson `tiny-echo`: text by path. */
export function renderSample({ folder }: Draft): Map<string, string> {
  const number = folder.slice(0, 2);
  const [right, wrong] = [`tests/right/${folder}`, `tests/wrong/${folder}`];
  const stub = makeStub(folder);
  return new Map([
    [`tests/stubs/${folder}.ts`, stub],
    [`lessons/${folder}/mod.ts`, stub],
    [`tests/${folder}_test.ts`, makeTests(folder)],
    [`solutions/${folder}/mod.ts`, makeSubject('["-c", \'printf %s "$1"\', "sh", text]', "sh")],
    [`${right}/second_style.ts`, `// @style no shell at all\n\n${makeSubject('["%s", text]')}`],
    [`${right}/third_style.ts`, `// @style by way of an environment variable\n\n${BY_ENV}`],
    [`${wrong}/first_mistake.ts`, WRONG_HEADER + makeSubject('["-c", `printf %s ${text}`]', "sh")],
    [`tests/observed/${folder}.ts`, makeObserved(folder)],
    [`lessons/${folder}/lesson.json`, LESSON_JSON],
    [`lessons/${folder}/README.md`, makeReadme(folder, number)],
    [`lessons/${folder}/hints.md`, makeHints(number)],
    [`lessons/${folder}/cheatsheet.md`, makeSheet(folder, number)],
  ]);
}

const WRONG_HEADER = `// @test tiny-echo/T1
// @says "text is "ab""
// @mistake gluing the text into a line that a shell reads

`;

const BY_ENV = `export async function runTinyEcho(text: string): Promise<string> {
  const args = ["-c", 'printf %s "$TEXT"'];
  const { stdout } = await new Deno.Command("sh", { args, env: { TEXT: text } }).output();
  return new TextDecoder().decode(stdout);
}
`;

const LESSON_JSON = `{
  "title": "Tiny echo",
  "teaches": "an argument reaches its program as it is",
  "unit": "My own",
  "level": 1,
  "minutes": 5,
  "needs": []
}
`;

function makeSubject(args: string, program = "printf"): string {
  return `export async function runTinyEcho(text: string): Promise<string> {
  const args = ${args};
  const { stdout } = await new Deno.Command("${program}", { args }).output();
  return new TextDecoder().decode(stdout);
}
`;
}

function makeStub(folder: string): string {
  return `import { Todo } from "#lib/todo.ts";

/** Returns what a child prints that got \`text\` as an argument and prints it as it is. */
export function runTinyEcho(_text: string): Promise<string> {
  // TODO: start a child and wait for its output
  throw new Todo("${folder}", "runTinyEcho()");
}
`;
}

function makeTests(folder: string): string {
  return `import { check, lesson } from "./harness/mod.ts";
import type * as Stub from "./stubs/${folder}.ts";

const { fact } = lesson<typeof Stub>(import.meta);

Deno.test(fact("T1 runTinyEcho() gives two words back as one text", {
  call: 'runTinyEcho("a  b")',
  idea: "A shell cuts at blanks; an argument is not cut.",
  hint: 2,
}, async (t) => {
  check("text", await t.subject.runTinyEcho("a  b"), "a  b");
}));
`;
}

function makeObserved(folder: string): string {
  return `import type { ObservedCase } from "../harness/observed.ts";
import type { Random } from "../harness/random.ts";
import type * as Stub from "../stubs/${folder}.ts";

type Input = { text: string };
type Seen = { text: string };

export function cases(random: Random): ObservedCase<Input>[] {
  const word = () => random.bytes(4).toHex();
  return [
    { name: "one word", input: { text: word() } },
    { name: "two words", input: { text: \`\${word()} \${word()}\` } },
  ];
}

export async function observe(module: typeof Stub, { text }: Input): Promise<Seen> {
  return { text: await module.runTinyEcho(text) };
}

export function judge({ text }: Input, seen: Seen): string | undefined {
  return seen.text === text ? undefined : \`it gave "\${seen.text}"; it ought to give "\${text}"\`;
}
`;
}
