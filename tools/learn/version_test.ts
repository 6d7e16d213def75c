import { assertEquals, assertStringIncludes } from "@std/assert";
import { FLOOR, tooOld } from "./version.ts";

for (const version of [FLOOR, "2.10.0", "3.0.0", "2.9.6+abc"]) {
  Deno.test(`tooOld() accepts ${version}`, () => assertEquals(tooOld(version), undefined));
}
for (const version of ["2.9.5", "2.8.9", "1.46.3"]) {
  Deno.test(`tooOld() says in one sentence what to run instead of ${version}`, () => {
    const sentence = tooOld(version) ?? "";
    assertStringIncludes(sentence, `this is ${version}`);
    assertStringIncludes(sentence, `npx --yes deno@${FLOOR} task learn`);
    assertEquals(sentence.split("\n").length, 1);
  });
}

Deno.test("FLOOR is the version that README and .ci/run name", async () => {
  for (const file of ["README.md", ".ci/run"]) {
    const text = await Deno.readTextFile(new URL(`../../${file}`, import.meta.url));
    const versions = new Set(text.match(/deno@\d+\.\d+\.\d+/g));
    assertEquals([...versions], [`deno@${FLOOR}`], file);
  }
});
