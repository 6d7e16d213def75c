import { assertEquals, assertThrows } from "@std/assert";
import { isKind, parseBlocks } from "./parse_blocks.ts";
import { type InlineWriter, renderInline } from "./render_inline.ts";

const WRITER: InlineWriter = {
  text: (text) => text.toUpperCase(),
  code: (text) => `[${text}]`,
  strong: (inner) => `<s>${inner}</s>`,
  em: (inner) => `<e>${inner}</e>`,
  link: (inner, href) => `${inner}->${href}`,
};

const render = (markdown: string) => {
  const [block] = parseBlocks(markdown);
  if (block === undefined || !isKind(block.token, "paragraph")) throw new RangeError(markdown);
  return renderInline(block.token.tokens, WRITER);
};

Deno.test("renderInline() writes each kind, also one inside another", () => {
  assertEquals(
    render("a `b<c` **d `e`** _f_ \\* [g `h`](i.md)"),
    "A [b<c] <s>D [e]</s> <e>F</e> * G [h]->i.md",
  );
});

Deno.test("renderInline() takes a line break of the source for a blank", () => {
  assertEquals(render("a\nb"), "A B");
});

Deno.test("renderInline() refuses what it would lose", () => {
  assertThrows(() => render("a ![b](c.png)"), TypeError, "Cannot render image");
});
