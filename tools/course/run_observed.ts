import { writeAll } from "#lib/frames.ts";
import { lines } from "#lib/lines.ts";
import { measureFactor } from "../../tests/harness/deadline.ts";
import type { ObserveReply, ObserveRequest } from "../../tests/harness/observe_main.ts";
import type { Json, ObservedCase, ObservedLesson, Place } from "../../tests/harness/observed.ts";
import { toFileUrl } from "../../tests/harness/paths.ts";
import { Random } from "../../tests/harness/random.ts";
import { type GroupResult, runGroup } from "../proc/run_group.ts";
import type { Job } from "./job.ts";
import { observedFile } from "./lesson.ts";

export interface RunObservedOptions {
  /** The course's folder. */
  readonly root: string;
  /** Where the inputs come from. */
  readonly seed: number;
  readonly signal?: AbortSignal;
}

/** One observed case, judged. */
export interface ObservedResult {
  readonly name: string;
  /** What is wrong, for the learner; undefined when it passed. */
  readonly problem: string | undefined;
}

/** What the observed cases say about one subject. */
export interface Observed {
  readonly results: readonly ObservedResult[];
  /** What cannot be said of a single case: it left processes, or did not end. */
  readonly problems: readonly string[];
  readonly ms: number;
}

type AnyLesson = ObservedLesson<unknown>;

/** How long one case may take, before the factor, in ms. */
const CASE_MS = 3_000;
/** How long the process inside may take to end after its last case, before the factor, in ms. */
const END_MS = 2_000;

/**
 * Runs the observed cases of a lesson: the module is used in a process of its own, by `observe()`, while this process is
 * the other end of the channel, by `attend()`, and judges what was seen.
 */
