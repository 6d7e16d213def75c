// The learner's side: editor and terminal. Nothing here is needed; it only makes the course nicer to use.
import { type Finding, fine, install, type Probe } from "./probe.ts";
import { findProgram } from "./probe_programs.ts";

/** What the probes look at; the real one comes from `Deno.env` and the terminal. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
  /** Undefined where there is no terminal. */
  readonly size: { readonly columns: number; readonly rows: number } | undefined;
}

const COLUMNS = 80;
const ROWS = 24;

/** Makes the probes of editor and terminal. */
export function makeYourProbes(around: Surroundings): Probe[] {
  const optional = { group: "You", isOptional: true, neededBy: "deno task learn" } as const;
  return [
    {
      ...{ ...optional, id: "editor", name: "an editor in $VISUAL or $EDITOR" },
      neededBy: "opening the failing line from deno task learn",
      remedy: `export EDITOR=vim in your shell's profile; ${install("vim", "vim")}`,
      run: () => probeEditor(around.env),
    },
    {
      ...{ ...optional, id: "terminal", name: "a terminal of 80 columns and 24 rows" },
      remedy: "make the window larger",
      run: () => probeSize(around),
    },
    {
      ...{ ...optional, id: "term-type", name: "$TERM names a terminal that can redraw" },
      remedy: "export TERM=xterm-256color",
      run: () => {
        const term = around.env.TERM ?? "";
        return term === "" || term === "dumb" ? { problem: `TERM is "${term}"` } : fine(term);
      },
    },
    {
      ...{ ...optional, id: "colour", name: "colour" },
      remedy: "unset NO_COLOR, if you want it; every colour is backed by a word",
      run: () => {
        const isOff = (around.env.NO_COLOR ?? "") !== "";
        return isOff ? { problem: "switched off by NO_COLOR" } : fine();
      },
    },
    {
      ...{ ...optional, id: "utf-8", name: "UTF-8 text" },
      remedy: "export LANG=C.UTF-8",
      run: () => probeUtf8(around.env),
    },
  ];
}

function probeEditor(env: Surroundings["env"]): Finding {
  const command = env.VISUAL || env.EDITOR;
  if (command === undefined || command === "") return { problem: "neither is set" };
  const [program = ""] = command.split(" ");
  const found = findProgram([program.replace(/^.*\//, "")], dirOf(program) ?? env.PATH ?? "");
  return "problem" in found ? { problem: `${program} is not installed` } : fine(command);
}

function dirOf(path: string): string | undefined {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : undefined;
}

function probeSize({ isTerminal, size }: Surroundings): Finding {
  if (!isTerminal || size === undefined) return fine("not a terminal now: plain text");
  const { columns, rows } = size;
  const text = `${columns} x ${rows}`;
  return columns >= COLUMNS && rows >= ROWS ? fine(text) : { problem: `it has ${text}` };
}

/** The first of the three that is set counts (locale(7)). */
function probeUtf8(env: Surroundings["env"]): Finding {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || "";
  return /utf-?8/i.test(locale) ? fine(locale) : { problem: `the locale is "${locale}"` };
}
