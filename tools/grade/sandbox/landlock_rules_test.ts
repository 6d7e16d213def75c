import { assertEquals } from "@std/assert";
import { encodeRule, encodeRuleset, grantedRights, handledRights } from "./landlock_rules.ts";

Deno.test("handledRights() names no right that a version does not know", () => {
  assertEquals([1, 2, 3, 4, 5, 7].map(handledRights), [
    0x1fff,
    0x3fff,
    0x7fff,
    0x7fff,
    0xffff,
    0xffff,
  ]);
});

Deno.test("encodeRuleset() is as long as the version knows it, with scopes from 6 on", () => {
  assertEquals(encodeRuleset(5).toHex(), "ffff000000000000");
  assertEquals(encodeRuleset(6).toHex(), "ffff000000000000" + "00".repeat(8) + "0300000000000000");
});

Deno.test("grantedRights() leaves a file no right of folders, and a reader none to write", () => {
  const file = { abi: 7, isDirectory: false };
  const folder = { abi: 7, isDirectory: true };
  assertEquals(grantedRights("read", file), 0b101);
  assertEquals(grantedRights("read", folder), 0b1101);
  assertEquals(grantedRights("use", file), 0xc006);
  assertEquals(grantedRights("own", folder), 0xffff);
  assertEquals(grantedRights("own", { abi: 1, isDirectory: false }), 0b111);
});

Deno.test("encodeRule() packs rights and descriptor into twelve bytes", () => {
  assertEquals(encodeRule(0b101, 9).toHex(), "0500000000000000" + "09000000");
});
