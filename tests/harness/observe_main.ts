// The inside of an observed case: a process of its own that uses the module under test and says what it saw. It
// shares its memory with code that nobody trusts, so nothing that it says is a verdict.
//
// usage: deno run observe_main.ts <socket> <module of tests/observed/>, with the module under test in IPC_SUBJECT
import { writeAll } from "#lib/frames.ts";
import { lines } from "#lib/lines.ts";
import type { Json, ObservedLesson } from "./observed.ts";
import { toFileUrl } from "./paths.ts";

/** One line from outside: use the module on this input. */
export interface ObserveRequest {
  readonly input: Json;
  /** The directory that both sides share. */
  readonly dir: string;
  readonly limitMs: number;
}

/** One line to outside: what was seen, or what was thrown on the way. */
export type ObserveReply = { readonly seen: Json } | { readonly threw: string };

async function answer(
  observed: ObservedLesson<unknown>,
  { input, dir, limitMs }: ObserveRequest,
): Promise<ObserveReply> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(new Error("this case's time is over")), limitMs);
  try {
    const module = await import(toFileUrl(Deno.env.get("IPC_SUBJECT") ?? "").href);
    return { seen: await observed.observe(module, input, { dir, signal: over.signal }) ?? null };
  } catch (error) {
    return { threw: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  } finally {
    clearTimeout(timer);
  }
}

if (import.meta.main) {
  const [socket = "", observedPath = ""] = Deno.args;
  const outside = await Deno.connect({ transport: "unix", path: socket });
  const observed: ObservedLesson<unknown> = await import(toFileUrl(observedPath).href);
  for await (const line of lines(outside.readable)) {
    const reply = await answer(observed, JSON.parse(line));
    await writeAll(outside, new TextEncoder().encode(JSON.stringify(reply) + "\n"));
  }
}
