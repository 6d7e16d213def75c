import type { Problem } from "../../course/problem.ts";
import { DENO_ENV } from "../../proc/deno_env.ts";
import { type GroupResult, runGroup } from "../../proc/run_group.ts";
import type { Sheet } from "../../sheets/sheet.ts";
import { makeModule } from "./code_blocks.ts";

/** How the program of a sheet is run. */
export interface PatternOptions {
  /** The course: its deno.json says what is imported from where. */
  readonly root: string;
  /** When it is ended; @default 10_000 */
  readonly timeoutMs?: number;
}

/** Runs the program under Pattern in an empty folder: it must end by itself, well, and leave nothing. */
export async function runPattern(sheet: Sheet, o: PatternOptions): Promise<Problem[]> {
  const { root, timeoutMs = 10_000 } = o;
  const { code, line } = sheet.pattern;
  if (code === "") return []; // parseSheet() says it
  const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "ipc_pattern_" }));
  try {
    const [file, cwd] = [`${dir}/pattern.ts`, `${dir}/tmp`];
    await Deno.writeTextFile(file, makeModule({ path: sheet.path, line, code }, root));
    await Deno.mkdir(cwd);
    const options = ["run", "-A", "--quiet", "--no-check", "--no-lock"];
    const result = await runGroup(
      [Deno.execPath(), ...options, "--config", `${root}/deno.json`, file],
      // TMPDIR: so that its temporary files are seen, too
      { cwd, wallMs: () => timeoutMs, env: { ...DENO_ENV, TMPDIR: cwd } },
    );
    const files = Array.from(Deno.readDirSync(cwd), ({ name }) => name).sort();
    const place = `${sheet.path}:${line}`;
    return describeRun(result, { files, timeoutMs }).map((problem) => ({ place, problem }));
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

function describeRun(
  { code, killed, stdout, stderr, leftovers }: GroupResult,
  { files, timeoutMs }: { files: readonly string[]; timeoutMs: number },
): string[] {
  const problems: string[] = [];
  const output = stdout + stderr;
  const isTimeout = killed === "wall";
  const printed = output.trim() === "" ? "it printed nothing" : `it printed: ${output.trim()}`;
  if (isTimeout) {
    problems.push(
      `the program did not end within ${timeoutMs / 1000} s; make it end by itself; ${printed}`,
    );
  } else if (code !== 0) {
    problems.push(
      `the program ended with exit code ${code}; a sheet shows what works, so 0 is due; ${printed}`,
    );
  }
  if (leftovers.length > 0) {
    const problem = `the program left processes behind (${
      leftovers.join(", ")
    }); end what it starts`;
    problems.push(`${problem}; ${printed}`);
  }
  if (files.length > 0 && !isTimeout) {
    const problem = `the program left files behind (${files.join(", ")}); remove what it makes`;
    problems.push(`${problem}; ${printed}`);
  }
  return problems;
}
