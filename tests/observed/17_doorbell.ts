import type { ObservedCase, Place } from "../harness/observed.ts";
import type { Random } from "../harness/random.ts";
import { waitUntil } from "../harness/wait_until.ts";
import type * as Stub from "../stubs/17_doorbell.ts";

type Job = [name: string, body: string];
/** Jobs to deliver; or how many there are at the start, come while one is being done, and come when all is done. */
type Input = { kind: "deliver"; jobs: Job[] } | { kind: "work"; counts: number[] };
type Seen = { answers: (boolean | string | null)[]; done: Job[] };

const isThere = (path: string) => Deno.stat(path).then(() => true, () => false);

export function cases(random: Random): ObservedCase<Input>[] {
  const jobs = Array.from({ length: 2 + random.below(3) }, (_, index): Job => [
    `${random.pick(["a", "B", "c d", "é"])}${random.below(1000)}-${index}`,
    random.pick(["x", "é", "\n", "😀"]).repeat(1 + random.below(20_000)),
  ]);
  const counts = [2 + random.below(8), 2 + random.below(8), 1]; // one: nobody can see half of them
  return [
    { name: "jobs are delivered", input: { kind: "deliver", jobs } },
    { name: "jobs are done", input: { kind: "work", counts } },
  ];
}

export async function observe(module: typeof Stub, input: Input, place: Place): Promise<Seen> {
  const spool = `${place.dir}/spool`;
  await waitUntil("the spool is ready", () => isThere(`${place.dir}/go`), place.signal);
  const seen: Seen = { answers: [], done: [] };
  if (input.kind === "work") return await work(module, place, seen);
  for (const [name, body] of input.jobs) { // to somebody who dies of the ring, and again when he is dead
    await using child = new Deno.Command("sleep", { args: ["1000"] }).spawn();
    const deliver = async (to: string, as: string, pid: number) =>
      seen.answers.push(await module.deliver(to, as, body, pid).catch((error) => error.name));
    await deliver(spool, name, child.pid);
    seen.answers.push((await child.status).signal);
    await deliver(spool, `${name} again`, child.pid);
    await deliver(`${spool}/none`, name, child.pid);
    await deliver(spool, `../${name}`, child.pid);
    await deliver(spool, name, -child.pid);
  }
  await Deno.writeTextFile(`${spool}/.end`, "");
  return seen;
}

/** Rings itself when the jobs outside are ready: once while a job is being done, once while there is none. */
async function work(module: typeof Stub, { dir, signal }: Place, seen: Seen): Promise<Seen> {
  const abort = new AbortController();
  let isOver = false;
  const say = (word: string) => Deno.writeTextFileSync(`${dir}/${word}`, "");
  const hear = (word: string) =>
    waitUntil(word, async () => isOver || await isThere(`${dir}/${word}`), signal);
  const handle = async (name: string, body: string) => {
    if (!await isThere(`${dir}/spool/${name}`)) seen.answers.push(`${name} is gone too early`);
    if (seen.done.push([name, body]) > 1) return;
    say("begun");
    await hear("heard");
  };
  const ring = async () => {
    await hear("ring");
    Deno.addSignalListener("SIGUSR2", () => say("heard"));
    Deno.kill(Deno.pid, "SIGUSR2");
    await hear("ring again");
    Deno.kill(Deno.pid, "SIGUSR2");
    await hear("stop");
  };
  const ready = () => {
    Deno.kill(Deno.pid, "SIGUSR2"); // deadly to who does not listen
    ring().catch(() => {}).finally(() => abort.abort());
  };
  const options = { spool: `${dir}/spool`, handle, ready, signal: abort.signal };
  await Promise.try(() => module.runDoorbell(options)).finally(() => isOver = true);
  return seen;
}

export async function attend(input: Input, place: Place): Promise<Job[]> {
  const { dir, signal } = place;
  const spool = `${dir}/spool`;
  await Deno.mkdir(spool);
  await Deno.writeTextFile(`${spool}/.draft`, "half a jo");
  if (input.kind === "deliver") return await watch(spool, place);
  const jobs: Job[] = [];
  for (const [round, word] of ["go", "ring", "ring again", "stop"].entries()) {
    for (let left = input.counts[round] ?? 0; left > 0; left--) {
      const job: Job = [`${round}${crypto.randomUUID()}`, crypto.randomUUID()];
      await Deno.writeTextFile(`${dir}/draft`, job[1]);
      await Deno.rename(`${dir}/draft`, `${spool}/${job[0]}`);
      jobs.push(job);
    }
    await Deno.writeTextFile(`${dir}/${word}`, "");
    const isBegun = () => isThere(`${dir}/begun`);
    const isDone = async () => (await listNames(spool)).length === 0;
    await waitUntil("the jobs are taken", word === "go" ? isBegun : isDone, signal);
  }
  return jobs;
}

/** Watches the spool, once it has said "go", until somebody puts .end there. */
async function watch(spool: string, { dir, signal }: Place): Promise<Job[]> {
  const watcher = Deno.watchFs(spool);
  signal.addEventListener("abort", () => watcher.close());
  await Deno.writeTextFile(`${dir}/go`, "");
  const jobs: Job[] = [];
  for await (const { kind, paths: [path = ""] } of watcher) {
    if (path === `${spool}/.end`) break;
    if (kind === "modify" && !path.startsWith(`${spool}/.`)) jobs.push(["half a file", "in sight"]);
  }
  for (const name of await listNames(spool)) {
    jobs.push([name, await Deno.readTextFile(`${spool}/${name}`)]);
  }
  return jobs;
}

async function listNames(dir: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(dir), ({ name }) => name)).filter((name) =>
    name[0] !== "."
  );
}

export function judge(input: Input, seen: Seen, outside: Job[] = []): string | undefined {
  if (input.kind === "work") return seen.answers.join() || compare(seen.done, sort(outside));
  const due = input.jobs.map(() => "true,SIGUSR2,false,NotFound,TypeError,RangeError").join();
  if (seen.answers.join() !== due) return `deliver() says ${seen.answers}, not ${due}`;
  const again = input.jobs.map(([name, body]): Job => [`${name} again`, body]);
  return compare(sort(outside), sort([...input.jobs, ...again]));
}

const sort = (jobs: Job[]) => jobs.toSorted(([a], [b]) => a < b ? -1 : 1);

function compare(got: Job[], due: Job[]): string | undefined {
  const show = (jobs: Job[]) => jobs.map(([name, body]) => `"${name}" ${body.slice(0, 9)}`).join();
  if (JSON.stringify(got) === JSON.stringify(due)) return undefined;
  return `the jobs are ${show(got)}; they should be ${show(due)}`;
}
