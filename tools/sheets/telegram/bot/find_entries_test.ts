import { assertEquals } from "@std/assert";
import { findEntries } from "./find_entries.ts";
import { SAMPLE_ENTRIES } from "./sample_entries.ts";

/** What is found, as slugs. */
function find(query: string): readonly [string, ...(string | undefined)[]] {
  const found = findEntries(SAMPLE_ENTRIES, query);
  switch (found.type) {
    case "exact":
      return ["exact", found.entry.lesson.slug];
    case "hits":
      return ["hits", ...found.entries.map(({ lesson }) => lesson.slug)];
    case "none":
      return ["none", found.nearest?.lesson.slug];
  }
}

for (const name of ["5", "05", "pipeline", "Pipeline ", "05_pipeline"]) {
  Deno.test(`findEntries() takes "${name}" for the lesson itself`, () => {
    assertEquals(find(name), ["exact", "pipeline"]);
  });
}

Deno.test("findEntries() ranks slug before tag before title, then the lower number", () => {
  // pipeline: slug and title begin with it, and a tag; drain-both-ends: tag and title; then a tag; then a title
  const slugs = ["pipeline", "drain-both-ends", "fifo-logger", "fifo-rendezvous"];
  assertEquals(find("pipe"), ["hits", ...slugs]);
  assertEquals(find("fifo"), ["hits", "fifo-rendezvous", "fifo-logger"]);
});

Deno.test("findEntries() takes a plural for the singular", () => {
  assertEquals(find("pipes"), find("pipe"));
  assertEquals(find("mutexes"), ["hits", "semaphore"]);
  assertEquals(find("thing"), ["hits", "pipeline"]);
});

Deno.test("findEntries() keeps only the lessons that have the most of the words, fillers aside", () => {
  assertEquals(find("how to do an atomic write"), ["hits", "fifo-logger"]);
  assertEquals(find("the"), ["none", undefined]);
});

Deno.test("findEntries() takes the sign between two words for a blank", () => {
  assertEquals(find("PIPE_BUF"), ["hits", "fifo-logger"]);
});

Deno.test("findEntries() names the nearest lesson for a word that nothing has, and none when none is near", () => {
  assertEquals(find("semafore"), ["none", "semaphore"]);
  assertEquals(find("pipelien"), ["none", "pipeline"]);
  assertEquals(find("xylophone"), ["none", undefined]);
  assertEquals(find("🙂"), ["none", undefined]);
});
