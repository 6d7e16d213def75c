// The files of golden/ were looked at in a browser, in both schemes, before they were kept. Look again before you
// replace one: deno task sheet 5 --svg > /tmp/picture.svg
import { assertEquals, assertStringIncludes } from "@std/assert";
import { drawFlowsSvg, type SvgOptions } from "./draw_flow_svg.ts";
import { parseFlowBlock } from "./parse_flow.ts";

const PIPES = `yes --stdout--> (pipe | 64 KiB) --read()--> pump
pump --> head
client <--read(), write()--> (socket | "a" & <b>)`;

const { flows } = parseFlowBlock(PIPES, 1);

const GOLDEN: readonly (readonly [name: string, options: SvgOptions])[] = [
  ["across_auto", {}],
  ["across_light", { theme: "light" }],
  ["across_dark", { theme: "dark" }],
  ["down_page", { theme: "page", direction: "down" }],
];

for (const [name, options] of GOLDEN) {
  Deno.test(`drawFlowsSvg() draws golden/${name}.svg`, async () => {
    const golden = await Deno.readTextFile(new URL(`golden/${name}.svg`, import.meta.url));
    assertEquals(drawFlowsSvg(flows, options) + "\n", golden);
  });
}

Deno.test("drawFlowsSvg() says in words what it shows", () => {
  const words = "from yes to pipe (64 KiB): stdout; from pipe (64 KiB) to pump: read(); " +
    "from pump to head; between client and socket " +
    "(&quot;a&quot; &amp; &lt;b&gt;): read(), write()";
  assertStringIncludes(drawFlowsSvg(flows), `aria-label="${words}"`);
});

Deno.test("drawFlowsSvg() scopes each rule of its style and refers to nothing outside", () => {
  for (const theme of ["auto", "light", "dark"] as const) {
    const svg = drawFlowsSvg(flows, { theme });
    const [, css = ""] = /<style>(.*)<\/style>/.exec(svg) ?? [];
    const rules = css.replace(/@media [^{]*\{(.*)\}$/, "$1").split("}").filter((one) => one !== "");
    assertEquals(rules.filter((rule) => !rule.startsWith(`.flow-${theme} `)), []);
    assertEquals(svg.match(/\bid=|url\(|href|https?:(?!\/\/www\.w3\.org\/2000\/svg")/g), null);
  }
});

Deno.test("drawFlowsSvg() fits a phone of 360 pixels when it draws downwards", () => {
  const [, width] = /width="(\d+)"/.exec(drawFlowsSvg(flows, { direction: "down" })) ?? [];
  assertEquals(Number(width) <= 328, true, `${width} pixels`);
});
