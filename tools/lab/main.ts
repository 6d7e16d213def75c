// `deno task lab`: measurements of the course on your own machine.
import { endGroupsOnInterrupt } from "../proc/interrupt.ts";
import { type Io, openIo } from "../term/io.ts";

async function main(args: string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  if (name === "saves") return await (await import("./saves/main.ts")).main(rest, io);
  if (name === "targets") return await (await import("./targets/main.ts")).main(rest, io);
  return await (await import("./speed/main.ts")).main(args, io);
}

endGroupsOnInterrupt();
Deno.exit(await main(Deno.args, openIo()));
