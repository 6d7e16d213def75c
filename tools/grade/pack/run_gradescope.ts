// What run_autograder starts in Gradescope's container: grades /autograder/submission, and keeps results.json as good as the
// lessons that are done. It is part of the pack, and imports nothing that is not.
import { fromFileUrl } from "../../../tests/harness/paths.ts";
import { killQuietly } from "../../../tests/harness/processes.ts";
import { makeOwnPlace } from "../../proc/own_place.ts";
import { type Io, openIo } from "../../term/io.ts";
import { main as convert } from "../convert.ts";
import { readReport } from "../report_file.ts";

/** After it was told to stop, the grader may take this long to end what runs and to write its report. */
const STOP_MS = 20_000;
const ROOT = fromFileUrl(new URL("../../../", import.meta.url)).replace(/\/$/, "");

/** Grades the submission; returns 0 once there is a results.json, else the exit code of the grader. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const root = Deno.env.get("AUTOGRADER_ROOT") ?? "/autograder";
  const deadlineMs = Number(Deno.env.get("GRADE_SECONDS") ?? 540) * 1000;
  const outDir = await makeOwnPlace();
  const report = `${outDir}/submission/report.json`;
  const write = (own: Io) =>
    convert(["--to", "gradescope", report, "--out", `${root}/results/results.json`], own);
  try {
    await Deno.mkdir(`${outDir}/submission`); // watched before the first report comes
    const watcher = Deno.watchFs(`${outDir}/submission`);
    const child = startGrader([`${root}/submission`, "--out", outDir, ...args]);
    const stopwatch = stopAfter(child, deadlineMs, io);
    const updates = updateOnChange(watcher, report, () => write({ ...io, err: () => {} }));
    const { code } = await child.status;
    stopwatch.clear();
    watcher.close();
    await updates;
    if (await isBegun(report)) return await write(io);
    io.err("Nothing was graded, and there is no results.json.");
    return code || 1; // Gradescope then says that the autograder failed
  } finally {
    await Deno.remove(outDir, { recursive: true });
  }
}

function startGrader(args: readonly string[]): Deno.ChildProcess {
  const options = ["run", "-A", "--lock=tools/deno.lock", "--frozen", "tools/grade/main.ts"];
  return new Deno.Command(Deno.execPath(), {
    args: [...options, ...args],
    cwd: ROOT,
    stdin: "null",
  }).spawn();
}

/** Tells the grader to stop as Ctrl-C does, and then makes it: after a while, or when this process is told to end. */
function stopAfter(child: Deno.ChildProcess, ms: number, io: Io): { readonly clear: () => void } {
  let last: ReturnType<typeof setTimeout> | undefined;
  const stop = (why: string) => {
    io.err(`Stopped ${why}: what is done by now counts.`);
    killQuietly(child.pid, (pid) => Deno.kill(pid, "SIGINT"));
    last ??= setTimeout(() => killQuietly(child.pid, Deno.kill), STOP_MS);
  };
  const first = setTimeout(() => stop(`after ${ms / 1000} s`), ms);
  const terminate = () => stop("by SIGTERM");
  Deno.addSignalListener("SIGTERM", terminate);
  return {
    clear() {
      clearTimeout(first);
      clearTimeout(last);
      Deno.removeSignalListener("SIGTERM", terminate);
    },
  };
}

/** Calls `update` each time that the report was renamed into its place, until the watcher is closed. */
async function updateOnChange(
  watcher: Deno.FsWatcher,
  path: string,
  update: () => Promise<number>,
): Promise<void> {
  for await (const { paths } of watcher) {
    if (paths.includes(path) && await isBegun(path)) await update();
  }
}

/** Whether a lesson is graded: a report without any would be a zero. */
async function isBegun(path: string): Promise<boolean> {
  const report = await readReport(path);
  return report !== undefined && report.lessons.length > 0;
}

if (import.meta.main) Deno.exit(await main(Deno.args, openIo()));
