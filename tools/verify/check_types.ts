import type { Lesson } from "../course/lesson.ts";
import { stubFile } from "../course/lesson.ts";
import type { CheckResult } from "./check_result.ts";
import type { Step } from "./plan.ts";
import { runTool } from "./run_tool.ts";

/** Gate e: solution and variants export the same names and types as the stub; one compiler run for all. */
export async function checkTypes(
  root: string,
  lessons: readonly Lesson[],
  steps: readonly Step[],
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
    const result = await runTool(root, [
      "check",
      "--no-lock",
      "--config",
      `${root}/deno.json`,
      ...files.keys(),
    ]);
    const ms = Math.round(performance.now() - start);
    return [...files].map(([file, step]) => ({
      gate: "types",
      slug: step.job.lesson.slug,
      name: `types of ${step.name}`,
      problems: result.code === 0 ? [] : findErrors(result.text, [file, step.job.subject.path]),
      skips: [],
      ms: Math.round(ms / files.size),
    }));
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

/** The compiler's messages about these files; all of them when none can be told apart. */
function findErrors(text: string, files: readonly string[]): string[] {
  const blocks = text.split(/\n\n/).filter((block) => block.includes("[ERROR]"));
  return blocks
    .filter((block) => files.some((file) => block.includes(`file://${file}:`)))
    .map((block) => block.replace(/\s+/g, " ").trim());
}
