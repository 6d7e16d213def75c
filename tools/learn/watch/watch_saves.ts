/** Something below a watched folder was saved: the learner's own code, or what the course gives. */
export type SavedPart = "lesson" | "course";

export interface WatchSavesOptions {
  /** The learner's folder of the lesson. */
  readonly lessonDir: string;
  /** Folders of what is given: a change there makes a loaded test process stale. */
  readonly courseDirs: readonly string[];
  readonly onSave: (part: SavedPart) => void;
  /** Ends the watching. */
  readonly signal: AbortSignal;
}

/** An editor's save is several events, some of them on a temporary file: this long after the last one it is over. */
const QUIET_MS = 12;

/**
 * Reports saves of TypeScript files until the signal is aborted, a burst of them once.
 *
 * @throws {Error} when the system cannot watch, as in inotify(7)'s ENOSPC
 */
export function watchSaves({ lessonDir, courseDirs, onSave, signal }: WatchSavesOptions): void {
  const watcher = Deno.watchFs([lessonDir, ...courseDirs], { recursive: true });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let part: SavedPart = "lesson";
  const flush = () => {
    const saved = part;
    timer = undefined;
    part = "lesson";
    if (!signal.aborted) onSave(saved);
  };
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    watcher.close();
  }, { once: true });
  const listen = async () => {
    for await (const event of watcher) {
      const paths = event.paths.filter((path) => path.endsWith(".ts"));
      if (event.kind === "access" || paths.length === 0) continue;
      if (paths.some((path) => !path.startsWith(`${lessonDir}/`))) part = "course";
      clearTimeout(timer);
      timer = setTimeout(flush, QUIET_MS);
    }
  };
  void listen();
}
