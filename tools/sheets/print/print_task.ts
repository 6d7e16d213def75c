// Prints what ./print_apart.ts asks for: its request is the argument.
import { openIo } from "../../term/io.ts";
import { runPrint } from "./print_command.ts";
import type { PrintRequest } from "./print_job.ts";

const request: PrintRequest = JSON.parse(Deno.args[0] ?? "");
Deno.exit(await runPrint(openIo(), request));
