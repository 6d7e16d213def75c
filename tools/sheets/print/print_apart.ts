import { programArgv } from "../../proc/program_argv.ts";
import type { Io } from "../../term/io.ts";
import type { PrintRequest } from "./print_job.ts";

/**
 * Prints in a program of its own, which brings the libraries of the site with it: who reads a sheet on the terminal shall not
 * wait for what Deno installs for them. Returns the exit code; Ctrl-C ends it as it would end this one.
 */
export async function printApart(io: Io, request: PrintRequest): Promise<number> {
  const [deno, ...args] = programArgv("tools/sheets/print/print_task.ts", "tools/deno.lock");
  const child = new Deno.Command(deno, {
    args: [...args, JSON.stringify(request)],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const pass = () => {
    try {
      child.kill("SIGINT"); // from a terminal it comes there anyway, and once more does no harm
    } catch {
      // it has just ended
    }
  };
  Deno.addSignalListener("SIGINT", pass);
  try {
    const [out, err, { code }] = await Promise.all([
      child.stdout.text(),
      child.stderr.text(),
      child.status,
    ]);
    if (out !== "") io.out(out.trimEnd());
    if (err !== "") io.err(err.trimEnd());
    return code;
  } finally {
    Deno.removeSignalListener("SIGINT", pass);
  }
}
