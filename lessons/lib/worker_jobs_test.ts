import { assertEquals } from "@std/assert";
import { toChild } from "./connection.ts";
import { type Answer, spawnWorker } from "./worker_jobs.ts";

/** Sends jobs to a worker with this handler; its answers, and how it ended. */
async function work(handler: string, jobs: unknown[]): Promise<[Answer[], Deno.CommandStatus]> {
  const lib = new URL("./worker_jobs.ts", import.meta.url).href;
  const script = `import { serveJobs } from "${lib}"; await serveJobs(${handler});`;
  const path = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(path, script);
    await using child = spawnWorker(new URL(`file://${path}`));
    await using connection = toChild<unknown, Answer>(child);
    const answers: Answer[] = [];
    for (const job of jobs) {
      await connection.send(job);
      answers.push(await connection.recv());
    }
    await connection.close();
    return [answers, await child.status];
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("serveJobs() answers each job with the result, and ends with its parent's direction", async () => {
  const [answers, status] = await work("async (job) => job * 2", [1, 21]);
  assertEquals(answers, [{ result: 2 }, { result: 42 }]);
  assertEquals(status, { success: true, code: 0, signal: null });
});

Deno.test("serveJobs() answers with the message of what the handler throws, and goes on", async () => {
  const handler = "(job) => { if (job === 0) throw new Error('zero'); return job; }";
  assertEquals((await work(handler, [0, 1]))[0], [{ error: "zero" }, { result: 1 }]);
});

Deno.test("serveJobs() answers with an error when JSON cannot hold the result", async () => {
  const [[answer]] = await work("() => 1n", [1]);
  assertEquals(answer !== undefined && "error" in answer, true);
});
