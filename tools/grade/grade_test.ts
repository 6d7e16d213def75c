// The whole command, for real: these tests need bubblewrap, and say so where it does not work.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { isLeftOut } from "../../tests/harness/left_out.ts";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import type { Io } from "../term/io.ts";
import { makeReportReader } from "./formats/load_report.ts";
import type { Change } from "./list_changes.ts";
import { main } from "./main.ts";
import type { Report } from "./report.ts";
import { probeIsolation } from "./sandbox/probe.ts";
import { commit } from "./self_test/hostile_repositories.ts";
import { makeZip } from "./self_test/make_zip.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");
const isolation = await probeIsolation(false);
const ignore = isLeftOut(
  import.meta,
  "problem" in isolation ? `needs a sandbox: ${isolation.problem}` : undefined,
);

/** Runs the command; returns its exit code and what it printed. */
async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: "", err: "" };
  const io: Io = {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    color: false,
    isTerminal: false,
    columns: 80,
    now: Date.now,
  };
  return { code: await main(args, io), ...said };
}

/** Grades a solution and a few attacks in one go; calls `use` with their reports and where they are. */
async function withReports(
  use: (reports: Map<string, Report>, args: string[], dir: string) => void | Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  const subjects = {
    solution: "solutions/05_pipeline/mod.ts",
    stub: "tests/stubs/05_pipeline.ts",
    exits: "tools/grade/attacks/exits_by_libc.ts",
    forges: "tools/grade/attacks/forges_all_results.ts",
    searches: "tools/grade/attacks/searches_the_solution.ts",
  };
  try {
    for (const [name, path] of Object.entries(subjects)) {
      await Deno.mkdir(`${dir}/${name}`);
      await Deno.copyFile(`${ROOT}/${path}`, `${dir}/${name}/05_pipeline.ts`);
    }
    const folders = Object.keys(subjects).map((name) => `${dir}/${name}`);
    const args = [...folders, "--only", "pipeline", "--out", `${dir}/out`, "--json"];
    const { code, out } = await run(...args);
    assertEquals(code, 0);
    const reports: Report[] = JSON.parse(out);
    await use(new Map(reports.map((report) => [report.submission.id, report])), args, dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("grade gives marks for solutions alone, and says why not for the rest", {
  ignore,
}, async () => {
  await withReports(async (reports, args, dir) => {
    const brief = [...reports].map(([id, { lessons: [lesson], score, isComplete }]) => [
      id,
      lesson?.status,
      score,
      lesson?.needsReview,
      isComplete,
    ]);
    assertEquals(brief, [
      ["solution", "pass", 1, false, true],
      ["stub", "fail", 0, false, true],
      ["exits", "tampered", 0, true, true],
      ["forges", "tampered", 0, true, true],
      ["searches", "fail", 0, false, true],
    ]);
    const read = await makeReportReader();
    const problems = [...reports.values()].filter((one) => "problem" in read(JSON.stringify(one)));
    assertEquals(problems, []);
    const cause = reports.get("forges")?.lessons[0]?.cause ?? "";
    assertStringIncludes(cause, "reports success");
    const levels = new Set([...reports.values()].map((report) => report.isolation.level));
    assertEquals([...levels], ["bwrap"]);
    const again = await run(...args);
    assertEquals(JSON.parse(again.out), [...reports.values()]); // started and wallMs as well: kept
    await checkPolicy(reports, args, dir);
  });
});

Deno.test("grade takes folders, archives and commits alike, and says what it leaves out", {
  ignore,
}, async () => {
  const dir = await Deno.makeTempDir();
  try {
    const contents = await Deno.readTextFile(`${ROOT}/solutions/05_pipeline/mod.ts`);
    const name = "anna/lessons/05_pipeline/mod.ts";
    for (const path of ["all/ben", "carl"]) {
      await Deno.mkdir(`${dir}/${path}/05_pipeline`, { recursive: true });
      await Deno.writeTextFile(`${dir}/${path}/05_pipeline/mod.ts`, contents);
    }
    await Deno.writeFile(`${dir}/all/anna.zip`, makeZip([{ name, contents }]));
    await Deno.writeTextFile(`${dir}/all/grades.csv`, "");
    const id = await commit(`${dir}/carl`);
    const submissions = [`${dir}/carl@HEAD`, "--all-in", `${dir}/all`, "--only", "pipeline"];
    const { code, out, err } = await run(...submissions, "--out", `${dir}/out`, "--json");
    assertEquals(code, 0);
    assertStringIncludes(err, 'skipped "grades.csv"');
    const reports: Report[] = JSON.parse(out);
    assertEquals(
      reports.map(({ submission, score }) => [submission.id, submission.commit, score]),
      [["carl", id, 1], ["anna", undefined, 1], ["ben", undefined, 1]],
    );
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

/** Scores the same reports by a policy: other points, the same findings, and what is old and new. */
async function checkPolicy(
  reports: Map<string, Report>,
  args: string[],
  dir: string,
): Promise<void> {
  const policy = { partialCredit: "checks", lessons: { pipeline: 2 } };
  await Deno.writeTextFile(`${dir}/policy.json`, JSON.stringify(policy));
  const scored: (Report & { changes: Change[] })[] = JSON.parse(
    (await run(...args, "--policy", `${dir}/policy.json`)).out,
  );
  const points = scored.map(({ score, maxScore }) => `${score} of ${maxScore}`);
  // green tests that contradict what was seen are not believed, and who tampers gets nothing
  assertEquals(points, ["2 of 2", "0 of 2", "0 of 2", "0 of 2", points[4] ?? ""]);
  assertEquals(scored[0]?.changes, [{
    id: "pipeline",
    was: { status: "pass", score: 1, maxScore: 1 },
    now: { status: "pass", score: 2, maxScore: 2 },
  }]);
  const times = (all: Iterable<Report>) =>
    Array.from(all, ({ started, wallMs, lessons }) => [started, wallMs, lessons[0]?.wallMs]);
  assertEquals(times(scored), times(reports.values())); // nothing was run
}

Deno.test("grade says what is wrong with the command line", async () => {
  const cases = [
    [["--bogus"], "There is no option --bogus"],
    [[], "Name at least one submission"],
    [["/nowhere"], "there is no such folder"],
    [["--all-in", "/nowhere"], 'Cannot grade all in "/nowhere": there is no such folder'],
    [["--all-in", ""], "--all-in takes a folder"],
    [["/tmp", "--only", "pipelin-e"], 'There is no lesson "pipelin-e"'],
    [["/tmp", "--seed", "x"], "--seed takes a whole number"],
    [["/tmp", "--jobs", "0"], "--jobs takes"],
    [["/tmp", "--time-scale", "0.5"], "--time-scale takes"],
    [["/tmp", "--policy", ""], "--policy takes a file"],
    [["/tmp", "--extra", "/nowhere"], "Cannot find extra checks in /nowhere"],
    [["/tmp", "--policy", "/nowhere.json"], "Cannot read the policy /nowhere.json"],
    [["/tmp", "--isolation", "none"], "--isolation takes one of bwrap, uid+landlock, landlock"],
  ] as const;
  for (const [args, words] of cases) {
    const { code, err } = await run(...args);
    assertEquals(code, 2);
    assertStringIncludes(err, words);
  }
});
