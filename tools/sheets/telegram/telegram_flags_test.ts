import { assertEquals, assertThrows } from "@std/assert";
import { PublishStop } from "./publish_stop.ts";
import { parseTelegramFlags } from "./telegram_flags.ts";

Deno.test("parseTelegramFlags() reads a publish, and its base ends in a slash", () => {
  assertEquals(
    parseTelegramFlags(["publish", "5", "pipe", "--base", "https://e.org/c", "--pace", "0.5"]),
    {
      command: "publish",
      names: ["5", "pipe"],
      isAll: false,
      isDryRun: false,
      addresses: { base: "https://e.org/c/", site: undefined },
      out: undefined,
      settle: { type: "none" },
      paceMs: 500,
      waitMs: 300_000,
    },
  );
});

for (
  const [args, settle] of [
    [["--adopt", "12"], { type: "adopt", id: 12 }],
    [["--adopt", "https://t.me/c/123/12"], { type: "adopt", id: 12 }],
    [["--probe"], { type: "probe" }],
    [["--resend"], { type: "resend" }],
  ] as const
) {
  Deno.test(`parseTelegramFlags() reads ${args.join(" ")}`, () => {
    const flags = parseTelegramFlags(["publish", "--all", ...args]);
    assertEquals(flags === "help" ? flags : flags.settle, settle);
  });
}

for (
  const [line, words] of [
    ["", 'There are the commands preview, publish, doctor, links, bot, not ""'],
    ["publish", "Name a lesson, or say --all, not both"],
    ["publish 5 --all", "not both"],
    ["doctor 5", "doctor takes no lesson"],
    ["bot 5", "bot takes no lesson"],
    ["bot --pace 1", "--pace does not belong to bot"],
    ["doctor --base https://e.org/", "--base does not belong to doctor"],
    ["preview 5 --resend", "--resend does not belong to preview"],
    ["publish 5 --out x", "--out does not belong to publish"],
    ["publish 5 --token x", "There is no option --token"],
    ["publish 5 --base ftp://e.org", "--base takes an address"],
    ["preview 5 --site e.org", "--site takes an address"],
    ["links --site https://e.org/", "--site does not belong to links"],
    ["publish 5 --adopt x", "--adopt takes the number of a message"],
    ["publish 5 --adopt 1 --resend", "One of --probe, --adopt and --resend"],
    ["publish 5 --pace soon", "--pace takes a number of seconds"],
    ["publish 5 --wait=-1", "--wait takes a number of seconds"],
  ] as const
) {
  Deno.test(`parseTelegramFlags() refuses "${line}" as wrong usage`, () => {
    const args = line.split(" ").filter((word) => word !== "");
    const { exitCode } = assertThrows(() => parseTelegramFlags(args), PublishStop, words);
    assertEquals(exitCode, 2);
  });
}
