import type { ObservedCase, Place } from "../harness/observed.ts";
import type { Random } from "../harness/random.ts";
import type * as Stub from "../stubs/01_sealed_box.ts";

type Input = { script: string; args: string[]; env: Record<string, string>; clearEnv: boolean };
type Seen = { stdout: string; stderr: string; ending: Stub.Ending; leaked: string[] };

export function cases(random: Random): ObservedCase<Input>[] {
  const word = () => random.bytes(3).toHex();
  const args = [`${word()} ${word()}`, `;${word()}`, `$HOME/${word()}`, `${word()}\n${word()}`];
  const env = { [`BOX_${word()}`]: word() };
  const code = random.below(256);
  const signal = random.pick(["KILL", "TERM", "HUP", "QUIT", "USR2", "ALRM"]);
  const both = 'printf "<%s>" "$@"; printf "%s" "$0" >&2; env | sort | grep BOX_';
  return [
    { name: "arguments and environment", input: { script: both, args, env, clearEnv: false } },
    {
      name: "a cleared environment",
      input: { script: "env | grep -v ^PWD= | sort", args: [], env, clearEnv: true },
    },
    { name: "an exit code", input: { script: `exit ${code}`, args, env: {}, clearEnv: false } },
    { name: "a signal", input: { script: `kill -${signal} $$`, args, env: {}, clearEnv: false } },
    { name: "no such program", input: { script: "", args: [word()], env: {}, clearEnv: false } },
  ];
}

export async function observe(
  { runBox }: typeof Stub,
  { script, args, env, clearEnv }: Input,
  { dir }: Place,
): Promise<Seen> {
  const cmd = script === "" ? [`${dir}/${args[0]}`] as const : makeCommand(script, args);
  const { stdout, stderr, ending } = await runBox(cmd, { env, clearEnv, cwd: dir });
  const leaked = Object.keys(env).filter((key) => Deno.env.has(key));
  return { stdout, stderr, ending, leaked };
}

/** The oracle is Deno.Command itself, here outside, and `$?` of a shell for the numbers. */
export function judge({ script, args, env, clearEnv }: Input, seen: Seen): string | undefined {
  if (seen.leaked.length > 0) return `${seen.leaked} is now in the parent's environment, too`;
  if (script === "") {
    const expected = { kind: "spawn-failed", reason: "not-found", shellCode: 127 };
    return compare("ending", seen.ending, expected);
  }
  const [program, ...rest] = makeCommand(script, args);
  const options = { args: rest, env, clearEnv };
  const { code, signal, stdout, stderr } = new Deno.Command(program, options).outputSync();
  const ending = signal === null
    ? { kind: "exit", code }
    : { kind: "signal", signal, shellCode: askShell(script) };
  return compare("ending", seen.ending, ending) ??
    compare("stdout", seen.stdout, new TextDecoder().decode(stdout)) ??
    compare("stderr", seen.stderr, new TextDecoder().decode(stderr));
}

function makeCommand(script: string, args: string[]): [string, ...string[]] {
  return ["/bin/sh", "-c", `PATH=/usr/bin:/bin; ${script}`, "box", ...args];
}

/** What a shell shows in `$?` after a shell that ran `script`. */
function askShell(script: string): number {
  const args = ["-c", 'sh -c "$1"; echo $?', "sh", script];
  const { stdout } = new Deno.Command("/bin/sh", { args, stderr: "null" }).outputSync();
  return Number(new TextDecoder().decode(stdout));
}

function compare(what: string, got: unknown, expected: unknown): string | undefined {
  const [a, b] = [got, expected].map((value) => JSON.stringify(value));
  return a === b ? undefined : `${what} is ${a}; it ought to be ${b}`;
}
