// The program that restricts itself and then becomes another one, for good.
//
// usage: deno run -A enter.ts <plan as JSON>
import { becomeProgram, restrictSelf } from "./landlock.ts";
import type { Grant } from "./landlock_rules.ts";

/** What is to be run, and what it may reach. */
export interface EnterPlan {
  readonly abi: number;
  readonly grants: readonly Grant[];
  /** Where it runs. */
  readonly cwd: string;
  /** What new files do not allow (umask(2)). */
  readonly umask: number;
  readonly argv: readonly string[];
  /** All of its environment, but for the tag of its run. */
  readonly env: Readonly<Record<string, string>>;
}

/** How a run is found again (tools/proc/run_group.ts). */
const TAG = "IPC_RUN";

if (import.meta.main) {
  const { abi, grants, cwd, umask, argv, env }: EnterPlan = JSON.parse(Deno.args[0] ?? "");
  const tag = Deno.env.get(TAG);
  Deno.chdir(cwd);
  Deno.umask(umask);
  restrictSelf(grants, abi);
  becomeProgram(argv, tag === undefined ? env : { ...env, [TAG]: tag });
}