export async function runObserved(job: Job, options: RunObservedOptions): Promise<Observed> {
  const path = `${options.root}/${observedFile(job.lesson)}`;
  const lesson: AnyLesson = await import(toFileUrl(path).href);
  const dir = await Deno.makeTempDir({ dir: "/tmp", prefix: "ipco" }); // short: socket paths are limited (unix(7))
  try {
    return await runInside(job, { ...options, lesson, path, dir });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

async function runInside(
  job: Job,
  options: RunObservedOptions & { lesson: AnyLesson; path: string; dir: string },
): Promise<Observed> {
  const { root, lesson, path, dir } = options;
  const factor = measureFactor();
  const cases = lesson.cases(new Random(options.seed));
  using listener = Deno.listen({ transport: "unix", path: `${dir}/s` });
  const start = performance.now();
  let wallMs = (cases.length * CASE_MS + END_MS) * factor;
  const stop = new AbortController();
  const onAbort = () => stop.abort();
  options.signal?.addEventListener("abort", onAbort, { once: true });
  const flags = [
    "run",
    "-A",
    "--no-check",
    "--quiet",
    "--no-lock",
    "--config",
    `${root}/deno.json`,
  ];
  const running = runGroup(
    [Deno.execPath(), ...flags, `${root}/tests/harness/observe_main.ts`, `${dir}/s`, path],
    {
      cwd: root,
      env: { NO_COLOR: "1", IPC_SUBJECT: job.subject.path },
      wallMs: () => wallMs,
      signal: stop.signal,
    },
  );
  const inside = await Inside.accept(listener, running);
  const results: ObservedResult[] = [];
  for (const [index, one] of cases.entries()) {
    const place = `${dir}/${index}`;
    await Deno.mkdir(place);
    const problem = await runCase(inside, { lesson, one, dir: place, limitMs: CASE_MS * factor });
    results.push({ name: one.name, problem });
    if (inside.isLost) break; // it will not answer any more: the others would only wait
  }
  for (const one of cases.slice(results.length)) {
    results.push({ name: one.name, problem: "not run: the case before it did not end" });
  }
  if (inside.isLost) stop.abort();
  inside.close();
  wallMs = Math.min(wallMs, performance.now() - start + END_MS * factor);
  const end = await running;
  options.signal?.removeEventListener("abort", onAbort);
  return { results, problems: inside.isLost ? [] : describeEnd(end), ms: end.ms };
}

/** The connection to the process inside. */
class Inside {
  readonly #conn: Deno.Conn | undefined;
  readonly #replies: AsyncGenerator<string, void> | undefined;
  readonly #ended: Promise<string>;
  /** True once it has died, or owes an answer. */
  isLost = false;

  private constructor(conn: Deno.Conn | undefined, ended: Promise<string>) {
    this.#conn = conn;
    this.#replies = conn === undefined ? undefined : lines(conn.readable);
    this.#ended = ended;
  }

  /** Waits for the process to call; it may also end before it does. */
  static async accept(listener: Deno.Listener, running: Promise<GroupResult>): Promise<Inside> {
    const ended = running.then((end) =>
      `the process ended with ${end.signal ?? `exit code ${end.code}`}: ${end.stderr.slice(-500)}`
    );
    const conn = await Promise.race([listener.accept(), ended.then(() => undefined)]);
    return new Inside(conn, ended);
  }

  /** Sends one request and waits for its reply, at most `limitMs`. */
  async ask(request: ObserveRequest, signal: AbortSignal): Promise<ObserveReply> {
    const late = Promise.withResolvers<string>();
    const onAbort = () => late.resolve("it did not end within its time");
    signal.addEventListener("abort", onAbort, { once: true });
    const reply = await Promise.race([this.#exchange(request), this.#ended, late.promise]);
    signal.removeEventListener("abort", onAbort);
    if (typeof reply !== "string") return reply;
    this.isLost = true;
    return { threw: reply };
  }

  close(): void {
    try {
      this.#conn?.close();
    } catch {
      // the other end was quicker
    }
  }

  async #exchange(request: ObserveRequest): Promise<ObserveReply | string> {
    if (this.#conn === undefined) return await this.#ended;
    try {
      await writeAll(this.#conn, new TextEncoder().encode(JSON.stringify(request) + "\n"));
      const line = await this.#replies?.next();
      return line?.done === false ? JSON.parse(line.value) : await this.#ended;
    } catch (error) {
      return `the process inside cannot be reached: ${error}`;
    }
  }
}

async function runCase(
  inside: Inside,
  run: { lesson: AnyLesson; one: ObservedCase<Json>; dir: string; limitMs: number },
): Promise<string | undefined> {
  const { lesson, one: { input }, dir, limitMs } = run;
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(new Error("this case's time is over")), limitMs);
  const signal = over.signal;
  try {
    const attending = attend(lesson, input, { dir, signal });
    const reply = await inside.ask({ input, dir, limitMs }, signal);
    if ("threw" in reply) {
      over.abort(new Error("there is nobody any more to attend to"));
      await attending;
      return reply.threw;
    }
    const outside = await attending;
    if ("error" in outside) return outside.error;
    return judge(lesson, { input, seen: reply.seen, outside: outside.value });
  } finally {
    clearTimeout(timer);
  }
}

/** Is the other end for as long as the case runs; a module of ours that does not stop in time says so. */
async function attend(
  lesson: AnyLesson,
  input: Json,
  place: Place,
): Promise<{ value: Json | undefined } | { error: string }> {
  const late = Promise.withResolvers<{ error: string }>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onAbort = () =>
    timer = setTimeout(() => late.resolve({ error: "attend() does not stop" }), END_MS);
  place.signal.addEventListener("abort", onAbort, { once: true });
  try {
    const attending = lesson.attend?.(input, place) ?? Promise.resolve(undefined);
    return await Promise.race([attending.then((value) => ({ value })), late.promise]);
  } catch (error) {
    return { error: String(error) };
  } finally {
    clearTimeout(timer);
    place.signal.removeEventListener("abort", onAbort);
  }
}

function judge(
  lesson: AnyLesson,
  { input, seen, outside }: { input: Json; seen: Json; outside: Json | undefined },
): string | undefined {
  try {
    return lesson.judge(input, seen, outside);
  } catch (error) {
    return `what came back cannot be judged: ${error}`; // it comes from inside and may have any shape
  }
}

function describeEnd(end: GroupResult): string[] {
  const problems = end.leftovers.map((name) => `left running: ${name}`);
  if (end.killed !== undefined) problems.push("did not end after its last case");
  else if (end.code !== 0) problems.push(`ended with ${end.signal ?? end.code}: ${end.stderr}`);
  return problems;
}
