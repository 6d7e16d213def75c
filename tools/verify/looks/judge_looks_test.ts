import { assertEquals } from "@std/assert";
import type { Look } from "../../course/looks/look.ts";
import { countLooks } from "./judge_looks.ts";

Deno.test("countLooks() tells variants that are recognised from silent ones and from mistaken ones", () => {
  const looks = {
    one: { look: { T1: "a" } },
    two: { look: { T2: "b" } },
    mute: { silent: "varies" },
  };
  const variants: { name: string; look?: Look }[] = [
    { name: "wrong/one", look: { T1: "a" } },
    { name: "wrong/two", look: { T1: "a" } },
    { name: "wrong/mute", look: { T3: "c" } },
    { name: "wrong/green" },
  ];
  assertEquals(countLooks(looks, variants), {
    own: 1,
    silent: 2,
    wrong: ["wrong/two is taken for one"],
  });
});
