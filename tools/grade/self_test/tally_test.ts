import { assertEquals } from "@std/assert";
import { listDue, loadTally, saveTally } from "./tally.ts";

const trials = [{ name: "stub/pipeline" }, { name: "attack/forks" }];
const namesOf = (due: ReturnType<typeof listDue>) =>
  due.map(({ trial, round }) => `${trial.name} ${round}`);

Deno.test("listDue() runs everything once before anything twice, and leaves out what has run", () => {
  assertEquals(namesOf(listDue(trials, 2, { runs: {} })), [
    "stub/pipeline 1",
    "attack/forks 1",
    "stub/pipeline 2",
    "attack/forks 2",
  ]);
  const runs = { "stub/pipeline": 1, "attack/forks": 2 };
  assertEquals(namesOf(listDue(trials, 2, { runs })), ["stub/pipeline 2"]);
});

Deno.test("loadTally() gives what saveTally() has written, of the same files, and else an empty one", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const path = `${dir}/new/tally.json`;
    const empty = { hash: "a", runs: {}, problems: [] };
    assertEquals(await loadTally(path, "a"), empty);
    const tally = { hash: "a", runs: { "stub/pipeline": 3 }, problems: ["it passed"] };
    saveTally(path, tally);
    assertEquals(await loadTally(path, "a"), tally);
    assertEquals(await loadTally(path, "b"), { ...empty, hash: "b" });
    await Deno.writeTextFile(path, "{");
    assertEquals(await loadTally(path, "a"), empty);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
