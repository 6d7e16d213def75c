import { assertEquals } from "@std/assert";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { listTagged } from "../../tests/harness/processes.ts";
import { loadLessons } from "./load_lessons.ts";
import { OtherEnds } from "./other_ends.ts";
import { type OpenStage, runObserved } from "./run_observed.ts";
import type { Launch } from "./side.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");
const LESSONS = await loadLessons(ROOT);
const lessonOf = (slug: string) => LESSONS.filter((one) => one.slug === slug);

Deno.test("OtherEnds lend the same process to each run of a lesson, and leave nothing", async () => {
  const started: string[] = [];
  const tag = crypto.randomUUID();
  const countAlive = () => listTagged(`TRIED_BY=${tag}`).length;
  let place = "";
  const argv = [Deno.execPath(), "run", "-A", "--no-check", "--no-lock", "--quiet"] as const;
  for (const lesson of lessonOf("file-lock")) {
    const path = `${ROOT}/solutions/${lesson.folder}/mod.ts`;
    const openStage: OpenStage = async (dir, count) => {
      for (let index = 0; index < count; index++) {
        await Deno.mkdir(`${dir}/c/${index}`, { recursive: true });
      }
      return {
        launch: (name, socket) => {
          started.push(name);
          if (name === "attend") place = socket.replace(/\/attend\/.*/, "");
          const main = ["--config", `${ROOT}/deno.json`, `${ROOT}/tests/harness/observe_main.ts`];
          const args = [name, socket, `${ROOT}/tests/observed/${lesson.folder}.ts`];
          return { argv: [...argv, ...main, ...args], env: { IPC_SUBJECT: path, TRIED_BY: tag } };
        },
        [Symbol.asyncDispose]: () => Promise.resolve(),
      };
    };
    await using otherEnds = await OtherEnds.open();
    const job = { lesson, subject: { kind: "solution", name: "solution", path } } as const;
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
