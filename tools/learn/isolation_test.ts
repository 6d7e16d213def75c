// One lesson's mistakes never touch another lesson's results.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { parseJunit } from "../course/parse_junit.ts";
import { BOX, DRAIN, learn, solve, withCourse } from "./with_course.ts";

const BROKEN: Record<string, string> = {
  "a type error": "export const runBox: number = 'x';\nexport const y: string = 5;\n",
  "an exit at import": "Deno.exit(0);\nexport function runBox() {}\n",
  // like an endless loop, but the processors are free for other tests
  "a wait without end at import":
    "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);\nexport function runBox() {}\n",
};
for (const [name, text] of Object.entries(BROKEN)) {
  Deno.test(`deno test -P leaves other lessons alone when one has ${name}`, async () => {
    await withCourse(async (course) => {
      await course.write(`lessons/${BOX}/mod.ts`, text);
      await solve(course, DRAIN);
      const flags = name === "a type error" ? [] : ["--no-check"]; // only there the compiler decides
      const { code } = await course.deno("test", "-P", ...flags, "--junit-path=junit.xml");
      const cases = parseJunit(await course.read("junit.xml"));
      const isRed = (symbol: string) =>
        cases.filter((one) => one.name.includes(symbol)).map((one) => one.failure !== undefined);
      assertEquals(code, 1);
      assertEquals(new Set(isRed("runBox()")), new Set([true]), "the broken lesson is red");
      assertEquals(new Set(isRed("filter()")), new Set([false]), "the other lesson is green");
    });
  });
}

/** A lesson that blocks in one call: every further one would take as long, and show nothing new. */
const blockIn = (call: number) =>
  `let calls = 0;
export async function runBox() {
  if (++calls !== ${call}) throw new Error("not the call that blocks");
  const path = import.meta.dirname + "/fifo";
  await new Deno.Command("mkfifo", { args: [path] }).output();
  Deno.openSync(path, { read: true });
}
`;

Deno.test("learn names a blocking open and leaves the next lesson alone", async () => {
  await withCourse(async (course) => {
    await course.write(`lessons/${BOX}/mod.ts`, blockIn(1));
    await solve(course, DRAIN);
    const stuck = await learn(course, "run", "sealed-box");
    assertEquals(stuck.code, 1, stuck.stderr);
    assertStringIncludes(stuck.stdout, "TIMED OUT");
    assertStringIncludes(stuck.stdout, "you froze the event loop: a synchronous open of the FIFO");
    assertEquals((await learn(course, "run", "drain-both-ends")).code, 0);
  });
});

Deno.test("verify names a blocking open and leaves the next lesson alone", async () => {
  await withCourse(async (course) => {
    for (const folder of [BOX, DRAIN]) {
      for (const kind of ["wrong", "right"]) {
        await Deno.remove(`${course.root}/tests/${kind}/${folder}`, { recursive: true });
      }
    }
    await course.write(`solutions/${BOX}/mod.ts`, blockIn(2)); // T2: its deadline is short
    const run = ["run", "-A", "tools/verify/main.ts", "sealed-box", "drain-both-ends", "--json"];
    const { code, stdout, stderr } = await course.deno(...run);
    assertEquals(code, 1, stderr);
    const found: { slug: string; name: string; problems: string[] }[] = JSON.parse(stdout);
    const problems = (slug: string) =>
      found.find((one) => one.slug === slug && one.name === "solution")?.problems ??
        ["no such check"];
    assertStringIncludes(problems("sealed-box").join("\n"), "you froze the event loop");
    assertEquals(problems("drain-both-ends"), []);
  });
});
