/** A program and its arguments. */
export type EditorCommand = [program: string, ...args: string[]];

/** A place in a file, from 1. */
export interface Place {
  readonly path: string;
  readonly line?: number;
}

/** How editors are told a line, by program name; all others get the file alone. */
const WITH_LINE: Record<string, (path: string, line: number) => string[]> = {
  ...each([
    "vi",
    "vim",
    "nvim",
    "gvim",
    "nano",
    "emacs",
    "emacsclient",
    "micro",
    "kak",
    "pico",
    "joe",
  ], plus),
  ...each(["code", "codium", "cursor", "code-insiders"], (path, line) => ["-g", `${path}:${line}`]),
  ...each(["hx", "helix", "subl", "zed"], (path, line) => [`${path}:${line}`]),
};

/**
 * Makes the command that opens a file in the learner's editor, $VISUAL before $EDITOR; undefined when neither is set.
 * The variable may hold arguments, as in `code --wait`.
 */
export function makeEditorCommand(
  place: Place,
  env: { readonly VISUAL?: string; readonly EDITOR?: string },
): EditorCommand | undefined {
  const [program, ...args] = (env.VISUAL?.trim() || env.EDITOR?.trim() || "").split(/\s+/);
  if (program === undefined || program === "") return undefined;
  const withLine = WITH_LINE[program.replace(/^.*\//, "")];
  const target = place.line === undefined || withLine === undefined
    ? [place.path]
    : withLine(place.path, place.line);
  return [program, ...args, ...target];
}

/** Runs the editor on this terminal; returns what went wrong, in a sentence. */
export async function runEditor([program, ...args]: EditorCommand): Promise<string | undefined> {
  try {
    const child = new Deno.Command(program, {
      args,
      stdin: "inherit",
      stdout: "inherit",
      stderr: "inherit",
    }).spawn();
    const { success, code } = await child.status;
    return success ? undefined : `${program} ended with exit code ${code}`;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return `There is no program ${program}; set $EDITOR to your editor`;
  }
}

function plus(path: string, line: number): string[] {
  return [`+${line}`, path];
}

function each<T>(names: readonly string[], value: T): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, value]));
}
