import { assertEquals, assertStringIncludes } from "@std/assert";
import { BOX, learn, solve, withCourse } from "./with_course.ts";

Deno.test("learn why explains the last failure, and says when the file has changed since", async () => {
  await withCourse(async (course) => {
    assertStringIncludes(
      (await learn(course, "why")).stdout,
      "01 sealed-box has not been run yet, so nothing failed",
    );
    await solve(course, BOX);
    const text = await course.read(`lessons/${BOX}/mod.ts`);
    await course.write(
      `lessons/${BOX}/mod.ts`,
      text.replace('? { kind: "exit"', '? { kind: "exodus"'),
    );
    const run = await learn(course, "run", "sealed-box");
    const failure = run.stdout.slice(run.stdout.indexOf("FAILED"), run.stdout.indexOf("What next"));
    assertStringIncludes(failure, "exodus");
    assertStringIncludes(run.stdout, "deno task sheet sealed-box   (ends with its Telegram link)");
    const why = await learn(course, "why");
    assertEquals([why.code, why.stderr], [0, ""]);
    for (
      const part of [
        failure.trim(),
        "deno task learn hint sealed-box --tier",
        "man 2 wait",
        "deno task sheet sealed-box",
      ]
    ) {
      assertStringIncludes(why.stdout, part);
    }
    assertEquals(why.stdout.includes("has changed since"), false);
    await course.write(`lessons/${BOX}/mod.ts`, text);
    assertStringIncludes((await learn(course, "why")).stdout, "Your file has changed since then");
    assertEquals((await learn(course, "run", "sealed-box")).code, 0);
    assertEquals(
      (await learn(course, "why")).stdout.trim(),
      "01 sealed-box did not fail in its last run.",
    );
  });
});

Deno.test("learn why survives an unreadable record of the last run", async () => {
  await withCourse(async (course) => {
    await Deno.mkdir(`${course.root}/.ipc/last`, { recursive: true });
    for (const text of ["{ half", '{"format": 9}', '{"format": 1, "at": 5}']) {
      await course.write(".ipc/last/sealed-box.json", text);
      const { code, stdout } = await learn(course, "why", "sealed-box");
      assertEquals(code, 0);
      assertStringIncludes(stdout, "has not been run yet");
    }
  });
});

Deno.test("learn why offers no hint for a file that cannot be loaded", async () => {
  await withCourse(async (course) => {
    await course.write(`lessons/${BOX}/mod.ts`, 'throw new Error("no cable");\n');
    assertEquals((await learn(course, "run", "sealed-box")).code, 1);
    const { stdout } = await learn(course, "why");
    assertStringIncludes(stdout, "no cable");
    for (const part of ["learn hint", "The task says"]) assertEquals(stdout.includes(part), false);
  });
});
