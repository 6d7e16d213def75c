import { assertEquals, assertStringIncludes } from "@std/assert";
import { renderMarkdown } from "./render_markdown.ts";
import { parseSample } from "./sample_sheet.ts";

Deno.test("renderMarkdown() has a title, the picture drawn and links that lead from the course", () => {
  const text = renderMarkdown(parseSample());
  assertEquals(
    text.slice(0, text.indexOf("## In")),
    "# Pipelines\n\nThe last reader decides when a pipeline ends.\n\n",
  );
  assertStringIncludes(text, "```text\n┌─────┐           ╭────────╮");
  assertStringIncludes(text, "[Lesson 05](lessons/05_pipeline/README.md)");
  assertEquals(text.split("\n").slice(-3), [
    "",
    "Practise: `deno task learn run pipeline`",
    "",
  ]);
});

Deno.test("renderMarkdown() changes neither links to other sites nor brackets in code", () => {
  const link = parseSample("[Lesson 05](README.md)", "[Deno](https://deno.com) `a[0](b)`");
  assertStringIncludes(renderMarkdown(link), "[Deno](https://deno.com) `a[0](b)`");
  const program = parseSample("(await child.status).code", "calls[0](child)");
  assertStringIncludes(renderMarkdown(program), "calls[0](child)");
});
