import { walk } from "@std/fs";
import { parseJunit } from "../course/parse_junit.ts";
import type { Lesson } from "../course/lesson.ts";
import { hashFiles, listFiles } from "./cache.ts";
import type { CheckResult } from "./check_result.ts";
import { listWhole } from "./check_whole.ts";
import { runTool } from "./run_tool.ts";
import type { Task } from "./task.ts";

/** The learner's own files: whatever state they are in, they never make verify red. */
const LEARNERS = /^lessons\/\d\d_[^/]+\/mod\.ts$/;

/** What the tools' own tests run beside tools, harness and given helpers: the lessons that they copy. */
const TRIED_LESSONS = ["01_sealed_box", "02_drain_both_ends"];

/** The answers that the lab measures in its tests. */
const MEASURED_LESSONS = [
  "04_length_frames",
  "05_pipeline",
  "06_connection",
  "07_fifo_rendezvous",
  "08_fifo_logger",
  "09_typed_queue",
  "10_kernel_queue",
  "12_atomic_counter",
  "13_file_lock",
  "15_ring_buffer",
  "19_unix_server",
  "20_tcp_rpc",
  "21_udp_datagrams",
  "23_worker_pool",
  "24_pubsub_broker",
];

/** Gate g: formatting, lint, types, doc comments and the tools' own tests. */
export async function planRepo(root: string, isStrict: boolean): Promise<Task[]> {
  const files = await listModules(root, isStrict);
  const formatted = await listFormatted(root, files);
  const base = await hashFiles([`${root}/deno.json`], Deno.version.deno);
  const tool = (name: string, args: readonly string[], inputs: readonly string[]): Task => ({
    name,
    key: () => hashFiles(inputs.map((file) => `${root}/${file}`), base),
    run: async () => [await checkTool(root, name, [...args, ...inputs])],
  });
  return [
    planUnitTests(root, base),
    tool("deno check", ["check", "--no-lock"], files),
    tool("deno fmt --check", ["fmt", "--check"], formatted),
    tool("deno lint", ["lint"], files),
    tool("deno doc --lint", ["doc", "--lint"], files.filter(isPublic)),
  ];
}

/** The same for the files of some lessons alone: for who writes one, here or in a folder of their own. */
export async function planFiles(root: string, lessons: readonly Lesson[]): Promise<Task[]> {
  const files = (await Promise.all(lessons.map((lesson) => listWhole(root, lesson)))).flat();
  const known = files.filter((file) => !LEARNERS.test(file.slice(root.length + 1)));
  const modules = known.filter((file) => file.endsWith(".ts"));
  const base = await hashFiles([`${root}/deno.json`], Deno.version.deno);
  const tool = (name: string, args: readonly string[], inputs: readonly string[]): Task => ({
    name,
    key: () => hashFiles(inputs, base),
    run: async () => [await checkTool(root, name, [...args, ...inputs])],
  });
  return [
    tool("deno check", ["check", "--no-lock"], modules),
    tool("deno fmt --check", ["fmt", "--check"], known),
    tool("deno lint", ["lint"], modules),
  ];
}

function planUnitTests(root: string, base: string): Task {
  const tried = TRIED_LESSONS.flatMap((folder) =>
    ["lessons", "solutions", "tests/wrong", "tests/right"].map((dir) => `${dir}/${folder}`)
  );
  const measured = MEASURED_LESSONS.map((folder) => `solutions/${folder}`);
  const dirs = ["tools", "tests/harness", "tests/fixtures", "lessons/lib", ...tried, ...measured];
  return {
    name: "unit tests",
    key: async () => await hashFiles(await listFiles(root, dirs), base),
    run: () => checkUnitTests(root),
  };
}

async function checkTool(
  root: string,
  name: string,
  args: readonly string[],
): Promise<CheckResult> {
  const start = performance.now();
  const { code, text } = await runTool(root, args);
  const lines = text.split("\n").filter((line) => !line.startsWith("Check "));
  const problems = code === 0 ? [] : [lines.join("\n").trim().slice(0, 4_000)];
  const ms = Math.round(performance.now() - start);
  return { gate: "repo", slug: undefined, name, problems, skips: [], ms };
}

/** Runs the tests beside tools, harness and given helpers; each of them counts as one check. */
async function checkUnitTests(root: string): Promise<CheckResult[]> {
  const start = performance.now();
  const dir = await Deno.makeTempDir({ prefix: "ipc-unit-" });
  const junit = `${dir}/junit.xml`;
  const flags = ["-A", "--no-check", "--no-lock", "--quiet", "--parallel", `--junit-path=${junit}`];
  try {
    const { code, text } = await runTool(root, [
      "test",
      ...flags,
      "tools/",
      "tests/harness/",
      "lessons/lib/",
    ]);
    const cases = parseJunit(await Deno.readTextFile(junit).catch(() => ""));
    const ms = Math.round((performance.now() - start) / Math.max(1, cases.length));
    const results = cases.map((one): CheckResult => ({
      gate: "repo",
      slug: undefined,
      name: `unit test: ${one.name}`,
      problems: one.failure === undefined ? [] : [one.failure],
      skips: [],
      ms,
    }));
    const isExplained = results.length > 0 &&
      (code === 0) === results.every((one) => one.problems.length === 0);
    if (isExplained) return results;
    const problems = [`the unit tests ended with ${code}:\n${text.trim().slice(-4_000)}`];
    return [...results, {
      gate: "repo",
      slug: undefined,
      name: "unit tests",
      problems,
      skips: [],
      ms,
    }];
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

function isPublic(file: string): boolean {
  return file.startsWith("lessons/lib/") && !file.endsWith("_test.ts");
}

/** All TypeScript of the course, relative; the learner's own files only in a clean checkout. */
async function listModules(root: string, withLearners: boolean): Promise<string[]> {
  const files: string[] = [];
  for (const dir of ["lessons", "solutions", "tests", "tools"]) {
    for await (const entry of walk(`${root}/${dir}`, { includeDirs: false, exts: [".ts"] })) {
      const file = entry.path.slice(root.length + 1);
      if (withLearners || !LEARNERS.test(file)) files.push(file);
    }
  }
  return files.sort();
}

async function listFormatted(root: string, modules: readonly string[]): Promise<string[]> {
  const files = [...modules];
  for await (
    const entry of walk(root, {
      includeDirs: false,
      exts: [".md", ".json"],
      skip: [/\/\./, /node_modules/],
    })
  ) {
    const file = entry.path.slice(root.length + 1);
    if (file !== "CHANGELOG.md") files.push(file);
  }
  return files;
}
