import type { Lesson } from "../course/lesson.ts";
import { stubFile } from "../course/lesson.ts";
import { cleanLine, cutText } from "../page/clean_text.ts";
import type { CheckResult } from "./check_result.ts";
import type { Step } from "./plan.ts";
import { runTool } from "./run_tool.ts";

export interface TypesOptions {
  readonly lessons: readonly Lesson[];
  readonly steps: readonly Step[];
  /** All modules that must compile, those of the steps among them. */
  readonly modules: readonly string[];
}

/**
 * Gate e: solution and variants export the same names and types as the stub; and the part of gate g that needs the
 * compiler: one run for all, which reads each module once.
 */
export async function checkTypes(
  root: string,
  { lessons, steps, modules }: TypesOptions,
): Promise<CheckResult[]> {
  const start = performance.now();
  const dir = await Deno.makeTempDir({ prefix: "ipc-types-" });
  try {
    const files = new Map<string, Step>();
    for (const lesson of lessons) {
      const names = await listTypes(root, lesson);
      const own = steps.filter((step) => step.job.lesson === lesson && step.name !== "stub");
      for (const [index, step] of own.entries()) {
        const file = `${dir}/${lesson.folder}_${index}.ts`;
        await Deno.writeTextFile(file, renderCheck(root, step, names));
        files.set(file, step);
      }
    }
    const flags = ["check", "--no-lock", "--config", `${root}/deno.json`];
    const { code, text } = await runTool(root, [...flags, ...modules, ...files.keys()]);
    const errors = code === 0 ? [] : listErrors(text);
    const ms = Math.round(performance.now() - start);
    const types = [...files].map(([file, step]): CheckResult => ({
      gate: "types",
      slug: step.job.lesson.slug,
      name: `types of ${step.name}`,
      problems: errors.filter((error) => isAbout(error, [file, step.job.subject.path])),
      skips: [],
      ms: Math.round(ms / files.size),
    }));
    const others = errors.filter((error) => !isAbout(error, [...files.keys()]));
    const isExplained = code === 0 || errors.length > 0;
    const problems = isExplained ? others : [`the compiler ended with ${code}: ${oneLine(text)}`];
    return [
      ...types,
      { gate: "repo", slug: undefined, name: "deno check", problems, skips: [], ms },
    ];
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** Assigns the subject to the stub's type, and each exported type to the stub's and back. */
function renderCheck(root: string, step: Step, types: readonly ExportedType[]): string {
  const stub = `file://${root}/${stubFile(step.job.lesson)}`;
  const lines = [
    `import * as stub from ${JSON.stringify(stub)};`,
    `import * as subject from ${JSON.stringify(`file://${step.job.subject.path}`)};`,
    "export const module: typeof stub = subject;",
    "type SameNames = [keyof typeof subject, keyof typeof stub] extends",
    "  [keyof typeof stub, keyof typeof subject] ? true : never;",
    "export const names: SameNames = true;",
  ];
  for (const { name, parameters } of types) {
    const args = parameters.length === 0 ? "" : `<${parameters.map(() => "unknown").join(", ")}>`;
    lines.push(
      `export const to_${name} = (value: subject.${name}${args}): stub.${name}${args} => value;`,
      `export const from_${name} = (value: stub.${name}${args}): subject.${name}${args} => value;`,
    );
  }
  return lines.join("\n") + "\n";
}

interface ExportedType {
  readonly name: string;
  readonly parameters: readonly string[];
}

/** Names of the interfaces and type aliases that a stub exports. */
async function listTypes(root: string, lesson: Lesson): Promise<ExportedType[]> {
  const text = await Deno.readTextFile(`${root}/${stubFile(lesson)}`);
  const found = text.matchAll(/^export (?:interface|type) (\w+)(?:<([^>]*)>)?/gm);
  return Array.from(found, ([, name = "", parameters = ""]) => ({
    name,
    parameters: parameters === "" ? [] : parameters.split(","),
  }));
}

/** The compiler's messages; it names each file that it reads as well. */
function listErrors(text: string): string[] {
  return text.replace(/^Check .*\n/gm, "").split(/\n\n/).filter((block) =>
    block.includes("[ERROR]")
  ).map(oneLine);
}

function isAbout(error: string, files: readonly string[]): boolean {
  return files.some((file) => error.includes(`file://${file}:`));
}

const oneLine = (text: string) => cutText(cleanLine(text), 4_000, "...");
