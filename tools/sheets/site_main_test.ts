import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Io } from "../term/io.ts";
import { main } from "./site_main.ts";

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  const io: Io = {
    out: (text) => out += `${text}\n`,
    err: (text) => err += `${text}\n`,
    color: false,
    isTerminal: false,
    columns: 80,
    now: Date.now,
  };
  return { code: await main(args, io), out, err };
}

Deno.test("site --out DIR builds the site there and says where to begin", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const { code, out } = await run("--out", `${dir}/site/`);
    assertEquals(code, 0);
    assertStringIncludes(out, ` files: ${dir}/site/index.html\n`);
    assertStringIncludes(await Deno.readTextFile(`${dir}/site/index.html`), "<!DOCTYPE html>");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

for (
  const [args, words] of [
    [["--outt", "x"], "There is no option --outt"],
    [["pipeline"], "There is no option pipeline"],
    [["--out"], "--out takes a folder"],
    [["--port", "80"], "belongs to --serve"],
    [["--serve", "--port", "65536"], "up to 65535"],
    [["--base", "example.org"], "--base takes an address"],
    [["--base", "file:///tmp/"], "--base takes an address"],
    [["--course", "/nowhere/at/all"], "there is no such folder"],
    [["--out", "/dev/null"], "this command did not make"],
  ] as const
) {
  Deno.test(`site ${args.join(" ")} is wrong usage`, async () => {
    const { code, out, err } = await run(...args);
    assertEquals([code, out], [2, ""]);
    assertStringIncludes(err, words);
  });
}
