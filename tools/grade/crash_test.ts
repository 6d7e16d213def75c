// The whole command is killed and run again, for real: this needs bubblewrap, and says so where it does not work.
import { assertEquals, assertNotEquals } from "@std/assert";
import { isLeftOut } from "../../tests/harness/left_out.ts";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { listPids, readText } from "../../tests/harness/processes.ts";
import { Random } from "../../tests/harness/random.ts";
import { waitUntil } from "../../tests/harness/wait_until.ts";
import type { Report } from "./report.ts";
import { readReport } from "./report_file.ts";
import { probeIsolation } from "./sandbox/probe.ts";
import { withoutVolatile } from "./volatile_fields.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");
const isolation = await probeIsolation(false);
const ignore = isLeftOut(
  import.meta,
  "problem" in isolation ? `needs a sandbox: ${isolation.problem}` : undefined,
);

/** Two lessons, right and wrong: what the mistakes leave behind is told with process ids and temporary names. */
const FILES = {
  "right/06_connection.ts": "solutions/06_connection/mod.ts",
  "right/07_fifo_rendezvous.ts": "solutions/07_fifo_rendezvous/mod.ts",
  "wrong/06_connection.ts": "tests/wrong/06_connection/leaves_the_consumer_running.ts",
  "wrong/07_fifo_rendezvous.ts": "tests/wrong/07_fifo_rendezvous/cleans_up_on_success_only.ts",
};
const IDS = ["right", "wrong"];
const LIMIT_MS = 300_000;

/** A folder with the submissions, and ways to grade them. */
interface Bench {
  readonly start: (out: string, ...more: string[]) => Deno.ChildProcess;
  /** Grades to the end; the reports. */
  readonly grade: (out: string, ...more: string[]) => Promise<Report[]>;
  readonly read: (out: string, id: string) => Promise<Report | undefined>;
  /** Kills a grader that was started, and waits until nothing of it runs. */
  readonly kill: (grader: Deno.ChildProcess) => Promise<void>;
  readonly signal: AbortSignal;
}

async function withBench(use: (bench: Bench) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir({ prefix: "ipc-crash-" });
  const signal = AbortSignal.timeout(LIMIT_MS);
  const start = (out: string, ...more: string[]) => {
    const args = ["run", "-A", "--no-lock", `${ROOT}/tools/grade/main.ts`];
    args.push(...IDS.map((id) => `${dir}/${id}`), "--only", "connection,fifo-rendezvous");
    args.push("--seed", "5", "--out", `${dir}/${out}`, ...more);
    return new Deno.Command(Deno.execPath(), { args, stdout: "null", stderr: "null" }).spawn();
  };
  const read = (out: string, id: string) => readReport(`${dir}/${out}/${id}/report.json`);
  const bench: Bench = {
    start,
    read,
    signal,
    async grade(out, ...more) {
      assertEquals((await start(out, ...more).status).code, 0);
      const reports = await Promise.all(IDS.map((id) => read(out, id)));
      return reports.filter((report) => report !== undefined);
    },
    async kill(grader) {
      try {
        grader.kill("SIGKILL");
      } catch {
        // it was quicker and has ended
      }
      await grader.status;
      const mark = markOf(grader); // the command lines of its boxes name its folders
      const isIts = (pid: number) => readText(`/proc/${pid}/cmdline`)?.includes(mark);
      await waitUntil("its boxes are gone", () => !listPids().some(isIts), signal);
    },
  };
  try {
    for (const [to, from] of Object.entries(FILES)) {
      await Deno.mkdir(`${dir}/${to}`.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.copyFile(`${ROOT}/${from}`, `${dir}/${to}`);
    }
    await use(bench);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** What the names of all folders of a grader hold. */
function markOf(grader: Deno.ChildProcess): string {
  return `.${grader.pid.toString(36)}.`;
}

function listPlaces(grader: Deno.ChildProcess): string[] {
  const names = Array.from(Deno.readDirSync("/tmp"), ({ name }) => name);
  return names.filter((name) => name.startsWith("ipco") && name.includes(markOf(grader)));
}

Deno.test("grade says the same on one job, on eight, and after kill -9 at any moment", {
  ignore,
}, async () => {
  await withBench(async ({ start, grade, read, kill, signal }) => {
    const startMs = performance.now();
    const whole = await grade("whole", "--jobs", "1");
    const wholeMs = performance.now() - startMs;
    assertEquals(whole.map(({ score, maxScore }) => `${score} of ${maxScore}`), [
      "2 of 2",
      "0 of 2",
    ]);
    const expected = whole.map(withoutVolatile);
    assertEquals((await grade("wide", "--jobs", "8")).map(withoutVolatile), expected);

    const first = start("killed", "--jobs", "1");
    const countFirst = async () => (await read("killed", "right"))?.lessons.length ?? 0;
    await waitUntil("a lesson is graded", async () => await countFirst() > 0, signal);
    await kill(first);
    assertNotEquals(listPlaces(first), []);
    const begun = await read("killed", "right");
    const random = new Random(9);
    for (const share of [random.next(), random.next()]) {
      const grader = start("killed", "--jobs", "2");
      // any moment will do, before so much is graded that it ends by itself
      await new Promise<void>((resolve) => setTimeout(resolve, share * wholeMs / 2));
      await kill(grader);
    }
    const last = await grade("killed");
    assertEquals(listPlaces(first), [], "the next grader removes what a killed one has left");
    assertEquals(last.map(withoutVolatile), expected);
    assertEquals(last[0]?.lessons[0], begun?.lessons[0]); // its times as well: it was kept
  });
});
