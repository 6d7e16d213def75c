import { assertEquals } from "@std/assert";
import { findMutants } from "./find_mutants.ts";
import { applyMutant } from "./mutant.ts";

/** All programs that one mutation makes of `text`. */
const mutate = (text: string) => findMutants(text).map((mutant) => applyMutant(text, mutant));

Deno.test("findMutants() moves a boundary and turns a relation round", () => {
  assertEquals(
    mutate("x = a < b;"),
    ["; ", "x = a <= b;", "x = a >= b;"].map((text) => text.trim()),
  );
});

Deno.test("findMutants() drops an await, and the statement it stands in", () => {
  assertEquals(mutate("await f();"), [";", "f();"]);
});

Deno.test("findMutants() drops the await of a for loop", () => {
  assertEquals(mutate("for await (const x of y) g;"), [
    "for  (const x of y) g;",
    "for await (const x of y) ;",
  ]);
});

Deno.test("findMutants() takes each branch always", () => {
  assertEquals(mutate("const x = c ? a : b;"), [
    "const x = true ? a : b;",
    "const x = false ? a : b;",
  ]);
});

Deno.test("findMutants() swaps the first two arguments, and steps a constant to both sides", () => {
  assertEquals(mutate("const x = f(a, 1);"), [
    "const x = f(1, a);",
    "const x = f(a, 2);",
    "const x = f(a, (0));",
  ]);
});

Deno.test("findMutants() returns nothing where something is returned", () => {
  assertEquals(mutate("const f = () => { return a; };"), [
    "const f = () => { return undefined as never; };",
  ]);
});

Deno.test("findMutants() leaves one of several promises out", () => {
  assertEquals(mutate("const x = Promise.all([a, b]);"), [
    "const x = Promise.all([undefined, b]);",
    "const x = Promise.all([a, undefined]);",
  ]);
});

Deno.test("findMutants() leaves types, imports and words alone", () => {
  assertEquals(
    mutate('import a from "a"; type T = 1 | 2; interface I { x: 1 } const x = "1 < 2";'),
    [],
  );
});
