import { parseJunit } from "../course/parse_junit.ts";
import { hashFiles, listFiles } from "./cache.ts";
import type { CheckResult } from "./check_result.ts";
import { runTool } from "./run_tool.ts";
import type { Task } from "./task.ts";

/** Where tests stand beside what they test. */
const UNIT_DIRS = ["tools", "tests/harness", "lessons/lib"];

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

/**
 * The tests beside tools, harness and given helpers, a process for each folder: tests that look at their whole process, or
 * end its children, must not run beside others in it. The largest folders come first, for they take longest.
 */
export async function planUnitTests(root: string, base: string): Promise<Task[]> {
  const tried = TRIED_LESSONS.flatMap((folder) =>
    ["lessons", "solutions", "tests/wrong", "tests/right"].map((dir) => `${dir}/${folder}`)
  );
  const measured = MEASURED_LESSONS.map((folder) => `solutions/${folder}`);
  const dirs = [...UNIT_DIRS, "tests/fixtures", ...tried, ...measured];
  const hash = await hashFiles(await listFiles(root, dirs), base);
  const files = (await listFiles(root, UNIT_DIRS)).filter((file) => file.endsWith("_test.ts"));
  const folders = Map.groupBy(files, (file) => file.slice(root.length + 1, file.lastIndexOf("/")));
  return [...folders].sort(([, a], [, b]) => b.length - a.length).map(([folder, own]) => ({
    name: `unit tests of ${folder}`,
    isHeavy: true,
    key: () => Promise.resolve(hash),
    run: () => runUnitTests(root, folder, own),
  }));
}

/** Runs the tests of one folder; each of them counts as one check. */
async function runUnitTests(
  root: string,
  folder: string,
  files: readonly string[],
): Promise<CheckResult[]> {
  const start = performance.now();
  const dir = await Deno.makeTempDir({ prefix: "ipc-unit-" });
  const junit = `${dir}/junit.xml`;
  const flags = ["-A", "--no-check", "--no-lock", "--quiet", `--junit-path=${junit}`];
  try {
    const { code, text } = await runTool(root, ["test", ...flags, ...files]);
    const cases = parseJunit(await Deno.readTextFile(junit).catch(() => ""));
    const ms = Math.round((performance.now() - start) / Math.max(1, cases.length));
    const result = (name: string, problems: string[]): CheckResult => ({
      gate: "repo",
      slug: undefined,
      name,
      problems,
      skips: [],
      ms,
    });
    const results = cases.map((one) =>
      result(`unit test: ${one.name}`, one.failure === undefined ? [] : [one.failure])
    );
    const isExplained = results.length > 0 &&
      (code === 0) === results.every((one) => one.problems.length === 0);
    if (isExplained) return results;
    const problem = `the unit tests ended with ${code}:\n${text.trim().slice(-4_000)}`;
    return [...results, result(`unit tests of ${folder}`, [problem])];
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}
