import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Io } from "../term/io.ts";
import { main } from "./convert.ts";
import { ANNA, BEN, CARL, SECRET } from "./formats/sample_reports.ts";
import type { Report } from "./report.ts";

/** Runs the command in this process; gives its code and what it said. */
async function convert(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const io: Io = {
    out: (text) => out.push(text + "\n"),
    err: (text) => err.push(text + "\n"),
    color: false,
    isTerminal: false,
    columns: 80,
    now: () => 0,
  };
  const code = await main(args, io);
  return { code, out: out.join(""), err: err.join("") };
}

async function withReports(
  reports: readonly Report[],
  act: (files: string[], dir: string) => Promise<void>,
) {
  const dir = await Deno.makeTempDir({ prefix: "ipc-convert-" });
  try {
    const files = reports.map((report) => `${dir}/${report.submission.id}.json`);
    for (const [index, file] of files.entries()) {
      await Deno.writeTextFile(file, JSON.stringify(reports[index]));
    }
    await act(files, dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("convert writes each format of many reports to standard output", async () => {
  const begins = {
    junit: '<?xml version="1.0"',
    tap: "TAP version 13\n",
    csv: "submission,score,",
    markdown: "# Grades\n",
    html: "<!DOCTYPE html>\n",
  };
  await withReports([ANNA, BEN], async (files) => {
    for (const [format, begin] of Object.entries(begins)) {
      const { code, out, err } = await convert("--to", format, ...files);
      assertEquals([code, err, out.slice(0, begin.length)], [0, "", begin]);
      assertEquals([out.includes("anna"), out.includes("ben"), out.endsWith("\n\n")], [
        true,
        true,
        false,
      ]);
    }
  });
});

Deno.test("convert writes each format of one report, and refuses more for it", async () => {
  await withReports([ANNA, BEN], async (files) => {
    for (const format of ["gradescope", "exercism", "github-classroom"]) {
      const { code, out } = await convert("--to", format, ...files.slice(0, 1));
      assertEquals([code, out.trim() === ""], [0, false]);
      const both = await convert("--to", format, ...files);
      assertEquals(both, {
        code: 2,
        out: "",
        err: `Cannot put 2 reports into one ${format} file: convert each alone\n`,
      });
    }
  });
});

Deno.test("convert hides from students what they may not see, unless told that it writes for a teacher", async () => {
  await withReports([ANNA], async (files) => {
    for (const format of ["exercism", "junit", "tap", "markdown"]) {
      assertEquals((await convert("--to", format, ...files)).out.includes(SECRET), false, format);
      const { out } = await convert("--to", format, "--for", "teacher", ...files);
      assertEquals(out.includes(SECRET), true, format);
    }
    assertEquals((await convert("--to", "html", ...files)).out.includes(SECRET), true);
    assertEquals(
      (await convert("--to", "html", "--for", "student", ...files)).out.includes(SECRET),
      false,
    );
    assertEquals(
      (await convert("--to", "tap", "--after-due", ...files)).out.includes(`T3 ${SECRET}`),
      true,
    );
  });
});

Deno.test("convert takes one lesson alone when it is named", async () => {
  await withReports([ANNA], async ([file = ""]) => {
    const { out } = await convert("--to", "exercism", "--lesson", "pipeline", file);
    assertEquals(JSON.parse(out).status, "pass");
    const { code, err } = await convert("--to", "exercism", "--lesson", "pipelin", file);
    assertEquals([code, err], [
      2,
      `Cannot find the lesson "pipelin" in ${file}; it has pipeline, sealed-box, doorbell\n`,
    ]);
  });
});

Deno.test("convert says who is not wholly judged, and who was graded without a sandbox", async () => {
  const bare: Report = { ...BEN, isolation: { level: "none", warnings: [] } };
  await withReports([CARL, bare], async (files) => {
    const { code, err } = await convert("--to", "csv", ...files);
    assertEquals([code, err], [
      0,
      "carl is not wholly judged (counter, lessons still to be graded): grade it again\n" +
      "ben was graded without a sandbox\n",
    ]);
  });
});

Deno.test("convert names file and field of a bad report, and writes nothing", async () => {
  await withReports([ANNA, BEN], async (files, dir) => {
    const bad = JSON.stringify({ ...BEN, score: "2" });
    await Deno.writeTextFile(`${dir}/ben.json`, bad);
    const { code, out, err } = await convert("--to", "csv", "--out", `${dir}/out.csv`, ...files);
    assertEquals([code, out, err], [
      2,
      "",
      `Cannot read ${dir}/ben.json as a report: score: must be number\n`,
    ]);
    const missing = await convert("--to", "csv", "--out", `${dir}/out.csv`, `${dir}/no.json`);
    assertEquals(missing.code, 2);
    assertStringIncludes(missing.err, `Cannot read ${dir}/no.json: No such file`);
    assertEquals(Array.from(Deno.readDirSync(dir), (one) => one.name).toSorted(), [
      "anna.json",
      "ben.json",
    ]);
  });
});

Deno.test("convert fills a gradebook and tells what it left alone", async () => {
  await withReports([ANNA, BEN, CARL], async (files, dir) => {
    const gradebook = "\ufeffStudent,ID,SIS Login ID,IPC (1)\r\nA,1,anna,\r\nC,3,carl,\r\n";
    await Deno.writeTextFile(`${dir}/old.csv`, gradebook);
    const args = ["--canvas", `${dir}/old.csv`, "--assignment", "IPC", "--out", `${dir}/new.csv`];
    const { code, err } = await convert("--to", "canvas", ...args, ...files);
    assertEquals([code, await Deno.readTextFile(`${dir}/new.csv`)], [
      0,
      gradebook.replace("anna,", "anna,1.5"),
    ]);
    assertEquals(
      err,
      "carl is not wholly judged (counter, lessons still to be graded): grade it again\n" +
        "ben is not in the gradebook: not filled in\n" +
        "carl has no final result (counter, lessons still to be graded): not filled in\n",
    );
  });
});

Deno.test("convert refuses a wrong command line in one sentence", async () => {
  const said = "Cannot fill a gradebook without --canvas FILE and --assignment NAME\n";
  assertEquals(await convert("--to", "canvas", "x.json"), { code: 2, out: "", err: said });
});

Deno.test("convert asks for what Classroom 50's runner sets", async () => {
  await withReports([ANNA], async ([file = ""]) => {
    const run = async (env: Record<string, string>) => {
      const command = new Deno.Command(Deno.execPath(), {
        args: [
          "run",
          "-A",
          "--no-lock",
          new URL("convert.ts", import.meta.url).href,
          "--to",
          "classroom50",
          file,
        ],
        env: { ...env, NO_COLOR: "1" },
      });
      const { code, stdout, stderr } = await command.output();
      return { code, out: new TextDecoder().decode(stdout), err: new TextDecoder().decode(stderr) };
    };
    const env = {
      CLASSROOM: "systems",
      ASSIGNMENT: "ipc",
      SUBMISSION_TAG: "submit/2026-11-25T18-00-00Z-a1b2c3d",
      COMMIT_URL: "https://example.org/c",
      RELEASE_URL: "https://example.org/r",
      OWNER: "anna",
    };
    const lacking = await run({ ...env, OWNER: "", COMMIT_URL: "" });
    assertEquals([lacking.code, lacking.out], [2, ""]);
    assertStringIncludes(lacking.err, "not set: COMMIT_URL, OWNER");
    const { code, out } = await run(env);
    assertEquals([code, JSON.parse(out).owner, JSON.parse(out).review], [
      0,
      "anna",
      "https://example.org/c",
    ]);
  });
});
