import { assertEquals } from "@std/assert";
import { fromFileUrl } from "../../../tests/harness/paths.ts";
import { loadLessons } from "../../course/load_lessons.ts";
import { withOverview } from "../overview.ts";
import { sheetPdf } from "../site/site_map.ts";
import { listMessages } from "./channel_message.ts";
import { loadPosts } from "./load_posts.ts";

const ROOT = fromFileUrl(new URL("../../../", import.meta.url)).replace(/\/$/, "");
/** What telegram lets a button copy, in characters. */
const MAX_COPIED = 256;

Deno.test("the post of every lesson leads back to the lesson and to its command", async () => {
  const lessons = await loadLessons(ROOT);
  const posts = await loadPosts(ROOT, lessons, {
    base: "https://example.org/course/",
    site: undefined,
  });
  for (const [index, { name, post }] of posts.entries()) {
    const url = `https://example.org/course/lessons/${lessons[index]?.folder}/README.md`;
    const command = `deno task learn run ${name}`;
    const targets = post.buttons.map((button) =>
      button.type === "url" ? button.url : button.copied
    );
    assertEquals([targets.includes(url), targets.includes(command)], [true, true], name);
    const html = listMessages(name, post).map((message) => message.html).join("\n");
    assertEquals([html.includes(`href="${url}"`), html.includes(command)], [true, true], name);
    assertEquals(command.length <= MAX_COPIED, true, name);
  }
});

Deno.test("the PDF button of a post leads to the file that a site with PDFs has", async () => {
  const lessons = await withOverview(ROOT, await loadLessons(ROOT));
  const addresses = { base: "https://example.org/course/", site: "https://example.org/site/" };
  for (const { lesson, post } of await loadPosts(ROOT, lessons, addresses)) {
    const url = `https://example.org/site/${sheetPdf(lesson)}`;
    assertEquals(post.buttons[1], { type: "url", text: "PDF", url });
  }
});
