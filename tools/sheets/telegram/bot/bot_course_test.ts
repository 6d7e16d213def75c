import { assertEquals } from "@std/assert";
import { fromFileUrl } from "../../../../tests/harness/paths.ts";
import { loadLessons } from "../../../course/load_lessons.ts";
import { loadBotCourse } from "./bot_course.ts";
import { findEntries } from "./find_entries.ts";

const ROOT = fromFileUrl(new URL("../../../../", import.meta.url)).replace(/\/$/, "");
/** A course that can be read nowhere. */
const NOWHERE = { base: undefined, site: undefined };

Deno.test("loadBotCourse() makes every lesson of the course one that is found by the title of its sheet", async () => {
  const entries = await loadBotCourse(ROOT, await loadLessons(ROOT), NOWHERE);
  const missed = entries.filter(({ title, lesson }) => {
    const found = findEntries(entries, title);
    return found.type !== "hits" || found.entries[0]?.lesson.slug !== lesson.slug;
  });
  assertEquals(missed.map(({ title }) => title), []);
});

Deno.test('loadBotCourse() has the pipeline and the FIFO lessons among what "pipes" finds', async () => {
  const entries = await loadBotCourse(ROOT, await loadLessons(ROOT), NOWHERE);
  const found = findEntries(entries, "pipes");
  const slugs = found.type === "hits" ? found.entries.map(({ lesson }) => lesson.slug) : [];
  const due = ["pipeline", "fifo-rendezvous", "fifo-logger"];
  assertEquals(due.filter((slug) => slugs.includes(slug)), due);
});
