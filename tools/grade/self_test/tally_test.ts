import { assertEquals } from "@std/assert";
import { emptyTally, listDue, loadTally, saveTally } from "./tally.ts";

const trials = [
  { name: "stub/pipeline", lesson: { slug: "pipeline" } },
  { name: "attack/forks", lesson: { slug: "tcp-rpc" } },
];
const namesOf = (due: ReturnType<typeof listDue>) =>
  due.map(({ trial, round }) => `${trial.name} ${round}`);
const one = (hash: string, runs = {}, problems: string[] = []) => ({ hash, runs, problems });

Deno.test("listDue() runs everything once before anything twice, and leaves out what has run", () => {
  assertEquals(namesOf(listDue(trials, 2, emptyTally(["pipeline"]))), [
    "stub/pipeline 1",
    "attack/forks 1",
    "stub/pipeline 2",
    "attack/forks 2",
  ]);
  const tally = {
    pipeline: one("a", { "stub/pipeline": 1 }),
    "tcp-rpc": one("b", { "attack/forks": 2 }),
  };
  assertEquals(namesOf(listDue(trials, 2, tally)), ["stub/pipeline 2"]);
});

Deno.test("loadTally() gives what saveTally() has written of lessons that have not changed; the others are empty", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const path = `${dir}/new/tally.json`;
    const hashes = { pipeline: "a", "tcp-rpc": "b" };
    const empty = { pipeline: one("a"), "tcp-rpc": one("b") };
    assertEquals(emptyTally(Object.keys(hashes)), { pipeline: one(""), "tcp-rpc": one("") });
    assertEquals(await loadTally(path, hashes), empty);
    const tally = {
      pipeline: one("a", { "stub/pipeline": 3 }, ["it passed"]),
      "tcp-rpc": one("b", { "attack/forks": 2 }),
    };
    saveTally(path, tally);
    assertEquals(await loadTally(path, hashes), tally);
    const changed = { ...hashes, pipeline: "c", new: "d" };
    assertEquals(await loadTally(path, changed), {
      ...tally,
      pipeline: one("c"),
      new: one("d"),
    });
    await Deno.writeTextFile(path, "{");
    assertEquals(await loadTally(path, hashes), empty);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
