import { EOFError, toParent } from "./connection.ts";

/**
 * What a worker says about a job, in the order of the jobs: the handler's result (without it, undefined), or the message
 * of what it threw.
 */
export type Answer = { result?: unknown } | { error: string };

/**
 * Starts a worker: a Deno process that runs `script` with all permissions and the course's import map, stdin and stdout
 * piped. Each line that it reads is a job, each line that it writes an {@linkcode Answer}: connect to it by `toChild()`
 * of `#lib/connection.ts`. Whoever starts it ends it.
 */
export function spawnWorker(script: URL): Deno.ChildProcess {
  const flags = ["run", "-A", "--no-check", "--quiet", "--no-lock"];
  const config = new URL("../../deno.json", import.meta.url);
  return new Deno.Command(Deno.execPath(), {
    args: [...flags, "--config", decodeURIComponent(config.pathname), script.href],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
}

/**
 * Turns this process into a worker: calls `handler` for each job, one after the other, and sends back its result, or the
 * message of what it throws. Returns when no more jobs will come, because the parent has closed its end, or has died.
 *
 * Ctrl-C goes to the whole group of processes. It does not end a worker: that is for the parent to decide.
 */
export async function serveJobs<J, R>(handler: (job: J) => R | Promise<R>): Promise<void> {
  Deno.addSignalListener("SIGINT", () => {});
  await using parent = toParent<Answer, J>();
  try {
    for (;;) {
      const answer = await work(handler, await parent.recv());
      try {
        await parent.send(answer);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        await parent.send({ error: error.message }); // JSON cannot hold the result
      }
    }
  } catch (error) {
    const isOver = error instanceof EOFError || error instanceof Deno.errors.BrokenPipe;
    if (!isOver) throw error;
  }
}

async function work<J, R>(handler: (job: J) => R | Promise<R>, job: J): Promise<Answer> {
  try {
    return { result: await handler(job) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
