import { pathToFileURL } from "node:url";
import type { Problem } from "../../course/problem.ts";
import { DENO_ENV } from "../../proc/deno_env.ts";
import { runGroup } from "../../proc/run_group.ts";
import { isKind, parseBlocks, walkBlock } from "../../sheets/parse_blocks.ts";
import type { Page } from "./page.ts";

/** A ```ts block of a page. */
export interface CodeBlock {
  readonly path: string;
  /** The line of the page that the code starts on. */
  readonly line: number;
  readonly code: string;
}

/** A block as a module of its own. */
export interface WrittenBlock {
  readonly block: CodeBlock;
  readonly url: string;
}

const CHECK_TIMEOUT_MS = 120_000;

/** An example shows a value without using it; the compiler calls that unused (TypeScript's numbers for it). */
const UNUSED = ["6133", "6138", "6192", "6196", "6198", "6199", "6205"];

/** Finds the ```ts blocks of a page, also in lists; those marked `ts ignore` are left out. */
export function extractBlocks({ path, text }: Page): CodeBlock[] {
  const cut = /^---\n[\s\S]*?\n---\n/.exec(text)?.[0] ?? ""; // front matter
  const blocks = parseBlocks(text.slice(cut.length), cut.split("\n").length);
  return blocks.flatMap(walkBlock).flatMap(({ token, line }) =>
    isKind(token, "code") && /^(ts|typescript)$/.test(token.lang ?? "")
      ? [{ path, line: line + 1, code: token.text }]
      : []
  );
}

/** Turns a block into a module: `./mod.ts` becomes the lesson's stub, as it is before anybody edits it. */
export function makeModule({ path, code }: CodeBlock, root: string): string {
  const folder = /^lessons\/([^/]+)\//.exec(path)?.[1];
  const stub = pathToFileURL(`${root}/tests/stubs/${folder}.ts`).href;
  const linked = folder === undefined ? code : code.replaceAll(/(["'])\.\/mod\.ts\1/g, `"${stub}"`);
  return `${linked}\nexport {};\n`; // a module, so that `await` may stand at its top level
}

/** Writes each block into `dir` as a module whose lines are those of the block. */
export async function writeBlocks(
  blocks: readonly CodeBlock[],
  { dir, root }: { dir: string; root: string },
): Promise<WrittenBlock[]> {
  return await Promise.all(blocks.map(async (block, index) => {
    const file = `${dir}/block_${index}.ts`;
    await Deno.writeTextFile(file, makeModule(block, root));
    return { block, url: pathToFileURL(file).href };
  }));
}

/** Type-checks all blocks by one run of the compiler, with the settings of the course. */
export async function checkBlocks(root: string, blocks: readonly CodeBlock[]): Promise<Problem[]> {
  if (blocks.length === 0) return [];
  const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "ipc_docs_" }));
  try {
    const written = await writeBlocks(blocks, { dir, root });
    const options = ["check", "--quiet", "--no-lock", "--config", `${root}/deno.json`];
    const { code, killed, stdout, stderr } = await runGroup(
      [Deno.execPath(), ...options, ...written.map(({ url }) => url)],
      { cwd: dir, env: DENO_ENV, wallMs: () => CHECK_TIMEOUT_MS },
    );
    if (code === 0) return [];
    if (killed !== undefined) {
      const problem = `"deno check" did not end within ${CHECK_TIMEOUT_MS / 1000} s; run it again`;
      return [{ place: "code blocks", problem }];
    }
    return parseDiagnostics(stdout + stderr, written);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** Maps what `deno check` printed back to the pages. */
export function parseDiagnostics(output: string, written: readonly WrittenBlock[]): Problem[] {
  const entry = /^(?:TS(\d+) \[ERROR\]|error): ([\s\S]*?)\n\s+at (file:\S+):(\d+):\d+$/gm;
  const found = [...output.matchAll(entry)];
  if (found.length === 0) {
    const problem = `"deno check" failed and named no line; it said: ${output.trim()}`;
    return [{ place: "code blocks", problem }];
  }
  return found.flatMap(([, code, text = "", url, line]) => {
    if (code !== undefined && UNUSED.includes(code)) return [];
    const block = written.find((one) => one.url === url)?.block;
    const place = block === undefined
      ? `${url}:${line}`
      : `${block.path}:${block.line + Number(line) - 1}`;
    const problem = `the code does not compile: ${withoutExcerpt(text)}` +
      (code === undefined ? " (later blocks were not looked at: run this again afterwards)" : "") +
      "; correct it, or mark a fragment as ```ts ignore";
    return [{ place, problem }];
  });
}

/** The compiler repeats the line at fault, with marks below it or a bar before it. */
function withoutExcerpt(message: string): string {
  const lines = message.split("\n").filter((line) => !/^\s*\d*\s*\|/.test(line));
  if (/^\s*[~^]+\s*$/.test(lines.at(-1) ?? "")) lines.splice(-2);
  return lines.map((line) => line.trim()).join(" ");
}
