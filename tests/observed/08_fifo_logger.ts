import { hasReader } from "#lib/probe_fifo.ts";
import type { Json, ObservedCase, Place } from "../harness/observed.ts";
import type { Random } from "../harness/random.ts";
import { waitUntil } from "../harness/wait_until.ts";
import type * as Stub from "../stubs/08_fifo_logger.ts";

type Entry = { who: string; n: number; text: string };
type Input =
  | { kind: "serve"; visits: string[][]; expected: Json[]; isIdle: boolean } // what each writer writes
  | { kind: "log"; lists: Entry[][] } // the first writer logs one by one, the others all at once
  | { kind: "refuse"; byteCount: number };
type Seen = { records: Json[]; writes: string[]; outcomes: string[] };

const LIMIT = Deno.build.os === "darwin" ? 512 : 4_096;
const toLine = (record: Json) => JSON.stringify(record) + "\n";

export function cases(random: Random): ObservedCase<Input>[] {
  const end = random.below(2 ** 32);
  const makeText = () => random.pick(["é", "\n", '"', "x y", "€"]).repeat(random.below(40));
  const makeList = (who: string): Entry[] =>
    Array.from({ length: 60 }, (_, n) => ({ who, n, text: makeText() }));
  const lists = ["a", "b", "c"].map((name) => makeList(name + random.below(1000)));
  const junk = [`no json ${random.below(1000)}\n`, "\n", `"${"j".repeat(LIMIT)}"\n`];
  const visits = lists.map((list, index) => {
    const text = junk[index] + list.map(toLine).join("");
    const at = random.below(text.length);
    return [text.slice(0, at), text.slice(at)];
  });
  const makeVisits = (isIdle: boolean, ...last: Json[]): Input => {
    const expected = [...lists.flat(), ...last];
    return { kind: "serve", visits: [...visits, [last.map(toLine).join("")]], expected, isIdle };
  };
  return [
    { name: "aborted before the last two records", input: makeVisits(false, { end }, 1, 2) },
    { name: "aborted when nothing comes any more", input: makeVisits(true, { end }) },
    { name: "three writers at the same time", input: { kind: "log", lists } },
    { name: "refusals", input: { kind: "refuse", byteCount: LIMIT + 1 + random.below(LIMIT / 4) } },
  ];
}

export async function observe(module: typeof Stub, input: Input, place: Place): Promise<Seen> {
  const seen: Seen = { records: [], writes: [], outcomes: [] };
  const path = `${place.dir}/fifo`;
  await waitUntil("it is there", () => Deno.stat(path).then(Boolean, () => false), place.signal);
  const logger = (write: Stub.Sink["write"]): Stub.Sink => ({
    write: (bytes) => (seen.writes.push(new TextDecoder().decode(bytes)), write(bytes)),
  });
  const stop = new AbortController();
  if (input.kind === "refuse") {
    const record = { text: "é".repeat((input.byteCount - 11) >> 1) }; // that many bytes, or one more
    const short = logger((bytes) => Promise.resolve(bytes.length - 1));
    const serving = module.serveLog(path, () => {}, stop);
    stop.abort();
    const ends = await Promise.allSettled([
      module.logTo(short, record),
      module.logAll(short, [{ n: 1 }, record]),
      module.logTo(short, { n: 1 }),
      module.serveLog(`${path}-missing`, () => {}, new AbortController()),
      module.serveLog(place.dir, () => {}, new AbortController()),
      serving,
    ]);
    seen.outcomes = ends.map((end) => end.status === "rejected" ? end.reason.name : "no error");
  } else if (input.kind === "serve") {
    await module.serveLog(path, (record) => {
      seen.records.push(record as Json);
      if (!JSON.stringify(record).startsWith('{"end"')) return;
      if (input.isIdle) setTimeout(() => stop.abort(), 0); // one turn, and it waits for more
      else stop.abort();
    }, stop);
  } else {
    using _keeper = await Deno.open(path, { write: true }); // no end-of-file between two writers
    const writers = await Promise.all(input.lists.map(async (list) => ({
      list,
      opened: await Deno.open(path, { write: true }),
    })));
    // only now, in the order of the list: what fails first is the same each time
    await Promise.all(writers.map(async ({ list, opened }, index) => {
      using file = opened;
      const sink = logger((bytes) => file.write(bytes));
      if (index > 0) return await module.logAll(sink, list);
      for (const entry of list) await module.logTo(sink, entry);
    }));
  }
  return seen;
}

/** Is the other end, by programs that can be ended: writers that come and go, or a reader to the end. */
export async function attend(input: Input, { dir, signal }: Place): Promise<string> {
  const path = `${dir}/fifo`;
  const run = async (...[program, ...args]: [string, ...string[]]) =>
    await new Deno.Command(program, { args, signal, stdin: "null" }).output();
  await run("mkfifo", path);
  if (input.kind === "log") return new TextDecoder().decode((await run("cat", path)).stdout);
  if (input.kind === "refuse") return "";
  const write = 'path=$1; shift; for piece; do printf %s "$piece"; done > "$path"';
  for (const pieces of input.visits) await run("sh", "-c", write, "sh", path, ...pieces);
  await waitUntil("nobody has the FIFO open any more", () => !hasReader(path), signal);
  return "";
}

export function judge(input: Input, seen: Seen, outside?: string): string | undefined {
  if (input.kind === "serve") return compare(seen.records, input.expected);
  if (input.kind === "refuse") {
    const expected = ["RangeError", "RangeError", "Error", "NotFound", "TypeError", "no error"];
    return compare(seen.outcomes, expected) ?? compare(seen.writes, [toLine({ n: 1 })]);
  }
  const lines = String(outside).split("\n").slice(0, -1);
  const own = input.lists.map(([one]) => lines.filter((line) => line.includes(`"${one?.who}"`)));
  const [first = [], ...others] = input.lists;
  const count = others.map(countWrites).reduce((sum, one) => sum + one, first.length);
  return compare(own.flat(), input.lists.flat().map((one) => JSON.stringify(one))) ??
    compare([`${seen.writes.length} writes`], [`${count} writes`]);
}

function compare(got: readonly Json[], expected: readonly Json[]): string | undefined {
  for (let at = 0; at < Math.max(got.length, expected.length); at++) {
    const [some, other] = [JSON.stringify(got[at]), JSON.stringify(expected[at])];
    if (some !== other) return `number ${at} is ${some ?? "missing"}, not ${other ?? "anything"}`;
  }
  return undefined;
}

/** How many writes it takes when each holds as many whole lines as it may. */
function countWrites(list: readonly Entry[]): number {
  let [count, room] = [0, 0];
  for (const { length } of list.map((entry) => new TextEncoder().encode(toLine(entry)))) {
    [count, room] = length > room ? [count + 1, LIMIT - length] : [count, room - length];
  }
  return count;
}
