/** One line of a stack, in the learner's file. */
export interface Frame {
  /** The function, as in `filter`; "" for the top level of a module and for a function without a name. */
  readonly name: string;
  /** As `path:line:column`. */
  readonly at: string;
}

const FRAMES_SHOWN = 8;

/** Lists the frames of `stack` that lie in the file `url`, innermost first; of a recursion the innermost alone. */
export function listFrames(stack: string | undefined, url: string): Frame[] {
  const frames: Frame[] = [];
  for (const line of stack?.split("\n") ?? []) {
    const frame = parseFrame(line, url);
    const last = frames.at(-1);
    if (frame === undefined || (last?.at === frame.at && last.name === frame.name)) continue;
    frames.push(frame);
  }
  return frames.slice(0, FRAMES_SHOWN);
}

function parseFrame(line: string, url: string): Frame | undefined {
  const start = line.indexOf(url);
  const place = start < 0 ? undefined : /^[^)\s]*?:\d+:\d+/.exec(line.slice(start))?.[0];
  if (place === undefined) return undefined;
  const called = /^\s+at (?:async )?(?:new )?([^(]*) \($/.exec(line.slice(0, start))?.[1] ?? "";
  const name = called.replace(/ \[as \w+\]$/, "").replace(/^(?:Module|Object)\./, "").replace(
    /^Timeout\..*/,
    "",
  );
  return {
    name: name.replace(/^<anonymous>$/, ""),
    at: decodeURIComponent(place.slice("file://".length)),
  };
}
