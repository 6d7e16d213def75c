import { assertEquals } from "@std/assert";
import { makeShareUrl } from "./share_url.ts";

Deno.test("makeShareUrl() shares an address and a text, with blanks that are no plus signs", () => {
  const url = makeShareUrl("a b & c", "https://example.org/?x=1");
  assertEquals(
    url,
    "https://t.me/share/url?url=https%3A%2F%2Fexample.org%2F%3Fx%3D1&text=a%20b%20%26%20c",
  );
});

Deno.test("makeShareUrl() shares the text alone when there is no address, and ends no link of Markdown", () => {
  assertEquals(makeShareUrl("pipe (2)"), "https://t.me/share/url?url=pipe%20%282%29");
});
