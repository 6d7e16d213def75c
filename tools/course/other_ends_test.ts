import { assertEquals } from "@std/assert";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { listTagged } from "../../tests/harness/processes.ts";
import { loadLessons } from "./load_lessons.ts";
import { OtherEnds } from "./other_ends.ts";
import { openHere, type OpenStage, runObserved, type Stage } from "./run_observed.ts";
import type { Launch } from "./side.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");
const LESSONS = await loadLessons(ROOT);
const lessonOf = (slug: string) => LESSONS.filter((one) => one.slug === slug);

Deno.test("OtherEnds lend the same process to each run of a lesson, and leave nothing", async () => {
  const started: string[] = [];
  const tag = crypto.randomUUID();
  const countAlive = () => listTagged(`TRIED_BY=${tag}`).length;
  let place = "";
  for (const lesson of lessonOf("file-lock")) {
    const path = `${ROOT}/solutions/${lesson.folder}/mod.ts`;
    const job = { lesson, subject: { kind: "solution", name: "solution", path } } as const;
    const openStage: OpenStage = async (dir, count) => {
      const stage = await openHere(job, { root: ROOT, dir, count });
      const launch: Stage["launch"] = async (name, socket) => {
        started.push(name);
        if (name === "attend") place = socket.replace(/\/attend\/.*/, "");
        const { argv, env } = await stage.launch(name, socket);
        return { argv, env: { ...env, TRIED_BY: tag } };
      };
      return { ...stage, launch };
    };
    await using otherEnds = await OtherEnds.open();
    for (const seed of [1, 2]) {
      const run = await runObserved(job, { root: ROOT, seed, openStage, otherEnds });
      assertEquals(run.results.map((one) => one.problem), Array(5).fill(undefined));
      assertEquals([run.problems, countAlive()], [[], 1]);
    }
  }
  assertEquals([countAlive(), await Deno.stat(place).catch(() => "gone")], [0, "gone"]);
  assertEquals(started.sort(), ["attend", "observe", "observe"]);
});

/** A side that ends at once: enough for who counts how many are started. */
const QUICK: Launch = { argv: ["true"], env: {} };

Deno.test("OtherEnds start another one for another lesson, for who is lost, and for one too many", async () => {
  const [lock, queue] = [...lessonOf("file-lock"), ...lessonOf("typed-queue")];
  if (lock === undefined || queue === undefined) throw new Error("these lessons are there");
  let count = 0;
  const launch = () => (count++, QUICK);
  await using ends = await OtherEnds.open();
  const first = await ends.take(lock, launch);
  await ends.giveBack(lock, first);
  await ends.giveBack(queue, await ends.take(queue, launch));
  assertEquals([await ends.take(lock, launch), count], [first, 2]);
  await first.ask({ input: null, dir: "", limitMs: 1 }, new AbortController().signal);
  await ends.giveBack(lock, first);
  const others = await Promise.all(Array.from({ length: 8 }, () => ends.take(lock, launch)));
  assertEquals([others.includes(first), count], [false, 10]);
  for (const one of others) await ends.giveBack(lock, one); // the one of the other lesson is the oldest
  await ends.take(queue, launch);
  assertEquals(count, 11);
});
