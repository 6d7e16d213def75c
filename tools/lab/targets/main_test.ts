import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "../../../tests/harness/paths.ts";
import { runCaptured } from "../capture_io.ts";
import { interruptLab } from "../interrupt_lab.ts";
import { main } from "./main.ts";

const run = (...args: string[]) => runCaptured(main, args);

Deno.test("main() refuses what it cannot read, and says what it is", async () => {
  const lines = ["--nope", "--rounds 0", "05 nix", "--compare /nowhere", "--json --profile"];
  const wrong = lines.map((line) => line.split(" "));
  const answers = await Promise.all(wrong.map((args) => run(...args)));
  assertEquals(answers.map(({ code }) => code), [2, 2, 2, 2, 2]);
  const names = [/--nope/, /--rounds 0/, /"nix"/, /\/nowhere/, /--profile/];
  answers.forEach(({ text }, index) => assertMatch(text, names[index] ?? /never/));
});

Deno.test("main() measures the lessons that it is told, whatever the ratios, and compares with an earlier run", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const first = await run("pipeline", "--rounds", "1", "--json");
    assertEquals([first.code, JSON.parse(first.text).series.length], [0, 2]);
    Deno.writeTextFileSync(`${dir}/before.json`, first.text);
    const more = ["--compare", `${dir}/before.json`, "--html", `${dir}/page.html`];
    const { code, text } = await run("05", "--rounds", "1", ...more);
    assertEquals(code, 0);
    assertMatch(text, /^05 pipeline: [^]*1 target: [^]*against +20/);
    assertMatch(Deno.readTextFileSync(`${dir}/page.html`), /<svg[^]*05 pipeline/);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("main() ends at Ctrl-C with 130, and removes what it and its peers have made", async () => {
  const ended = await interruptLab(["targets", "10", "08", "--rounds", "9999"]);
  assertEquals(ended, { code: 130, stderr: "Interrupted: nothing is left behind\n", left: [] });
});

Deno.test("main() measures the rest where there is no Python, no compiler and no Redis, and says so", async () => {
  const source = `
    const { main } = await import(${JSON.stringify(import.meta.resolve("./main.ts"))});
    const out = (text) => console.log(text);
    const io = { out, err: out, color: false, isTerminal: false, columns: 80, now: Date.now };
    Deno.exit(await main(["09", "12", "24", "--rounds", "1"], io));`;
  const config = fromFileUrl(new URL("../../../deno.json", import.meta.url));
  const flags = ["run", "-A", "--no-lock", "--no-check", "--quiet", "--config", config];
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: [...flags, `data:text/javascript,${encodeURIComponent(source)}`],
    env: { PATH: "/nowhere" },
  }).output();
  const text = new TextDecoder().decode(stdout);
  assertEquals(code, 0);
  assertMatch(text, /put and get +solution +[\d.]+ .s +mp\.Queue +20x +not measured/);
  assertMatch(text, /a delivery +solution +[\d.]+ .s +Redis +1x +not measured/);
  assertStringIncludes(
    text,
    "Without Python: there is no python3 on this machine\n" +
      "Without C: there is no cc on this machine\n" +
      "Without Redis: there is no redis-server on this machine\n",
  );
});
