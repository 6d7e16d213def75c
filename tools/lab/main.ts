// `deno task lab`: measurements of the course on your own machine.
import { type Io, openIo } from "../term/io.ts";

const HELP = `Measures on your own machine.

usage: deno task lab saves [options]

  saves   from a save to the verdict: learn, deno test --watch, vitest
  --help  of lab, or of one measurement

exit codes: 0 measured, 2 wrong usage`;

async function main([name, ...args]: string[], io: Io): Promise<number> {
  switch (name) {
    case "saves":
      return await (await import("./saves/main.ts")).main(args, io);
    case "--help":
      return io.out(HELP), 0;
    default:
      return io.err(`There is no measurement "${name ?? ""}"\nSee deno task lab --help`), 2;
  }
}

Deno.exit(await main(Deno.args, openIo()));
