import type { ObservedCase, Place } from "../harness/observed.ts";
import type { Random } from "../harness/random.ts";
import { waitUntil } from "../harness/wait_until.ts";
import type * as Stub from "../stubs/07_fifo_rendezvous.ts";

type Input = { act: "write" | "read"; text: string; mode: number };
type Seen = { text: string };
type Outside = { mode: number; isFifo: boolean; text: string };

export function cases(random: Random): ObservedCase<Input>[] {
  const text = () => `${random.bytes(8).toHex()}\n`;
  const mode = () => 0o600 + random.below(8) * 0o10;
  return [
    { name: "a writer for cat(1)", input: { act: "write", text: text(), mode: mode() } },
    { name: "a reader for echo(1)", input: { act: "read", text: text(), mode: mode() } },
  ];
}

export async function observe(
  { makeFifo, openReader, openWriter }: typeof Stub,
  { act, text, mode }: Input,
  { dir, signal }: Place,
): Promise<Seen> {
  const path = `${dir}/fifo`;
  await makeFifo(path, mode);
  if (act === "read") {
    using file = await openReader(path, { signal });
    return { text: await new Response(file.readable).text() };
  }
  using file = await openWriter(path, { signal });
  await file.write(new TextEncoder().encode(text));
  return { text };
}

/** The other end: a shell, started when the FIFO is there, which never heard of this course. */
export async function attend({ act, text }: Input, { dir, signal }: Place): Promise<Outside> {
  const path = `${dir}/fifo`;
  await waitUntil("the FIFO is there", async () => (await look(path)) !== undefined, signal);
  const script = act === "write" ? 'exec cat "$1"' : 'printf "%s" "$2" > "$1"';
  const { stdout } = await new Deno.Command("setsid", {
    args: ["sh", "-c", script, "sh", path, text],
    stdin: "null",
    signal,
  }).output();
  const info = await Deno.lstat(path); // only now: its mode may be set after its name was made
  const mode = (info.mode ?? 0) & 0o777;
  return { mode, isFifo: info.isFifo ?? false, text: new TextDecoder().decode(stdout) };
}

export function judge(input: Input, seen: Seen, outside?: Outside): string | undefined {
  if (outside?.isFifo !== true) return "what was made is no FIFO";
  if (outside.mode !== input.mode) return `its mode is ${outside.mode}, not ${input.mode}`;
  const arrived = input.act === "write" ? outside.text : seen.text;
  return arrived === input.text ? undefined : `${JSON.stringify(arrived)} arrived`;
}

async function look(path: string): Promise<Deno.FileInfo | undefined> {
  return await Deno.lstat(path).catch(() => undefined);
}
