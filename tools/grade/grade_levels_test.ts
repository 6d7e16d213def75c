// The whole command at the levels below bubblewrap, for real: left out, with a reason, where one does not work.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { isLeftOut } from "../../tests/harness/left_out.ts";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import type { Report } from "./report.ts";
import { type Level, probeIsolation } from "./sandbox/probe.ts";
import { asUid, endUid, pickUid, UID_RANGES } from "./sandbox/uids.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");
const isRoot = Deno.build.os === "linux" && Deno.uid() === 0;
const accounts = await probeIsolation(false, "uid+landlock");
const hasNoAccounts = isLeftOut(
  import.meta,
  "problem" in accounts ? accounts.problem : undefined,
);

const SUBJECTS = {
  solution: { lesson: "05_pipeline", path: "solutions/05_pipeline/mod.ts" },
  fifo: { lesson: "07_fifo_rendezvous", path: "solutions/07_fifo_rendezvous/mod.ts" },
  stub: { lesson: "05_pipeline", path: "tests/stubs/05_pipeline.ts" },
  forges: { lesson: "05_pipeline", path: "tools/grade/attacks/forges_what_nobody_observes.ts" },
  hides: { lesson: "05_pipeline", path: "tools/grade/attacks/holds_the_pipe.ts" },
  translated: { lesson: "05_pipeline", path: "solutions/05_pipeline/mod.ts" },
  forks: { lesson: "05_pipeline", path: "tools/grade/attacks/forks_a_bomb.ts" },
  crowds: { lesson: "05_pipeline", path: "solutions/05_pipeline/mod.ts" },
} as const;
type Name = keyof typeof SUBJECTS;
/** Those of which every level says the same, also where nobody counts processes. */
const ALIKE = ["solution", "fifo", "stub", "forges", "hides", "translated"] as const;

/** Put before a subject: its own translation and those of the course lie in the cache, or Deno would be slow there. */
const LOOKS_FOR_TRANSLATIONS = `
const lib = new URL(import.meta.resolve("#lib/lines.ts")).pathname;
const fixture = lib.replace("lessons/lib/lines.ts", "tests/fixtures/says_goodbye.ts");
for (const path of [new URL(import.meta.url).pathname, lib, fixture]) {
  Deno.statSync(Deno.env.get("DENO_DIR") + "/gen/file" + path + ".js");
}
`;

/** Put before a solution: it works, but is not alone. */
const STARTS_A_CROWD = `
const crowd = "for _ in $(seq 300); do sleep 2 & done; wait";
new Deno.Command("sh", { args: ["-c", crowd], stdout: "null", stderr: "null" }).outputSync();
`;
const BEFORE: Partial<Record<Name, string>> = {
  translated: LOOKS_FOR_TRANSLATIONS,
  crowds: STARTS_A_CROWD,
};

