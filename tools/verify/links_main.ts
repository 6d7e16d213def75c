import { fileURLToPath } from "node:url";
import { CourseError } from "../course/lesson.ts";
import { loadLessons } from "../course/load_lessons.ts";
import { checkExternal, listExternalLinks, renderExternal } from "./docs/mod.ts";

const HELP = `Checks that every external link of the course's pages still answers.

Usage:  deno task links

Each address is asked once (HEAD, then GET), four at a time, ten seconds each.
Prints "ok" or "dead" for each.

Options:
  --help  shows this text

Exit codes: 0 all links answer, 1 one is dead or there is no network,
2 wrong usage, 3 the course itself is broken
`;

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(HELP.trimEnd());
    return 0;
  }
  if (args.length > 0) {
    console.error(`Cannot read "${args[0]}" as an option: there is only --help.`);
    return 2;
  }
  const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
  try {
    const links = await listExternalLinks(root, await loadLessons(root));
    const { text, exitCode } = renderExternal(await checkExternal(links));
    console.log(text.trimEnd());
    return exitCode;
  } catch (cause) {
    if (!(cause instanceof CourseError)) throw cause;
    console.error(cause.message);
    return 3;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
