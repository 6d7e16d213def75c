import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { BOX, type Course, learn, solve, withCourse } from "./with_course.ts";

const FILE = `lessons/${BOX}/mod.ts`;
const secrets = async (course: Course) => {
  const stub = await course.read(`tests/stubs/${BOX}.ts`);
  const solution = await course.read(`solutions/${BOX}/mod.ts`);
  return solution.split("\n").map((line) => line.trim())
    .filter((line) => line.length > 8 && !stub.includes(line));
};

/** Compares, and makes sure that it is refused and that no line of the solution is shown. */
async function refuse(course: Course, why: string, ...args: string[]): Promise<void> {
  const { code, stdout, stderr } = await learn(course, "compare", "sealed-box", ...args);
  assertEquals([code, stdout], [1, ""]);
  assertStringIncludes(stderr, why);
  const lines = await secrets(course);
  assert(lines.length > 5);
  assertEquals(lines.filter((line) => stderr.includes(line)), []);
}

Deno.test("learn compare shows no line of the solution before green, nor after a later change", async () => {
  await withCourse(async (course) => {
    await refuse(course, "01 sealed-box is still yours to solve");
    await refuse(course, "still yours to solve", "--with", "node_events");
    await solve(course, BOX);
    await refuse(course, "still yours to solve"); // right, but nobody has run it
    assertEquals((await learn(course, "run", "sealed-box")).code, 0);
    assertEquals((await learn(course, "compare", "sealed-box")).code, 0);
    await course.write(FILE, await course.read(`tests/stubs/${BOX}.ts`));
    await refuse(course, "as it is now has not passed yet");
    assertEquals((await learn(course, "run", "sealed-box")).code, 1);
    await refuse(course, "as it is now has not passed yet");
    await solve(course, BOX);
    assertEquals((await learn(course, "compare", "sealed-box")).code, 0, "this one has passed");
  });
});

Deno.test("learn compare shows yours beside the solution or another way, once green", async () => {
  await withCourse(async (course) => {
    await course.write(FILE, await course.read(`tests/right/${BOX}/node_events.ts`));
    assertEquals((await learn(course)).code, 0);
    const solution = await learn(course, "compare"); // the lesson tried last, no longer the current one
    assertStringIncludes(solution.stdout, "01 sealed-box: yours, and the reference solution");
    for (const line of await secrets(course)) {
      if (!(await course.read(FILE)).includes(line)) assertStringIncludes(solution.stdout, line);
    }
    assertStringIncludes(solution.stdout, "--with output_sync");
    const same = await learn(course, "compare", "--with", "node_events");
    assertStringIncludes(same.stdout, "another way: ");
    assertEquals(same.stdout.includes("+ // @style"), false);
    const typo = await learn(course, "compare", "--with", "node_event");
    assertEquals([typo.code, typo.stdout], [2, ""]);
    assertStringIncludes(typo.stderr, "did you mean node_events?");
  });
});
