import { assertEquals, assertStringIncludes } from "@std/assert";
import { checkBlocks, extractBlocks, makeModule, writeBlocks } from "./code_blocks.ts";
import { SAMPLE_README, useCourse } from "./sample_course.ts";

const PATH = "lessons/05_pipeline/README.md";

const check = (...codes: string[]) =>
  useCourse(
    {},
    (root) =>
      checkBlocks(root, codes.map((code, index) => ({ path: PATH, line: 10 * (index + 1), code }))),
  );

Deno.test("extractBlocks() finds the ts blocks of a page with their lines", () => {
  const [block, ...rest] = extractBlocks({ path: PATH, text: SAMPLE_README });
  assertEquals([block?.line, block?.code.split("\n").length, rest], [18, 3, []]);
});

Deno.test("extractBlocks() counts front matter, looks into lists, leaves out what is ignored", () => {
  const text =
    "---\na: b\n---\n- x\n\n  ```ts\n  1;\n  ```\n\n```ts ignore\n2;\n```\n\n```sh\n3\n```\n";
  assertEquals(extractBlocks({ path: PATH, text }), [{ path: PATH, line: 7, code: "1;" }]);
});

Deno.test("makeModule() replaces ./mod.ts by the stub of the lesson", () => {
  const code = "import { a } from './mod.ts';";
  assertEquals(
    makeModule({ path: PATH, line: 1, code }, "/course"),
    'import { a } from "file:///course/tests/stubs/05_pipeline.ts";\nexport {};\n',
  );
});

Deno.test("makeModule() leaves ./mod.ts alone on a page of no lesson", () => {
  const code = 'import "./mod.ts";';
  assertEquals(makeModule({ path: "README.md", line: 1, code }, "/c"), `${code}\nexport {};\n`);
});

Deno.test("writeBlocks() writes one module for each block", async () => {
  await useCourse({}, async (root) => {
    const block = { path: PATH, line: 1, code: "1;" };
    const written = await writeBlocks([block, block], { dir: root, root });
    const texts = await Promise.all(written.map(({ url }) => Deno.readTextFile(new URL(url))));
    assertEquals(texts, ["1;\nexport {};\n", "1;\nexport {};\n"]);
  });
});

Deno.test("checkBlocks() accepts blocks that await, and that use a name only once", async () => {
  const code = 'import { pipeline } from "./mod.ts";\nconst text: string = await pipeline();';
  assertEquals(await check(code, "const text = 1;"), []);
});

Deno.test("checkBlocks() maps all type errors of all blocks to lines of the page", async () => {
  const problems = await check(
    'import { pipeline } from "./mod.ts";\nconst n: number = await pipeline();',
    "Deno.nope();",
  );
  assertEquals(problems.map(({ place }) => place).sort(), [`${PATH}:11`, `${PATH}:20`]);
  const [first] = problems.filter(({ place }) => place === `${PATH}:11`);
  assertStringIncludes(
    first?.problem ?? "",
    "does not compile: Type 'string' is not assignable to type 'number'.;",
  );
});

Deno.test("checkBlocks() maps a syntax error to its line and says that the compiler stopped", async () => {
  const [problem, ...rest] = await check("1;\nconst = 3;", "Deno.nope();");
  assertEquals([problem?.place, rest], [`${PATH}:11`, []]);
  assertStringIncludes(problem?.problem ?? "", "later blocks were not looked at");
});

Deno.test("checkBlocks() reports an import that leads nowhere", async () => {
  const [problem, ...rest] = await check('import { a } from "./other.ts";\na();');
  assertEquals([problem?.place, rest], [`${PATH}:10`, []]);
});
