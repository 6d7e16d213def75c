import type { Argv } from "#lib/argv.ts";
import { pipeline } from "../../../../solutions/05_pipeline/mod.ts";
import type { Play, Turns } from "./turns.ts";

/** Lesson 05: its pipeline runs the line. */
export const coursePipeline: Play = {
  lead: (_, measure) =>
    turns(measure, async (stages) => {
      const { stdout, code } = await pipeline(stages);
      return code === 0 ? new TextDecoder().decode(stdout) : "";
    }),
};

/** The same line in /bin/sh, whose stages the kernel joins. */
export const shellPipeline: Play = {
  lead: (_, measure) =>
    turns(measure, async (stages) => {
      const line = stages.map((argv) => argv.join(" ")).join(" | ");
      const { stdout } = await new Deno.Command("/bin/sh", { args: ["-c", line] }).output();
      return new TextDecoder().decode(stdout);
    }),
};

const MIB = 1 << 20;

/** @param measure as in `through:16`: so many MiB */
function turns(
  measure: string,
  run: (stages: [Argv, ...Argv[]]) => Promise<string>,
): Turns {
  const count = Number(measure.split(":")[1]);
  const byteCount = String(count * MIB);
  const source: Argv = ["head", "-c", byteCount, "/dev/zero"];
  return {
    count,
    async turn() {
      const counted = (await run([source, ["cat"], ["cat"], ["wc", "-c"]])).trim();
      if (counted !== byteCount) throw new Error(`${counted} of ${byteCount} bytes came through`);
    },
    close: () => {},
  };
}
