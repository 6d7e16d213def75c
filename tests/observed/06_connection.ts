// Consumers leave a copy of what came over the wire, which is read outside: one line of JSON for each value.
import type { ObservedCase, Place } from "../harness/observed.ts";
import type { Random } from "../harness/random.ts";
import type * as Stub from "../stubs/06_connection.ts";

type Input = {
  kind: "relay" | "echo" | "listen";
  values: string[];
  /** Bytes of a piece in which the answer comes back. */
  block: number;
  /** What the child says between the values and its end: a bad line, half a line, or nothing. */
  tail: string;
  /** The producer's exit code. */
  code: number;
};
type Seen = { values: unknown[]; end: string };
type Outside = { wire: string };

/** What reaches stdin goes into a file and, in pieces, back; the file gets its name when all is over. */
const ECHO = `tee "$1.part" | dd obs="$2" status=none; mv "$1.part" "$1"`;
/** Reads its stdin to the end, then runs a program: who waits here was not told that nothing comes. */
const PRODUCE = `code="$1"; shift; cat; "$@"; exit "$code"`;

export function cases(random: Random): ObservedCase<Input>[] {
  const word = () => random.pick(["naïve", '"quoted"', "two\nlines", "😀", "", "null", "DONE"]);
  const make = (kind: Input["kind"], o: { tail?: string; code?: number } = {}): Input => {
    const values = Array.from({ length: 20 }, () => `${word()} ${random.bytes(4).toHex()}`);
    values.splice(random.below(19), 0, "DONE");
    return { kind, values, block: 1 + random.below(40), tail: o.tail ?? "", code: o.code ?? 0 };
  };
  const half = random.pick(["12", "[1]", '{"task":"DO']); // a number is whole at any length
  return [
    { name: "relay() from a producer to a consumer", input: make("relay") },
    {
      name: "relay() of a producer that fails",
      input: make("relay", { code: 1 + random.below(9) }),
    },
    { name: "a child that answers in pieces", input: make("echo") },
    { name: "a child that dies inside a line", input: make("listen", { tail: half }) },
    { name: "a child that says a bad line", input: make("listen", { tail: "{oops\n" }) },
  ];
}

export async function observe(subject: typeof Stub, input: Input, { dir }: Place): Promise<Seen> {
  const { kind, values, tail } = input;
  const echo = ["sh", "-c", ECHO, "sh", `${dir}/wire`, String(input.block)] as const;
  if (kind === "relay") {
    const script = new URL("../fixtures/sends_tasks.ts", import.meta.url).pathname;
    const config = new URL("../../deno.json", import.meta.url).pathname;
    const flags = ["run", "-A", "--no-check", "--quiet", "--no-lock", "--config", config];
    const produce = ["sh", "-c", PRODUCE, "sh", String(input.code), Deno.execPath()] as const;
    return await subject.relay([...produce, ...flags, script, ...values], echo).then(
      (values) => ({ values, end: "EOFError" }),
      (error) => ({ values: [], end: describe(error, subject) }),
    );
  }
  const lines = values.map((value) => JSON.stringify(value) + "\n").join("");
  const say = ["sh", "-c", `printf '%s' "$1"; kill -9 $$`, "sh", lines + tail] as const;
  const [program, ...args] = kind === "echo" ? echo : say;
  await using child = new Deno.Command(program, { args, stdin: "piped", stdout: "piped" }).spawn();
  await using connection = subject.toChild<string, unknown>(child);
  const receiving = Array.from({ length: values.length + 2 }, () => connection.recv());
  const sending = kind === "echo" ? values.map((value) => connection.send(value)) : [];
  const answers = Promise.allSettled(receiving);
  await Promise.all([...sending, connection.close()]);
  const seen: Seen = { values: [], end: "" };
  for (const answer of await answers) {
    if (answer.status === "fulfilled") seen.values.push(answer.value);
    else seen.end += describe(answer.reason, subject) + " ";
  }
  await child.status; // its copy is complete
  return seen;
}

function describe(error: unknown, { EOFError }: typeof Stub): string {
  if (error instanceof EOFError) return "EOFError";
  return error instanceof Error ? error.name : String(error);
}

/** Waits until the consumer has left its copy, where there is a consumer that ends. */
export async function attend({ kind, code }: Input, { dir, signal }: Place): Promise<Outside> {
  while ((kind === "echo" || kind === "relay" && code === 0) && !signal.aborted) {
    try {
      return { wire: await Deno.readTextFile(`${dir}/wire`) };
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    await new Promise<void>((resolve) => setTimeout(resolve, 5)); // a poll must let others run
  }
  return { wire: "" };
}

export function judge(input: Input, seen: Seen, outside: Outside | undefined): string | undefined {
  const { kind, values, tail, code } = input;
  if (kind === "relay" && code !== 0) {
    const isRejected = seen.end.endsWith("Error") && seen.end !== "EOFError" && seen.end !== "Todo";
    return isRejected ? undefined : `relay() ended by ${seen.end}, its producer by code ${code}`;
  }
  if (kind !== "listen") {
    const wrong = (outside?.wire ?? "").split("\n").findIndex((line, index) =>
      line !== (index === values.length ? "" : JSON.stringify(values[index]))
    );
    if (wrong >= 0) return `line ${wrong + 1} on the wire is not the value that was sent`;
  }
  const ends = kind === "relay"
    ? "EOFError"
    : tail === ""
    ? "EOFError EOFError "
    : tail.endsWith("\n")
    ? "SyntaxError EOFError "
    : "UnexpectedEof UnexpectedEof ";
  if (seen.end !== ends) return `it ended by ${seen.end}, due was ${ends}`;
  if (JSON.stringify(seen.values) === JSON.stringify(values)) return undefined;
  return `received were ${JSON.stringify(seen.values)}, sent were ${JSON.stringify(values)}`;
}
