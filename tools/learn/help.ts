import type { Io } from "../term/io.ts";

/** What --help says. */
export const HELP = `Runs the course. On a terminal it stays, and answers each save of your lesson.

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
  --once              one run, also on a terminal
  --plain             no colour, nothing redrawn: for screen readers
  --auto-next         go on by itself once a lesson is green
  --no-check          do not ask the compiler as well
  --course DIR        your own lessons, see README.md

examples: deno task learn
          deno task learn hint pipeline   (or pipe, or 5)

exit codes: 0 passed, 1 not solved, 2 usage, 3 damaged course, 130 interrupted`;

/** Says what is wrong with the command line; returns its exit code. */
export function usage(io: Io, message: string): number {
  io.err(`${message}\nSee deno task learn --help`);
  return 2;
}
