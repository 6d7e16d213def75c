import { parseArgs } from "@std/cli/parse-args";
import { isSingleFormat, MANY_FORMATS, SINGLE_FORMATS } from "./formats/render_format.ts";

/** A wrong command line or file: told in one sentence, exit code 2. */
export class UsageError extends Error {}

const STRINGS = ["to", "out", "for", "lesson", "canvas", "assignment"] as const;
const FORMATS: readonly string[] = [...SINGLE_FORMATS, ...MANY_FORMATS, "canvas"];

/** The command line of `grade convert`. */
export interface ConvertFlags extends Readonly<Partial<Record<typeof STRINGS[number], string>>> {
  readonly help: boolean;
  readonly isAfterDue: boolean;
  readonly files: readonly string[];
}

/**
 * Reads the command line of `grade convert`.
 *
 * @throws {UsageError} when it is wrong
 */
export function parseFlags(args: readonly string[]): ConvertFlags {
  const parsed = parseArgs([...args], {
    boolean: ["after-due", "help"],
    string: [...STRINGS, "_"],
    unknown: (arg, key) => {
      if (key === undefined) return true;
      throw new UsageError(`Cannot read ${arg}; see deno task grade convert --help`);
    },
  });
  const { help, _: files, "after-due": isAfterDue, ...rest } = parsed;
  const flags: ConvertFlags = { ...rest, help, isAfterDue, files: files.map(String) };
  if (!flags.help) checkFlags(flags);
  return flags;
}

function checkFlags(flags: ConvertFlags): void {
  const { to = "", files } = flags;
  for (const name of STRINGS) {
    if (flags[name] === "") throw new UsageError(`Cannot use --${name} without a value`);
  }
  if (!FORMATS.includes(to)) {
    throw new UsageError(`Cannot convert to "${to}": --to takes one of ${FORMATS.join(", ")}`);
  }
  if (files.length === 0) throw new UsageError("Cannot convert nothing: name at least one report");
  if (isSingleFormat(to) && files.length > 1) {
    throw new UsageError(
      `Cannot put ${files.length} reports into one ${to} file: convert each alone`,
    );
  }
  if (flags.for !== undefined && flags.for !== "student" && flags.for !== "teacher") {
    throw new UsageError(`Cannot write for "${flags.for}": --for takes student or teacher`);
  }
  if (to === "canvas" && (flags.canvas === undefined || flags.assignment === undefined)) {
    throw new UsageError("Cannot fill a gradebook without --canvas FILE and --assignment NAME");
  }
}
