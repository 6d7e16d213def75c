import { assertEquals } from "@std/assert";
import { fromFileUrl } from "../../../tests/harness/paths.ts";
import { checkTestLinks } from "./check_test_links.ts";

const ROOT = fromFileUrl(new URL("../../../", import.meta.url)).replace(/\/$/, "");

async function check(text: string): Promise<string[]> {
  const problems = await checkTestLinks(ROOT, { path: "lessons/README.md", text });
  return problems.map(({ place }) => place);
}

Deno.test("checkTestLinks() accepts a test that is there", async () => {
  assertEquals(await check("[05.T3](../tests/05_pipeline_test.ts)"), []);
});

Deno.test("checkTestLinks() refuses a test that is not, also one of another lesson", async () => {
  assertEquals(await check("x\n[05.T99](../tests/05_pipeline_test.ts)"), ["lessons/README.md:2"]);
  assertEquals(await check("[07.T3](../tests/05_pipeline_test.ts)"), ["lessons/README.md:1"]);
});
