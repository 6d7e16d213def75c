/** One thing that `doctor` looks at. */
export interface Probe {
  /** Stable name for --json. */
  readonly id: string;
  readonly group: "Deno" | "System" | "Programs" | "You";
  readonly name: string;
  readonly isOptional: boolean;
  /** What is missed without it, as in `lessons 09, 10` or `deno task sleep-proof`. */
  readonly neededBy: string;
  /** What to do when it fails. */
  readonly remedy: string;
  /** Looks, and returns what it found. It throws when it finds no answer. */
  readonly run: () => Finding | Promise<Finding>;
}

/** What a probe found: why not, or a word about what is there. */
export type Finding = { readonly problem: string } | { readonly detail: string };

/** Says that all is well, with a word about what is there. */
export function fine(detail = ""): Finding {
  return { detail };
}

/** Turns the reason why not, or undefined, into what a probe found. */
export function unless(problem: string | undefined): Finding {
  return problem === undefined ? fine() : { problem };
}

/** Names the package to install; Homebrew's names are untested. */
export function install(debian: string, brew?: string): string {
  if (Deno.build.os !== "darwin") return `apt install ${debian}`;
  return brew === undefined ? "not there on macOS" : `brew install ${brew} (untested)`;
}

/** Gives a private directory to `act`, and removes it afterwards. */
export async function withTempDir<T>(act: (dir: string) => Promise<T>): Promise<T> {
  const dir = await Deno.makeTempDir({ dir: "/tmp", prefix: "ipc" });
  try {
    return await act(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}
