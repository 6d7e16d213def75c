import { Todo } from "#lib/todo.ts";

/** A piece of a word: text as it is, or the place of a `$?`, whose value is known when the command runs. */
export type Part = string | { readonly variable: "?" };

/**
 * One word of a line, its quotes dropped: what its parts say, one after the other. How the text is cut into parts
 * does not matter; `''` is a word without any text.
 */
export type Word = readonly Part[];

/** `< target`, `> target` or `>> target`. */
export interface Redirect {
  op: "<" | ">" | ">>";
  target: Word;
}

/** A program or builtin with its arguments, and its redirects from left to right. One of both may be empty. */
export interface Command {
  words: Word[];
  redirects: Redirect[];
}

/** One pipeline of a line, its commands from left to right, and the operator in front of it. */
export interface Step {
  /** `;` for the first pipeline of a line. */
  op: ";" | "&&" | "||";
  pipeline: Command[];
}

/**
 * Reads a line of the language that the README describes, and starts nothing. A blank line has no steps.
 *
 * @throws {SyntaxError} when the line does not belong to the language
 */
export function parse(_line: string): Step[] {
  // TODO: characters to tokens, tokens to steps
  throw new Todo("22_mini_shell", "parse()");
}

/** A shell for the language that the README describes. It remembers its directory and its `$?` from line to line. */
export class MiniShell {
  constructor(
    _o: {
      /**
       * Absolute path of the directory to begin in.
       *
       * @default this process's directory
       */
      cwd?: string;
      /**
       * Variables that programs get besides those of this process. A PATH among them is where programs are found.
       *
       * @default none
       */
      env?: Record<string, string>;
    } = {},
  ) {
    throw new Todo("22_mini_shell", "MiniShell");
  }

  /**
   * Runs one line and waits for all its processes. Run the next line when this one has ended.
   *
   * `stdout` and `stderr` are all that the line's commands wrote where no pipe or file took it, as UTF-8 text; the
   * shell's own messages are in `stderr`, too. `code` is the new `$?`, from 0 to 255. A line that is no line of the
   * language starts nothing and has the code 2.
   *
   * When `signal` aborts, that is Ctrl-C: SIGINT goes to all that the line has started, the rest of the line does
   * not run, and the code is 130.
   */
  run(
    _line: string,
    _o: {
      /**
       * Bytes for the first command of the line, then end-of-file.
       *
       * @default no bytes
       */
      stdin?: Uint8Array;
      signal?: AbortSignal;
    } = {},
  ): Promise<{ stdout: string; stderr: string; code: number }> {
    // TODO: parse the line, then run its pipelines, one after the other
    throw new Todo("22_mini_shell", "run()");
  }
}
