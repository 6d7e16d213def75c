import type { Io } from "../term/io.ts";

/** What --help says. */
export const HELP = `Runs the course: the tests of the lesson where you stand, and what is next.

usage: deno task learn [<command>] [<lesson>] [options]

  list                all lessons; --open, --solved, --search WORDS, --json
  run <lesson>        this lesson instead of the first unsolved one
  hint [<lesson>]     the next of three hints, or the one of --tier N
  why [<lesson>]      the last failure at length
  compare [<lesson>]  once green, yours beside the solution, or --with NAME
  reset <lesson>      back to the stub; a copy is kept; --yes does not ask
  undo [<lesson>]     brings back what the last reset replaced
  update              the newest course, by git; your lesson files stay
  export [FILE]       your progress and files for another machine (- stdout)
  import FILE         merges them in there (- stdin)
  --no-check          do not ask the compiler as well
  --course DIR        your own lessons, see README.md
  --help

A lesson is named by slug, its beginning, or number: pipeline, pipe, 5.
examples: deno task learn
          deno task learn hint pipeline

exit codes: 0 passed, 1 not solved, 2 usage, 3 damaged course, 130 interrupted`;

/** Says what is wrong with the command line; returns its exit code. */
export function usage(io: Io, message: string): number {
  io.err(`${message}\nSee deno task learn --help`);
  return 2;
}
