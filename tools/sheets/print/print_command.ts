// `deno task sheet … --pdf FILE` and `--png FILE`.
import { findBrowser } from "../../page/find_browser.ts";
import { INTERRUPTED_CODE } from "../../proc/interrupt.ts";
import { writeAtomic } from "../../proc/write_atomic.ts";
import type { Io } from "../../term/io.ts";
import type { PrintRequest } from "./print_job.ts";
import { printSheets } from "./print_sheets.ts";

/** Prints and says where the result is; returns the exit code of the command. */
export async function runPrint(io: Io, request: PrintRequest): Promise<number> {
  const { root, lessons, form, to, isAll, theme } = request;
  const name = form === "pdf" ? "a PDF" : "a PNG";
  const found = await findBrowser({ named: request.browser });
  if ("reason" in found) {
    io.err(
      `Cannot make ${name}: ${found.reason}; the terminal, --md, --svg and deno task site need none`,
    );
    return 2;
  }
  const withAll = isAll && form === "pdf";
  const options = { form, theme, withAll, browser: found.path };
  const printed = await printSheets(root, lessons, options);
  if (printed.type === "interrupted") return INTERRUPTED_CODE;
  if (printed.type === "failed") return io.err(`Cannot make ${name}: ${printed.problem}`), 2;
  try {
    for (const [file, bytes] of printed.files) {
      await writeAtomic(isAll ? `${to}/${file}` : to, bytes);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return io.err(`Cannot write ${to}: ${reason}; name another place`), 2;
  }
  io.out(isAll ? `${printed.files.size} files: ${to}` : to);
  return 0;
}
