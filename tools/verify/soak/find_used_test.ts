import { assertEquals } from "@std/assert";
import { findUsed } from "./find_used.ts";

const file = (path: string, text = "") => ({ path, text });

Deno.test("findUsed() follows imports and names of programs, and leaves out what nobody names", () => {
  const helpers = [
    file("harness/mod.ts", 'export { lesson } from "./lesson.ts";'),
    file("harness/lesson.ts", 'new Worker(new URL("./worker.ts", import.meta.url));'),
    file("harness/worker.ts", 'import "./lesson.ts"; // a circle'),
    file("harness/rings.ts"),
    file("fixtures/child.ts", 'import "../harness/rings.ts";'),
    file("fixtures/other.ts", 'import "../harness/mod.ts";'),
  ];
  const used = (text: string) => findUsed([text], helpers).map(({ path }) => path);
  const running = ["harness/mod.ts", "harness/lesson.ts", "harness/worker.ts"];
  assertEquals(used('import "./harness/mod.ts";'), running);
  assertEquals(used('start("child.ts");'), ["harness/rings.ts", "fixtures/child.ts"]);
  assertEquals(used("nothing"), []);
});

Deno.test("findUsed() counts a name for every file that has it", () => {
  const helpers = [file("harness/frames.ts"), file("lib/frames.ts")];
  assertEquals(findUsed(['import "#lib/frames.ts";'], helpers).length, 2);
});
