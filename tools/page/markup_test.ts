import { assertEquals } from "@std/assert";
import { markup } from "./markup.ts";

Deno.test("markup() escapes a text in an element and in an attribute", () => {
  const evil = `"><script>alert('&')</script>]]>`;
  assertEquals(
    markup`<a title="${evil}">${evil}</a>`.text,
    '<a title="&#34;&#62;&#60;script&#62;alert(&#39;&#38;&#39;)&#60;/script&#62;]]&#62;">' +
      "&#34;&#62;&#60;script&#62;alert(&#39;&#38;&#39;)&#60;/script&#62;]]&#62;</a>",
  );
});

Deno.test("markup() takes over markup, lists of markup and numbers, and leaves nothing for undefined", () => {
  const items = ["a<", "b"].map((one) => markup`<i>${one}</i>`);
  assertEquals(
    markup`<p>${items}${undefined}${3}${items[1]}</p>`.text,
    "<p><i>a&#60;</i><i>b</i>3<i>b</i></p>",
  );
});

Deno.test("markup() keeps control characters and half characters out", () => {
  assertEquals(markup`<p>${"a\0\x1b[1mb\u202ec\ud800"}</p>`.text, "<p>abc\ufffd</p>");
});
