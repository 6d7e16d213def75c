import { assertEquals, assertNotEquals } from "@std/assert";
import { missingCapability } from "../../tests/harness/capabilities.ts";
import { isLeftOut } from "../../tests/harness/left_out.ts";
import { isLeftBehind, makeOwnPlace, nameOwn } from "./own_place.ts";

Deno.test("makeOwnPlace() makes a folder for this account alone, with a name of its own", async () => {
  const [one, other] = [await makeOwnPlace(), await makeOwnPlace(0o711)];
  try {
    assertNotEquals(one, other);
    const modes = [one, other].map((path) => (Deno.statSync(path).mode ?? 0) & 0o777);
    assertEquals(modes, [0o700, 0o711]);
  } finally {
    for (const path of [one, other]) await Deno.remove(path);
  }
});

Deno.test("isLeftBehind() knows names of processes that have ended from those of others", {
  ignore: isLeftOut(import.meta, missingCapability(["proc"])), // whether a process lives is read there
}, async () => {
  const child = new Deno.Command("cat", { stdin: "piped" }).spawn();
  const own = nameOwn();
  const words = own.split(/\.|-/);
  const [namespace = "", , start = ""] = words;
  const pid = child.pid.toString(36);
  const named = `${namespace}.${pid}.${start}-0`; // its pid, but somebody who began earlier
  assertEquals([isLeftBehind(own), isLeftBehind(named)], [false, true]);
  await child.stdin.close();
  await child.status;
  assertEquals(isLeftBehind(named), true);
  const elsewhere = `ipco1.${pid}.${start}-0`; // in another PID namespace
  assertEquals([elsewhere, "ipco-by-hand", "ipc5.5.5-5", ".."].map(isLeftBehind), [
    false,
    false,
    false,
    false,
  ]);
});
