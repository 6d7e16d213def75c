// The one place that names what draws SVG without a browser, and the font: see ../marked.ts for why neither is in
// deno.json. The widths of a monospaced font are known, so that nobody has to measure texts.
// deno-lint-ignore-file no-import-prefix -- see above
import font from "npm:@fontsource/dejavu-mono@5.3.0/package.json" with { type: "json" };
import { initWasm, Resvg } from "npm:@resvg/resvg-wasm@2.6.2";
import { encodePng } from "./encode_png.ts";

/** Changes whenever the same SVG may give another picture. */
export const DRAWN_BY = `resvg-wasm 2.6.2, ${font.name} ${font.version}`;

/** Draws an SVG in its own size as PNG. */
export type DrawPng = (svg: string) => Uint8Array;

let opened: Promise<DrawPng> | undefined;

/** Loads the library and the font, once. */
export function openResvg(): Promise<DrawPng> {
  return opened ??= open();
}

async function open(): Promise<DrawPng> {
  const library = import.meta.resolve("npm:@resvg/resvg-wasm@2.6.2");
  await initWasm(await Deno.readFile(new URL("index_bg.wasm", library)));
  const fonts = import.meta.resolve("npm:@fontsource/dejavu-mono@5.3.0/package.json");
  const fontBuffers = await Promise.all(
    [400, 700].map((weight) =>
      Deno.readFile(new URL(`files/dejavu-mono-latin-${weight}-normal.woff2`, fonts))
    ),
  );
  const family = "DejaVu Sans Mono";
  return (svg) => {
    const drawing = new Resvg(svg, {
      font: { fontBuffers, defaultFontFamily: family, monospaceFamily: family },
    });
    const image = drawing.render();
    const { width, height, pixels: rgba } = image;
    const png = encodePng({ width, height, rgba });
    image.free(); // the memory of WebAssembly is not collected
    drawing.free();
    return png;
  };
}
