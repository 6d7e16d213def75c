import { fromFileUrl } from "../../../tests/harness/paths.ts";
import type { Io } from "../../term/io.ts";
import type { PrintRequest } from "./print_job.ts";

const OWN = fromFileUrl(new URL("../../../", import.meta.url));

/**
 * Prints in a program of its own, which brings the libraries of the site with it: who reads a sheet on the terminal shall not
 * wait for what Deno installs for them. Returns the exit code; Ctrl-C ends it as it would end this one.
 */
export async function printApart(io: Io, request: PrintRequest): Promise<number> {
  const flags = ["run", "-A", "--quiet", "--config", `${OWN}deno.json`];
  const lock = [`--lock=${OWN}tools/deno.lock`, "--frozen"];
  const program = `${OWN}tools/sheets/print/print_task.ts`;
  const args = [...flags, ...lock, program, JSON.stringify(request)];
  const child = new Deno.Command(Deno.execPath(), {
    args,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const pass = () => child.kill("SIGINT"); // from a terminal it comes there anyway, and once more does no harm
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
