import { type Capability, missingCapability } from "./capabilities.ts";
import { TestContext } from "./context.ts";
import { FILE_BUDGET_MS, measureFactor, NATIVE_AFTER_MS } from "./deadline.ts";
import { openEvents, type TestStatus } from "./events.ts";
import { Finding, formatFacts } from "./failure.ts";
import { Lifeline } from "./lifeline.ts";
import { fromFileUrl } from "./paths.ts";
import { Registry } from "./registry.ts";
import { type Explained, explainFailure } from "./explain.ts";
import { type Run, runBody, type Unheard } from "./run_body.ts";
import { Subject } from "./subject.ts";

/** Soft deadlines before the factor, in ms: a test in this process, and one that starts Deno children. */
const DEADLINE_MS = 1_500;
const CHILDREN_DEADLINE_MS = 5_000;

/** What a red test says beside its name. */
export interface TestFacts {
  /** The call under test, as the learner would type it. */
  readonly call: string;
  /** The idea behind the fact, in one or two sentences. */
  readonly idea: string;
  /** Tier of the hint to read. */
  readonly hint: 1 | 2 | 3;
  /** Set where the test waits for children that are Deno programs or many: they take longer to start. */
  readonly startsChildren?: boolean;
  /** What this test needs from the machine; without it, it is skipped and says so. */
  readonly needs?: readonly Capability[];
}

export type TestBody<Module> = (context: TestContext<Module>) => void | Promise<void>;

/**
 * Opens the tests of one lesson; `meta` is the test file's `import.meta`, `Module` the stub's type.
 * The returned `fact()` makes one definition for `Deno.test()`: body, deadline, clean-up and failure text.
 */
export function lesson<Module>(meta: ImportMeta) {
  const folder = fromFileUrl(meta.url).replace(/^.*\//, "").replace(/_test\.ts$/, "");
  const run = startRun<Module>(folder);
  const fact = (name: string, facts: TestFacts, body: TestBody<Module>): Deno.TestDefinition => {
    const id = `${run.slug}/${name.split(" ")[0]}`;
    const { call: called, idea, hint } = facts;
    run.events({ type: "test", id, name, called, idea, hint });
    const reason = missingCapability(facts.needs ?? []);
    if (reason !== undefined) {
      run.events({ type: "skip", id, reason });
      console.log(`skipped: ${id} ${reason}`);
    }
    const baseMs = facts.startsChildren ? CHILDREN_DEADLINE_MS : DEADLINE_MS;
    const softMs = Math.round(baseMs * run.factor);
    return {
      name,
      ignore: reason !== undefined, // printed above, with its reason
      timeout: softMs + Math.round(NATIVE_AFTER_MS * run.factor),
      fn: () => runOne(run, { id, facts, body, softMs }),
    };
  };
  return { fact };
}

function startRun<Module>(folder: string): Run<Module> {
  const events = openEvents(Deno.env.get("IPC_EVENTS"));
  const subject = new Subject<Module>(folder);
  const registry = new Registry(subject);
  const lifeline = new Lifeline({ eventsPath: Deno.env.get("IPC_EVENTS"), tag: registry.tag });
  waitForGo(Deno.env.get("IPC_GO"));
  const factor = measureFactor();
  registry.install(); // what it looks at may not be minutes old
  events({ type: "file", folder, factor });
  if (factor > 1) console.log(`this machine is slow now: deadlines x ${factor}`);
  Deno.test.afterEach(async () => {
    // also after a native time-out, which skips the rest of the test body
    lifeline.disarm();
    await registry.killAll();
  });
  const unheard = listenForErrors();
  const slug = folder.replace(/^\d+_/, "").replaceAll("_", "-");
  const endAt = Date.now() + FILE_BUDGET_MS * factor;
  return { slug, events, subject, registry, lifeline, unheard, factor, endAt };
}

/**
 * `learn` starts this process before it is needed and says when the learner has saved: all is loaded but the subject.
 * The read blocks the thread: nothing may run before, and the clocks of this file start after it.
 */
function waitForGo(path: string | undefined): void {
  if (path === undefined) return;
  // without this look, open(2) would wait for ever for a parent that died while this process started
  if (Deno.ppid !== Number(Deno.env.get("IPC_PARENT"))) Deno.exit(1);
  const go = Deno.openSync(path);
  if (go.readSync(new Uint8Array(1)) === null) Deno.exit(1); // whoever started this process is gone
  go.close();
}

/** Collects what is thrown where nobody handles it while a test runs; at any other time Deno reports it. */
function listenForErrors(): Unheard {
  const unheard: Unheard = { isTestRunning: false, errors: [] };
  const collect = (event: Event, error: unknown) => {
    if (!unheard.isTestRunning) return;
    event.preventDefault(); // or Deno would cancel all tests of this file
    unheard.errors.push(error);
  };
  globalThis.addEventListener("unhandledrejection", (event) => collect(event, event.reason));
  globalThis.addEventListener("error", (event) => collect(event, event.error));
  return unheard;
}

async function runOne<Module>(
  run: Run<Module>,
  test: { id: string; facts: TestFacts; body: TestBody<Module>; softMs: number },
): Promise<void> {
  const isUnrun = Date.now() > run.endAt;
  run.events({ type: "start", id: test.id });
  const start = performance.now();
  const end = (status: TestStatus, explained?: Explained) =>
    run.events({
      type: "end",
      id: test.id,
      ms: Math.round(performance.now() - start),
      status,
      ...(explained === undefined ? {} : { facts: explained.facts }),
      ...(isUnrun ? { isUnrun } : {}),
    });
  run.unheard.isTestRunning = true;
  const outcome = await runBody(run, test);
  run.unheard.isTestRunning = false;
  if (outcome === undefined) return end("pass");
  const explained = explainFailure(outcome.error, {
    ...test.facts,
    call: outcome.called ?? test.facts.call,
    subjectUrl: run.subject.url,
  });
  end(explained.status, explained);
  throw rewrite(outcome.error, formatFacts(explained.facts, run.slug));
}

/** Puts the block of facts in place of the error's message, keeping its stack for Deno to show. */
function rewrite(error: unknown, block: string): unknown {
  if (error instanceof Finding) return Object.assign(new Finding(block), { name: error.name });
  if (!(error instanceof Error)) return new Error(block, { cause: error });
  try {
    error.message = block;
    return error;
  } catch {
    return new Error(block, { cause: error }); // a frozen error, or one with a getter
  }
}
