import { assertEquals } from "@std/assert";
import { isOnGlobal, listApiNames } from "./api_names.ts";

Deno.test("listApiNames() finds each name of Deno and Atomics once", () => {
  const text = "new Deno.Command(Deno.execPath()); Atomics.add(a, 0, 1); new Deno.Command('x')";
  assertEquals(listApiNames(text), ["Deno.Command", "Deno.execPath", "Atomics.add"]);
});

Deno.test("listApiNames() leaves out names that only end like one", () => {
  assertEquals(listApiNames("myDeno.run(), my.Deno.run(), Deno"), []);
});

for (
  const name of [
    "Deno.Command",
    "Deno.errors.BrokenPipe",
    "Atomics.add",
    "Deno.FsFile.lock",
    "Deno.stdin.readable",
    "Deno.listenDatagram",
  ]
) {
  Deno.test(`isOnGlobal() finds ${name}`, () => assertEquals(isOnGlobal(name), true));
}

for (const name of ["Deno.Commando", "Deno.errors.EPIPE", "Atomics.plus", "Deno.CommandStatus"]) {
  Deno.test(`isOnGlobal() does not find ${name}`, () => assertEquals(isOnGlobal(name), false));
}
