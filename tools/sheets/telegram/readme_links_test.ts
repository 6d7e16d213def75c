import { assertEquals } from "@std/assert";
import { fromFileUrl } from "../../../tests/harness/paths.ts";
import { loadLessons } from "../../course/load_lessons.ts";
import { OVERVIEW, withOverview } from "../overview.ts";
import { SAMPLE_LESSON } from "../sample_sheet.ts";
import { loadState, parseState } from "./posts_state.ts";
import { compareReadmes, makeTelegramLink, setTelegramLink } from "./readme_links.ts";

const ROOT = fromFileUrl(new URL("../../../", import.meta.url)).replace(/\/$/, "");
const stateOf = (state: Record<string, unknown>) =>
  parseState(JSON.stringify({ format: 1, ...state }));
const channel = { id: -1001, username: "ipc_course" };

Deno.test("makeTelegramLink() leads to the post of the lesson", () => {
  const state = stateOf({ channel, messages: { "pipeline/1": { id: 12, hash: "" } } });
  const link = { text: "The sheet as a post on Telegram", url: "https://t.me/ipc_course/12" };
  assertEquals(makeTelegramLink(SAMPLE_LESSON, state), link);
});

Deno.test("makeTelegramLink() shares the lesson while it has no post, with its address once that is known", () => {
  const text = "IPC course, lesson 05: Run a pipeline. deno task learn run pipeline";
  const shared = (state: Record<string, unknown>) =>
    new URL(makeTelegramLink(SAMPLE_LESSON, stateOf(state)).url).searchParams;
  assertEquals([...shared({})], [["url", text]]);
  const url = "https://example.org/lessons/05_pipeline/README.md";
  assertEquals([...shared({ channel, base: "https://example.org/" })], [["url", url], [
    "text",
    text,
  ]]);
});

Deno.test("setTelegramLink() adds one line, and replaces it when it is there", () => {
  const share = { text: "Share this lesson on Telegram", url: "https://t.me/share/url?url=a%28b" };
  const post = { text: "The sheet as a post on Telegram", url: "https://t.me/c/1/2" };
  const once = setTelegramLink("# A\n\nLast.\n", share);
  assertEquals(once, `# A\n\nLast.\n[${share.text}](${share.url}).\n`);
  assertEquals(setTelegramLink(once, post), `# A\n\nLast.\n[${post.text}](${post.url}).\n`);
  assertEquals(setTelegramLink(once, share), once);
});

Deno.test("makeTelegramLink() leads from the comparison to the overview", () => {
  const { text, url } = makeTelegramLink(OVERVIEW, stateOf({ base: "https://example.org/" }));
  const [page] = new URL(url).searchParams.getAll("url");
  assertEquals([text, page], ["Share this on Telegram", "https://example.org/lessons/README.md"]);
  const again = setTelegramLink(`# Compared\n[${text}](${url}).\n`, {
    text,
    url: "https://e.org/",
  });
  assertEquals(again, `# Compared\n[${text}](https://e.org/).\n`);
});

Deno.test("the README of every lesson leads to its post, or shares the lesson while there is none", async () => {
  const lessons = await withOverview(ROOT, await loadLessons(ROOT));
  const readmes = await compareReadmes(ROOT, lessons, await loadState(ROOT));
  const stale = readmes.filter(({ old, due }) => old !== due).map(({ file }) => file);
  assertEquals(stale, [], "deno task telegram links brings them up to date");
});
