import { assertEquals, assertStringIncludes } from "@std/assert";
import { parseSample, SAMPLE_PATH } from "../../sheets/sample_sheet.ts";
import { runPattern } from "./run_pattern.ts";
import { useCourse } from "./sample_course.ts";

const CODE = 'const child = new Deno.Command("true").spawn();\n' +
  "console.log((await child.status).code);";

const run = (code: string, timeoutMs = 10_000) =>
  useCourse({}, (root) => runPattern(parseSample(CODE, code), { root, timeoutMs }));

Deno.test("runPattern() accepts a program that ends and cleans up", async () => {
  assertEquals(await run(CODE), []);
});

for (
  const [name, code, words] of [
    ["that fails", "console.log('so far'); Deno.exit(4);", "exit code 4; a sheet shows"],
    ["that leaves a file", 'Deno.writeTextFileSync("log.txt", "x");', "files behind (log.txt)"],
    ["that leaves a temporary file", 'Deno.makeTempFileSync({ prefix: "q_" });', "behind (q_"],
    [
      "that leaves a process",
      'new Deno.Command("sleep", { args: ["97"] }).spawn().unref();',
      "processes behind (",
    ],
  ] as const
) {
  Deno.test(`runPattern() reports a program ${name}`, async () => {
    const [problem, ...rest] = await run(code);
    assertEquals([problem?.place, rest], [`${SAMPLE_PATH}:32`, []]);
    assertStringIncludes(problem?.problem ?? "", words);
  });
}

Deno.test("runPattern() ends a program that does not end and says what it printed", async () => {
  const [problem, ...rest] = await run("console.log('ready'); setInterval(() => {}, 1e6);", 1000);
  assertEquals(rest, []);
  assertStringIncludes(problem?.problem ?? "", "did not end within 1 s");
  assertStringIncludes(problem?.problem ?? "", "it printed: ready");
});
