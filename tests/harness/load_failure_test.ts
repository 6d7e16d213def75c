import { assertEquals } from "@std/assert";
import { describeLoadFailure, type LoadProblem } from "./load_failure.ts";
import { toFileUrl } from "./paths.ts";

const CASES: [what: string, text: string, problem: LoadProblem, message: string][] = [
  [
    "a missing bracket",
    "export function f( {\n",
    "syntax",
    "PATH cannot be compiled: Unexpected token `the end of the file`. Expected identifier, string literal, " +
    "numeric literal or [ for the computed key\nline 1, column 21:\n  1 | export function f( {\n                          ^",
  ],
  [
    "a name that is declared twice, which the compiler lets pass",
    "let a = 1;\n\tlet a = 2;\n",
    "syntax",
    "PATH cannot be compiled: Identifier 'a' has already been declared\nline 2, column 6:\n" +
    "  2 | \tlet a = 2;\n      \t    ^",
  ],
  [
    "an import of a file that is not there",
    'import { no } from "./nothing.ts";\nno();\n',
    "import",
    'PATH cannot be loaded, because an import of it fails: Module not found "file://DIR/nothing.ts".\n' +
    'line 1, column 20:\n  1 | import { no } from "./nothing.ts";\n                         ^',
  ],
  [
    "an exception, even if it is a SyntaxError",
    'JSON.parse("{");\n',
    "throw",
    "PATH cannot be imported: SyntaxError: Expected property name or '}' in JSON at position 1 (line 1 column 2)",
  ],
];
for (const [what, text, problem, message] of CASES) {
  Deno.test(`describeLoadFailure() says ${problem} and shows the place for ${what}`, async () => {
    const dir = await Deno.makeTempDir();
    const path = `${dir}/mod.ts`;
    try {
      await Deno.writeTextFile(path, text);
      const cause = await import(toFileUrl(path).href).then(() => undefined, (error) => error);
      const told = describeLoadFailure(path, cause);
      const tidy = told.message.replaceAll(path, "PATH").replaceAll(dir, "DIR");
      assertEquals({ ...told, message: tidy }, { problem, message });
    } finally {
      await Deno.remove(dir, { recursive: true });
    }
  });
}

Deno.test("describeLoadFailure() names an exit while the module is loaded", () => {
  const cause = new Error("Test case attempted to exit with exit code: 3");
  assertEquals(
    describeLoadFailure("/m.ts", cause).message,
    "/m.ts cannot be imported: it calls Deno.exit(3) while it is loaded",
  );
});
