import { assertEquals } from "@std/assert";
import type { Look } from "./look.ts";
import { findVariant, makeLooks } from "./looks.ts";

Deno.test("makeLooks() never names a variant that varies, nor one of two that fail alike", () => {
  const looks = makeLooks(
    new Map<string, (Look | undefined)[]>([
      ["steady", [{ T1: "a 1" }, { T1: "a 2" }]],
      ["varies", [{ T1: "b" }, { T2: "b" }]],
      ["green_once", [{ T3: "c" }, undefined]],
      ["twin", [{ T2: "b" }, { T2: "b" }]],
    ]),
  );
  assertEquals(looks, {
    steady: { look: { T1: "a <n>" } },
    varies: { silent: "differs from run to run" },
    green_once: { silent: "differs from run to run" },
    twin: { silent: "fails like varies" },
  });
});

Deno.test("findVariant() names the only variant that looks like this", () => {
  const looks = {
    one: { look: { T1: "a <n>" } },
    two: { look: { T2: "b" } },
    mute: { silent: "" },
  };
  assertEquals(findVariant(looks, { T1: "a 5" }), "one");
  assertEquals(findVariant(looks, { T1: "a b" }), undefined);
  assertEquals(findVariant({ ...looks, again: { look: { T2: "b" } } }, { T2: "b" }), undefined);
});
