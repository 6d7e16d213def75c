import { missingCapability } from "../harness/capabilities.ts";
import { countLockWaiters } from "../harness/file_locks.ts";
import type { ObservedCase, Place } from "../harness/observed.ts";
import { readOpenObjects } from "../harness/open_resources.ts";
import type { Random } from "../harness/random.ts";
import { waitUntil } from "../harness/wait_until.ts";
import type * as Stub from "../stubs/13_file_lock.ts";

/** In "run" nobody else has the lock; in the other two, another program has it first. */
type Input =
  | { kind: "run"; shared: boolean; fails: boolean; word: string }
  | { kind: "count"; byRename: boolean; number: number; times: number; word: string }
  | { kind: "abort"; word: string };

export function cases(random: Random): ObservedCase<Input>[] {
  const word = () => random.bytes(8).toHex();
  const run = (shared: boolean, fails: boolean) =>
    ({ kind: "run", shared, fails, word: word() }) as const;
  const count = (byRename: boolean) => {
    const number = -(10 ** (2 + random.below(5))); // any addition makes it shorter
    return { kind: "count", byRename, number, times: 1 + random.below(20), word: word() } as const;
  };
  return [
    { name: "the lock while a function runs, and after it", input: run(false, false) },
    { name: "a shared lock, and a function that fails", input: run(true, true) },
    { name: "a number that is written by another program first", input: count(false) },
    { name: "a file that is replaced by another program first", input: count(true) },
    { name: "a wait for the lock that is aborted", input: { kind: "abort", word: word() } },
  ];
}

/** Returns what the call returned, or the text of its error. */
export async function observe(module: typeof Stub, input: Input, place: Place): Promise<string> {
  await find(place, "ready");
  const seen = await use(module, input, place).catch((error) => `${error}`);
  await mark(place, "ended");
  if (input.kind === "abort") await closeLate(place);
  await find(place, "seen"); // a process that ends gives all its locks back: not yet
  return seen;
}

async function use(module: typeof Stub, input: Input, place: Place): Promise<string> {
  const path = `${place.dir}/number`;
  if (input.kind === "count") return await module.incrementFile(path, input.times).then(() => "");
  const abort = new AbortController();
  const running = module.withFileLock(`${path}.lock`, async () => {
    await mark(place, "inside");
    await find(place, "asked");
    if (input.kind === "run" && input.fails) throw new Error(input.word);
    return input.word;
  }, { shared: input.kind === "run" && input.shared, signal: abort.signal });
  running.catch(() => {}); // awaited below
  await find(place, input.kind === "run" ? "inside" : "queued");
  abort.abort(new Error(input.word)); // too late for a function that runs
  await mark(place, "aborted");
  return await running;
}

/**
 * Waits until the lock that comes after the abort has gone again: a wait in flock(2) cannot be taken back. Only this
 * process can tell: between the wait and the lock, the kernel shows neither, and another program finds the lock free.
 */
async function closeLate(place: Place): Promise<void> {
  await find(place, "asked");
  const isClosed = () => !readOpenObjects().has(`${place.dir}/number.lock`);
  await waitUntil("the lock file is closed", isClosed, place.signal);
  await mark(place, "closed");
}

/** The other program, with the same lock and the same number; returns what it saw, in order. */
export async function attend(input: Input, place: Place): Promise<string[]> {
  const path = `${place.dir}/number`;
  const lockPath = `${path}.lock`;
  await Deno.writeTextFile(lockPath, input.word);
  await Deno.writeTextFile(path, "1\n");
  using file = await Deno.open(lockPath, { read: true, write: true });
  if (input.kind !== "run") file.lockSync(true);
  await mark(place, "ready");
  const log: string[] = [];
  if (input.kind === "run") {
    await find(place, "aborted", "ended");
    log.push(askFor(file));
  } else {
    const canSee = missingCapability(["locks"]) === undefined; // else nobody can tell when it waits
    const isQueued = () => !canSee || countLockWaiters(lockPath) > 0;
    await waitUntil("it waits", async () => isQueued() || await has(place, "ended"), place.signal);
    await mark(place, "queued");
    if (input.kind === "abort") await find(place, "ended");
    else await Deno.writeTextFile(input.byRename ? `${path}.new` : path, `${input.number}\n`);
    if (input.kind === "count" && input.byRename) await Deno.rename(`${path}.new`, path);
    file.unlockSync();
  }
  await mark(place, "asked");
  await find(place, "ended");
  if (input.kind === "abort") await find(place, "closed");
  const read = (name: string) => Deno.readTextFile(name).catch(() => "(no file)");
  log.push(askFor(file), await read(path), await read(lockPath), `${await has(place, "inside")}`);
  await mark(place, "seen");
  return log;
}

export function judge(input: Input, seen: string, outside?: string[]): string | undefined {
  const during = input.kind === "run" ? [input.shared ? "granted: shared" : "granted: "] : [];
  const sum = input.kind === "count" ? input.number + input.times : 1;
  const due = JSON.stringify([...during, FREE, `${sum}\n`, input.word, `${input.kind === "run"}`]);
  const got = JSON.stringify(outside);
  if (got !== due) return `another program sees ${got}, not ${due}`;
  const fails = input.kind === "abort" || input.kind === "run" && input.fails;
  const word = input.kind === "count" ? "" : fails ? `Error: ${input.word}` : input.word;
  return seen === word ? undefined : `the call gives "${seen}", not "${word}"`;
}

const FREE = "granted: exclusive shared";

/** Says which locks the kernel grants to another program now. */
function askFor(file: Deno.FsFile): string {
  const granted = ["exclusive", "shared"].filter((kind) => {
    const isGranted = file.tryLockSync(kind === "exclusive");
    if (isGranted) file.unlockSync();
    return isGranted;
  });
  return `granted: ${granted.join(" ")}`;
}

// Both sides tell each other what has happened, by empty files.
const mark = ({ dir }: Place, fact: string) => Deno.writeTextFile(`${dir}/${fact}`, "");
const has = ({ dir }: Place, fact: string) =>
  Deno.lstat(`${dir}/${fact}`).then(() => true, () => false);
const find = (place: Place, fact: string, other = fact) =>
  waitUntil(fact, async () => await has(place, fact) || await has(place, other), place.signal);
