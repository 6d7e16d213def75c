import { assertEquals } from "@std/assert";
import { encodePng } from "./encode_png.ts";
import { openResvg } from "./resvg.ts";

Deno.test("encodePng() writes what another decoder reads as the same pixels", async () => {
  const draw = await openResvg();
  const rgba = Uint8Array.from(
    { length: 3 * 2 * 4 },
    (_, index) => index % 4 === 3 ? 255 : index * 9,
  );
  const png = encodePng({ width: 3, height: 2, rgba });
  const svg = (inner: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2">${inner}</svg>`;
  const image = `<image width="3" height="2" image-rendering="optimizeSpeed" ` +
    `href="data:image/png;base64,${png.toBase64()}"/>`;
  assertEquals(draw(svg(image)), png);
  // a decoder that refused the picture would have drawn nothing
  assertEquals(draw(svg("")), encodePng({ width: 3, height: 2, rgba: new Uint8Array(24) }));
});
