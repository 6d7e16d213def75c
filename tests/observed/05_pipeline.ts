import { createHash } from "node:crypto";
import type { ObservedCase, Place } from "../harness/observed.ts";
import { Random } from "../harness/random.ts";
import type * as Stub from "../stubs/05_pipeline.ts";

type Input = { stages: [string, ...string[]][]; lines: string[]; seed: number; byteCount: number };
type Seen = { sha256: string; code: number; signals: (string | null)[] };

export function cases(random: Random): ObservedCase<Input>[] {
  const word = () => random.bytes(2).toHex();
  const lines = Array.from(
    { length: 40 },
    () => `${random.pick(["my", "a b", ";", "$HOME"])} ${word()}`,
  );
  const some = { lines, seed: random.below(2 ** 32), byteCount: 0 };
  const grep: [string, ...string[]] = ["grep", "-F", random.pick(["a b", ";", "$HOME"])];
  const count = String(2 + random.below(7));
  return [
    {
      name: "grep | sort | head",
      input: { ...some, stages: [grep, ["sort"], ["head", "-n", count]] },
    },
    { name: "yes | head", input: { ...some, stages: [["yes", word()], ["head", "-n", count]] } },
    {
      name: "bytes through cat | cat",
      input: { ...some, byteCount: (1 << 20) + random.below(1 << 20), stages: [["cat"], ["cat"]] },
    },
  ];
}

export async function observe(
  { pipeline }: typeof Stub,
  input: Input,
  { signal }: Place,
): Promise<Seen> {
  const [first = ["true"], ...rest] = input.stages;
  const { stdout, statuses, code } = await pipeline([first, ...rest], {
    input: makeInput(input),
    signal,
  });
  return { sha256: hash(stdout), code, signals: statuses.map((status) => status.signal) };
}

/** The oracle is /bin/sh: it gets the same programs, their arguments quoted, and the same input. */
export function judge(input: Input, seen: Seen): string | undefined {
  const quote = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;
  const line = input.stages.map((stage) => stage.map(quote).join(" ")).join(" | ");
  const shell = runShell(line, makeInput(input));
  if (seen.code !== shell.code) return `${line}: the code is ${seen.code}, sh says ${shell.code}`;
  if (seen.sha256 !== hash(shell.stdout)) return `${line}: the output is not what sh makes of it`;
  const first = input.stages[0]?.[0] === "yes" ? "SIGPIPE" : null;
  if (seen.signals[0] === first) return undefined;
  return `${line}: the first stage ended by ${seen.signals[0]}`;
}

function runShell(line: string, input: Uint8Array): { code: number; stdout: Uint8Array } {
  const dir = Deno.makeTempDirSync();
  try {
    Deno.writeFileSync(`${dir}/in`, input);
    const args = ["-c", `{ ${line}; } < "$1"`, "sh", `${dir}/in`];
    const { code, stdout } = new Deno.Command("sh", { args, stderr: "null" }).outputSync();
    return { code, stdout };
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
}

function makeInput({ lines, seed, byteCount }: Input): Uint8Array {
  if (byteCount > 0) return new Random(seed).bytes(byteCount);
  return new TextEncoder().encode(lines.join("\n") + "\n");
}

function hash(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
