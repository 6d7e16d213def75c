// One side of an observed case, a process of its own. As "observe" it uses the module under test and says what it saw: it
// shares its memory with code that nobody trusts, so nothing that it says is a verdict. As "attend" it is the other end of
// the channel; the module under test never comes near it.
//
// usage: deno run observe_main.ts observe|attend <socket> <module of tests/observed/>; the module under test in IPC_SUBJECT
import { writeAll } from "#lib/frames.ts";
import { lines } from "#lib/lines.ts";
import type { Json, ObservedLesson, Place } from "./observed.ts";
import { toFileUrl } from "./paths.ts";

/** One line from the judge: act on this input. */
export interface SideRequest {
  /** To be repeated in the reply, so that none can be sent ahead or twice. */
  readonly id: string;
  readonly input: Json;
  /** The directory that both sides share. */
  readonly dir: string;
  readonly limitMs: number;
}

/** One line to the judge, with the id of the request: what was seen, or what was thrown on the way. */
export type SideReply =
  | { readonly id: string; readonly seen: Json }
  | { readonly id: string; readonly threw: string; readonly isLoading: boolean };

type Act = (input: Json, place: Place) => Promise<Json | undefined>;

/** The module under test could not be imported. */
class LoadError extends Error {}

async function loadAct(name: string, path: string): Promise<Act> {
  const lesson: ObservedLesson<unknown> = await import(toFileUrl(path).href);
  if (name === "attend") {
    return (input, place) => lesson.attend?.(input, place) ?? Promise.resolve(null);
  }
  return async (input, place) => {
    const module = await import(toFileUrl(Deno.env.get("IPC_SUBJECT") ?? "").href).catch(
      (cause) => {
        throw new LoadError(describe(cause), { cause });
      },
    );
    return await lesson.observe(module, input, place);
  };
}

async function answer(act: Act, { id, input, dir, limitMs }: SideRequest): Promise<SideReply> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(new Error("this case's time is over")), limitMs);
  try {
    return { id, seen: await act(input, { dir, signal: over.signal }) ?? null };
  } catch (error) {
    const isLoading = error instanceof LoadError;
    return { id, threw: isLoading ? error.message : describe(error), isLoading };
  } finally {
    clearTimeout(timer);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

if (import.meta.main) {
  const [name = "", socket = "", path = ""] = Deno.args;
  const judge = await Deno.connect({ transport: "unix", path: socket });
  const act = await loadAct(name, path);
  for await (const line of lines(judge.readable)) {
    const reply = await answer(act, JSON.parse(line));
    await writeAll(judge, new TextEncoder().encode(JSON.stringify(reply) + "\n"));
  }
}
