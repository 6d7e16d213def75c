import type { Kind } from "./channel.ts";

/** Loads how a style ("course" or "deno") opens a channel of this mechanism: only what is measured is loaded. */
export async function loadKind(style: string, mechanism: string): Promise<Kind<unknown>> {
  const kinds = await loadKinds(style, mechanism);
  const kind: unknown = kinds[mechanism as keyof typeof kinds];
  if (kind === undefined) throw new TypeError(`There is no ${mechanism} of ${style}`);
  return kind as Kind<unknown>;
}

function loadKinds(style: string, mechanism: string): Promise<object> {
  if (mechanism === "memory" || mechanism === "ring") return import("./memory_channels.ts");
  return style === "course" ? import("./course_channels.ts") : import("./stream_channels.ts");
}
