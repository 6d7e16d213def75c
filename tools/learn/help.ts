import type { Io } from "../term/io.ts";

/** What --help says. */
export const HELP =
  `Runs the course: the tests of the lesson where you stand, the first failure in full, and what to do next.

usage: deno task learn [<command>] [<lesson>] [options]

  list                all lessons; --open, --solved, --search WORDS, --json
  run <lesson>        this lesson instead of the first unsolved one; --no-check spares the compiler
  hint [<lesson>]     the next of three hints, or the one of --tier N
  why [<lesson>]      the last failure at length
  compare [<lesson>]  once it is green: yours beside the solution, or beside another way: --with NAME
  reset <lesson>      back to the untouched stub, --yes without asking; your file is kept as a dated copy
  undo [<lesson>]     brings back what the last reset replaced
  update              the newest course, by git; your lesson files stay as they are
  export [FILE]       your progress and lesson files in one file for another machine; - is stdout
  import FILE         merges them in there; - is stdin
  --course DIR        your own lessons, see README.md
  --help

A lesson is named by slug, number or the beginning of its slug: pipeline, 5, pipe.

examples: deno task learn
          deno task learn hint pipeline

exit codes: 0 passed, 1 not solved yet, 2 wrong usage, 3 the course is damaged, 130 interrupted`;

/** Says what is wrong with the command line; returns its exit code. */
export function usage(io: Io, message: string): number {
  io.err(`${message}\nSee deno task learn --help`);
  return 2;
}
