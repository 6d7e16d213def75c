import { assertEquals, assertStringIncludes } from "@std/assert";
import { parseTelegramHtml } from "./telegram/parse_telegram_html.ts";
import { fromFileUrl } from "../../tests/harness/paths.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));

/** Runs the command as the task does: without permission to use the network or to start programs. */
async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const output = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--allow-read",
      "--allow-write",
      "--allow-env",
      "--no-lock",
      "--quiet",
      `${ROOT}tools/sheets/telegram_main.ts`,
      ...args,
    ],
    env: { NO_COLOR: "1" },
  }).output();
  const [out, err] = [output.stdout, output.stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code: output.code, out: out ?? "", err: err ?? "" };
}

Deno.test("telegram preview prints the message, its count and its buttons, and writes the page", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const page = `${dir}/deep/chat.html`;
    const base = "https://example.org/course";
    const { code, out, err } = await run("preview", "5", "--base", base, "--out", page);
    assertEquals([code, err.trim()], [0, `As it would look in the chat: ${page}`]);
    const [, count, html = ""] =
      /^pipeline: part 1 of 1, (\d+) of 4096 UTF-16 units, \d+ entities\n\n([^]*?)\n\nbutton/.exec(
        out,
      ) ?? [];
    assertEquals(parseTelegramHtml(html).text.length, Number(count));
    assertStringIncludes(
      out,
      `button "Lesson" opens ${base}/lessons/05_pipeline/README.md\nbutton "Share" opens https://t.me/share/url?`,
    );
    assertStringIncludes(await Deno.readTextFile(page), html);
    assertEquals(Array.from(Deno.readDirSync(`${dir}/deep`)).length, 1);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("telegram preview --all prints one line for each message of each sheet", async () => {
  const page = await Deno.makeTempFile({ suffix: ".html" });
  try {
    const { code, out } = await run("preview", "--all", "--out", page);
    const lines = out.trim().split("\n");
    assertEquals([code, lines.length >= 25], [0, true]);
    assertEquals(lines.filter((line) => !/^[a-z-]+: part \d of \d, \d+ of 4096 /.test(line)), []);
  } finally {
    await Deno.remove(page);
  }
});

for (
  const [args, words] of [
    [[], "There is the command preview"],
    [["publish", "5"], 'not "publish"'],
    [["preview"], "Name a lesson, or say --all"],
    [["preview", "5", "--all"], "not both"],
    [["preview", "pipelin3"], "did you mean pipeline?"],
    [["preview", "5", "--base", "ftp://a"], "--base takes an address"],
    [["preview", "5", "--out", "/dev/null/page"], "name another file with --out"],
    [["preview", "5", "--token", "x"], "There is no option --token"],
  ] as const
) {
  Deno.test(`telegram ${args.join(" ")} is wrong usage`, async () => {
    const { code, out, err } = await run(...args);
    assertEquals(code, 2, err);
    assertStringIncludes(err, words);
    if (!args.some((arg) => arg === "--out")) assertEquals(out, "");
  });
}
