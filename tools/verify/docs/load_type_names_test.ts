import { assertEquals } from "@std/assert";
import { loadTypeNames, parseTypeNames } from "./load_type_names.ts";

Deno.test("parseTypeNames() finds the types of Deno's namespace and no others", () => {
  const text = "declare namespace Deno {\n  export interface Conn {\n    a: number;\n  }\n" +
    "  export type Signal =\n  export class Command {\n}\n" +
    "declare namespace Intl {\n  export interface Locale {\n}\n";
  assertEquals([...parseTypeNames(text)], ["Deno.Conn", "Deno.Signal"]);
});

Deno.test("loadTypeNames() knows the types of the Deno that runs this", async () => {
  const names = await loadTypeNames();
  assertEquals([names.has("Deno.CommandStatus"), names.has("Deno.Nope")], [true, false]);
});