/** Grades the subjects at this level, in a process that `start` begins; returns what became of each. */
async function gradeAt(
  level: Level,
  start: (dir: string) => Promise<Deno.CommandOptions>,
  names: readonly Name[] = ALIKE,
) {
  const dir = await Deno.makeTempDir({ dir: "/tmp", prefix: "ipco" });
  try {
    await Deno.chmod(dir, 0o755);
    for (const name of names) {
      const { lesson, path } = SUBJECTS[name];
      const text = await Deno.readTextFile(`${ROOT}/${path}`);
      await Deno.mkdir(`${dir}/${name}`);
      await Deno.writeTextFile(`${dir}/${name}/${lesson}.ts`, (BEFORE[name] ?? "") + text);
    }
    const { args = [], ...options } = await start(dir);
    const [program = "", ...rest] = args;
    const folders = names.map((name) => `${dir}/${name}`);
    const own = ["--isolation", level, "--only", "pipeline,fifo-rendezvous", "--json"];
    const out = `${dir}/reports`;
    await Deno.mkdir(out);
    await Deno.chmod(out, 0o777);
    const flags = [
      "run",
      "-A",
      "--no-lock",
      "--cached-only",
      `${ROOT}/tools/grade/main.ts`,
      ...folders,
      ...own,
    ];
    const command = new Deno.Command(program, {
      ...options,
      args: [...rest, ...flags, "--out", out],
    });
    const { stdout, stderr } = await command.output();
    const said = new TextDecoder().decode(stdout);
    if (!said.startsWith("[")) throw new Error(new TextDecoder().decode(stderr));
    const reports: Report[] = JSON.parse(said);
    return { reports, brief: reports.map(describe) };
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** Copies what was downloaded: the account that grades cannot read it in this one's home. */
async function copyPackages(target: string): Promise<void> {
  const args = ["info", "--json"];
  const { stdout } = await new Deno.Command(Deno.execPath(), { args, stderr: "null" }).output();
  const { denoDir } = JSON.parse(new TextDecoder().decode(stdout));
  await new Deno.Command("cp", { args: ["-r", `${denoDir}/npm`, target] }).output();
}

const startHere = () => Promise.resolve({ args: [Deno.execPath()] });

function describe({ submission, isolation, lessons }: Report): string {
  const [lesson] = lessons.filter((one) => one.cause !== "missing file");
  return `${submission.id} ${isolation.level} ${lesson?.status} ${lesson?.score}`;
}

const expected = (level: Level) => [
  `solution ${level} pass 1`,
  `fifo ${level} pass 1`,
  `stub ${level} fail 0`,
  `forges ${level} tampered 0`,
  `hides ${level} fail 0`,
  `translated ${level} pass 1`,
];

const boxes = await probeIsolation(false, "bwrap");
const hasNoBoxes = isLeftOut(import.meta, "problem" in boxes ? boxes.problem : undefined);
const isUncounted = isLeftOut(
  import.meta,
  "groups" in accounts && accounts.groups.pids === undefined
    ? "needs control groups that limit the number of processes"
    : undefined,
);

Deno.test({
  name: "grade gives each run at bwrap a cache with the translations of the course",
  ignore: hasNoBoxes,
  async fn() {
    const { brief } = await gradeAt("bwrap", startHere, ["translated"]);
    assertEquals(brief, ["translated bwrap pass 1"]);
  },
});

for (const level of ["bwrap", "uid+landlock"] as const) {
  Deno.test({
    name: `grade says at ${level} who wanted too many processes, before any clock can`,
    ignore: isUncounted || (level === "bwrap" ? hasNoBoxes : hasNoAccounts),
    async fn() {
      const { reports, brief } = await gradeAt(level, startHere, ["forks", "crowds"]);
      assertEquals(brief, [`forks ${level} processes 0`, `crowds ${level} processes 0`]);
      for (const { lessons } of reports) {
        const lesson = lessons.find(({ id }) => id === "pipeline");
        assertStringIncludes(lesson?.cause ?? "", "more than 256 processes and threads");
      }
    },
  });
}

Deno.test({
  name: "grade gives the same marks at uid+landlock, and says what this level cannot stop",
  ignore: hasNoAccounts,
  async fn() {
    const { reports, brief } = await gradeAt("uid+landlock", startHere);
    assertEquals(brief, expected("uid+landlock"));
    const warnings = reports[0]?.isolation.warnings.join(" ") ?? "";
    assertStringIncludes(warnings, "The network is open");
    assertStringIncludes(warnings, "asked for by --isolation");
  },
});

Deno.test({
  name: "grade gives the same marks at landlock, as an account that is not root",
  ignore: hasNoAccounts || isLeftOut(import.meta, isRoot ? undefined : "needs root"),
  async fn() {
    const uid = pickUid(UID_RANGES[0] ?? { first: 0, count: 1 });
    const home = await Deno.makeTempDir({ dir: "/tmp", prefix: "ipco" });
    try {
      await copyPackages(home);
      await Deno.copyFile(Deno.execPath(), `${home}/deno`); // no link: the account becomes its owner
      await new Deno.Command("chown", { args: ["-R", `${uid}`, home] }).output();
      const { reports, brief } = await gradeAt("landlock", () =>
        Promise.resolve({
          args: [...asUid(uid), `${home}/deno`],
          env: { PATH: "/usr/bin:/bin", HOME: home, DENO_DIR: home },
          clearEnv: true,
          cwd: "/",
        }));
      assertEquals(brief, expected("landlock"));
      const warnings = reports[0]?.isolation.warnings.join(" ") ?? "";
      assertStringIncludes(warnings, "Submissions have the grader's account");
      assertEquals(await endUid(uid), []); // it left nobody
    } finally {
      await endUid(uid);
      await Deno.remove(home, { recursive: true });
    }
  },
});
