import { createHash } from "node:crypto";
import type { ObservedCase, Place } from "../harness/observed.ts";
import { Random } from "../harness/random.ts";
import type * as Stub from "../stubs/02_drain_both_ends.ts";

type Input = { script: string; seed: number; byteCount: number };
type Seen = { stdout: string; stderr: string; code: number };

export function cases(random: Random): ObservedCase<Input>[] {
  const size = () => (1 << 20) + random.below(1 << 20); // more than a pipe and what Deno takes in advance
  const seed = () => random.below(2 ** 32);
  const code = 1 + random.below(100);
  return [
    { name: "bytes through cat", input: { script: "cat", seed: seed(), byteCount: size() } },
    {
      name: "stderr before stdout",
      input: { script: `cat >&2; echo end; exit ${code}`, seed: seed(), byteCount: size() },
    },
    { name: "input nobody reads", input: { script: `exit ${code}`, seed: 1, byteCount: size() } },
    { name: "no input", input: { script: "wc -c", seed: 1, byteCount: 0 } },
  ];
}

export async function observe(
  { filter }: typeof Stub,
  { script, seed, byteCount }: Input,
  { signal }: Place,
): Promise<Seen> {
  const input = new Random(seed).bytes(byteCount);
  const { stdout, stderr, status } = await filter(["/bin/sh", "-c", script], input, { signal });
  return { stdout: hash(stdout), stderr: hash(stderr), code: status.code };
}

/** The oracle is the same script between files, where nothing can fill up. */
export function judge({ script, seed, byteCount }: Input, seen: Seen): string | undefined {
  const dir = Deno.makeTempDirSync();
  try {
    Deno.writeFileSync(`${dir}/in`, new Random(seed).bytes(byteCount));
    const args = ["-c", 'sh -c "$1" < in > out 2> err', "sh", script];
    const { code } = new Deno.Command("/bin/sh", { args, cwd: dir }).outputSync();
    if (seen.code !== code) return `${script}: the code is ${seen.code}; it ought to be ${code}`;
    for (const [name, file] of [["stdout", "out"], ["stderr", "err"]] as const) {
      const expected = hash(Deno.readFileSync(`${dir}/${file}`));
      if (seen[name] !== expected) return `${script}: ${name} is not what the program wrote`;
    }
    return undefined;
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
}

function hash(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
