import { assertEquals, assertStringIncludes } from "@std/assert";
import { makeEditorCommand, runEditor } from "./open_editor.ts";

const PLACE = { path: "/c/my lessons/mod.ts", line: 12 };

Deno.test("makeEditorCommand() tells each editor the line in its own way", () => {
  const make = (EDITOR: string) => makeEditorCommand(PLACE, { EDITOR });
  assertEquals(make("vim"), ["vim", "+12", PLACE.path]);
  assertEquals(make("/usr/bin/nano"), ["/usr/bin/nano", "+12", PLACE.path]);
  assertEquals(make("code --wait"), ["code", "--wait", "-g", `${PLACE.path}:12`]);
  assertEquals(make("hx"), ["hx", `${PLACE.path}:12`]);
  assertEquals(make("ed"), ["ed", PLACE.path]);
});

Deno.test("makeEditorCommand() prefers VISUAL, and makes nothing without either", () => {
  assertEquals(makeEditorCommand({ path: "/a" }, { VISUAL: "vi", EDITOR: "ed" }), ["vi", "/a"]);
  assertEquals(makeEditorCommand({ path: "/a" }, { VISUAL: "", EDITOR: " " }), undefined);
});

Deno.test("runEditor() says what is missing, and how an editor ended", async () => {
  assertStringIncludes(await runEditor(["no-such-editor"]) ?? "", "There is no program");
  assertEquals(await runEditor(["false"]), "false ended with exit code 1");
  assertEquals(await runEditor(["true"]), undefined);
});
