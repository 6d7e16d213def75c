// Extra checks for real, in the sandbox: this needs bubblewrap, and says so where it does not work.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { isLeftOut } from "../../../tests/harness/left_out.ts";
import { fromFileUrl } from "../../../tests/harness/paths.ts";
import { main } from "../main.ts";
import type { Report } from "../report.ts";
import { probeIsolation } from "../sandbox/probe.ts";

const ROOT = fromFileUrl(new URL("../../../", import.meta.url)).replace(/\/$/, "");
const isolation = await probeIsolation(false);
const ignore = isLeftOut(
  import.meta,
  "problem" in isolation ? `needs a sandbox: ${isolation.problem}` : undefined,
);

/** What the course does not look for: the word passes. */
const EXTRA = `
import type { Random } from "../harness/random.ts";
import type * as Stub from "../stubs/05_pipeline.ts";
export const cases = (random: Random) => [
  { name: "a word passes", input: random.bytes(4).toHex() },
  { name: "the word of the exam passes", input: "exam" },
];
export async function observe({ pipeline }: typeof Stub, input: string): Promise<string> {
  const { stdout } = await pipeline([["printf", input], ["cat"]]);
  return new TextDecoder().decode(stdout);
}
export function judge(input: string, seen: string): string | undefined {
  return seen === input ? undefined : \`\${input} became \${seen}\`;
}
`;

/** Runs the command in this process; returns its exit code and what it printed. */
async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: "", err: "" };
  const code = await main(args, {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    color: false,
    isTerminal: false,
    columns: 80,
    now: Date.now,
  });
  return { code, ...said };
}

/** Makes a solution, one that reverses the word of the exam, and a folder of extra checks. */
async function withFolders(
  extra: string,
  use: (folders: { dir: string; args: string[] }) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    const solution = await Deno.readTextFile(`${ROOT}/solutions/05_pipeline/mod.ts`);
    const careless = solution.replace(
      "return { stdout,",
      'if (stages.flat().includes("exam")) stdout.reverse();\n    return { stdout,',
    );
    for (const [name, text] of Object.entries({ solution, careless, extra })) {
      await Deno.mkdir(`${dir}/${name}`);
      await Deno.writeTextFile(`${dir}/${name}/05_pipeline.ts`, text);
    }
    const folders = [`${dir}/solution`, `${dir}/careless`];
    const options = ["--only", "pipeline", "--out", `${dir}/out`, "--json"];
    await use({ dir, args: [...folders, ...options, "--extra", `${dir}/extra`] });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("grade runs extra checks in the sandbox, and they decide", { ignore }, async () => {
  await withFolders(EXTRA, async ({ args }) => {
    const { code, out, err } = await run(...args);
    assertEquals([code, err], [0, ""]);
    const reports: Report[] = JSON.parse(out);
    const brief = reports.map(({ lessons: [lesson] }) => [
      lesson?.status,
      lesson?.cause,
      lesson?.checks.filter((one) => one.id.includes("/extra/")).map((one) => one.status),
    ]);
    assertEquals(brief, [
      ["pass", "", ["pass", "pass"]],
      [
        "fail",
        "seen from outside: the word of the exam passes: exam became maxe",
        ["pass", "fail"],
      ],
    ]);
  });
});

Deno.test("grade refuses extra checks that the reference solution does not pass", {
  ignore,
}, async () => {
  const wrong = EXTRA.replace("seen === input", 'seen === "exam"');
  await withFolders(wrong, async ({ dir, args }) => {
    const { code, err } = await run(...args);
    assertEquals(code, 2);
    assertStringIncludes(err, `${dir}/extra/05_pipeline.ts: the reference solution does not pass`);
    assertStringIncludes(err, "a word passes: ");
    assertEquals(await Deno.stat(`${dir}/out`).catch(() => "nothing"), "nothing");
  });
});
