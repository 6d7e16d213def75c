import { constants } from "node:os";
import type { ObservedCase, Place } from "../harness/observed.ts";
import { fromFileUrl } from "../harness/paths.ts";
import type { Random } from "../harness/random.ts";
import type * as Stub from "../stubs/16_graceful_shutdown.ts";

type Input = { signals: Deno.Signal[]; reraise: boolean; fixture: string };
type Seen = { output: string; code: number; signal: string | null };

const FIXTURES = new URL("../fixtures/", import.meta.url);
const CONFIG = fromFileUrl(new URL("../../deno.json", import.meta.url));

export function cases(random: Random): ObservedCase<Input>[] {
  const signals = () => [random.pick<Deno.Signal>(["SIGTERM", "SIGHUP", "SIGUSR2", "SIGQUIT"])];
  const goodbye = "says_goodbye.ts";
  return [
    { name: "128 + n", input: { signals: signals(), reraise: false, fixture: goodbye } },
    { name: "by the signal", input: { signals: signals(), reraise: true, fixture: goodbye } },
    {
      name: "a cleanup that waits",
      input: { signals: ["SIGTERM"], reraise: false, fixture: "saves_on_shutdown.ts" },
    },
    {
      name: "a cleanup that fails",
      input: { signals: ["SIGTERM"], reraise: false, fixture: "fails_in_cleanup.ts" },
    },
  ];
}

/** The module ends its process, so a child of the inside uses it, and gets the signal once it listens. */
export async function observe(_: typeof Stub, input: Input, { signal }: Place): Promise<Seen> {
  const flags = ["run", "-A", "--no-check", "--quiet", "--no-lock", "--config", CONFIG];
  const { signals: [sent = "SIGTERM"], fixture, ...options } = input;
  await using child = new Deno.Command(Deno.execPath(), {
    args: [
      ...flags,
      fromFileUrl(new URL(fixture, FIXTURES)),
      JSON.stringify({ ...options, signals: input.signals }),
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
    signal,
  }).spawn();
  let output = "";
  let isSent = false;
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    output += text;
    if (isSent || !output.includes("ready\n")) continue;
    isSent = true;
    child.kill(sent);
  }
  const { code, signal: by } = await child.status;
  return { output, code, signal: by };
}

/**
 * The oracle for the number is the system's table. A shell that the signal kills would be none: under nohup(1), or in the
 * background of a script, it has inherited that the signal is ignored.
 */
export function judge({ signals, reraise, fixture }: Input, seen: Seen): string | undefined {
  const [sent = "SIGTERM"] = signals;
  const code = 128 + constants.signals[sent as keyof typeof constants.signals];
  const isFailing = fixture.startsWith("fails");
  const due = { code: isFailing ? 1 : code, signal: reraise ? sent : null };
  if (seen.code !== due.code || seen.signal !== due.signal) {
    return `${sent}: it ended with ${seen.code}, ${seen.signal}; due are ${due.code}, ${due.signal}`;
  }
  const words: Record<string, string> = {
    "says_goodbye.ts": `goodbye: ${sent}\n`,
    "saves_on_shutdown.ts": "cleanup ends\n",
  };
  const expected = words[fixture] ?? "ready\n";
  return seen.output.includes(expected) ? undefined : `${sent}: it did not clean up to the end`;
}
