import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { Card } from "./draw_card.ts";
import { drawCards } from "./draw_cards.ts";

const CARD: Card = { kind: "Lesson", title: "Pipeline", summary: "", flows: [], foot: "" };

Deno.test("drawCards() draws a PNG of 1200 x 630, the same one for the same card", async () => {
  const [first, second] = await drawCards([CARD, CARD]);
  assert(first !== undefined);
  assertEquals(first, second);
  assertEquals([...first.png.subarray(1, 4)], [...new TextEncoder().encode("PNG")]);
  const view = new DataView(first.png.buffer, first.png.byteOffset);
  assertEquals([view.getUint32(16), view.getUint32(20)], [1200, 630]);
  assert(first.png.length < 1_000_000, `${first.png.length} bytes`);
});

Deno.test("drawCards() sees words: another title is another picture in another file", async () => {
  const [one, other] = await drawCards([CARD, { ...CARD, title: "Pipelines" }]);
  assertNotEquals(one?.path, other?.path);
  assertNotEquals(one?.png, other?.png);
});

Deno.test("drawCards() takes a picture that is drawn already", async () => {
  const asked: string[] = [];
  const old = new Uint8Array([1, 2, 3]);
  const drawn = await drawCards([CARD], (path) => {
    asked.push(path);
    return Promise.resolve(old);
  });
  assertEquals(drawn, [{ path: asked[0] ?? "", png: old }]);
  assert(/^cards\/[0-9a-f]{16}\.png$/.test(asked[0] ?? ""), asked[0]);
});
