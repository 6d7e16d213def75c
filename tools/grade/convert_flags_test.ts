import { assertEquals, assertThrows } from "@std/assert";
import { parseFlags, UsageError } from "./convert_flags.ts";

const WRONG: Record<string, string[]> = {
  'Cannot convert to "": --to takes one of gradescope,': ["x.json"],
  'Cannot convert to "pdf": --to takes one of': ["--to", "pdf", "x.json"],
  "Cannot convert nothing: name at least one report": ["--to", "csv"],
  "Cannot read --tow;": ["--tow", "csv"],
  'Cannot write for "me"': ["--to", "csv", "--for", "me", "x.json"],
  "Cannot fill a gradebook without --canvas FILE and --assignment NAME": [
    "--to",
    "canvas",
    "x.json",
  ],
  "Cannot use --out without a value": ["--to", "csv", "x.json", "--out"],
};
for (const [said, args] of Object.entries(WRONG)) {
  Deno.test(`parseFlags() refuses ${args.join(" ")}`, () => {
    assertThrows(() => parseFlags(args), UsageError, said);
  });
}

Deno.test("parseFlags() reads a whole command line", () => {
  assertEquals(parseFlags(["--to", "csv", "a.json", "7", "--out=x.csv", "--after-due"]), {
    to: "csv",
    out: "x.csv",
    help: false,
    isAfterDue: true,
    files: ["a.json", "7"],
  });
});

Deno.test("parseFlags() asks for nothing more when help is wanted", () => {
  assertEquals(parseFlags(["--help"]), { help: true, isAfterDue: false, files: [] });
});
