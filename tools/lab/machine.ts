import { release } from "node:os";

/** Where and when something was measured. */
export interface Machine {
  readonly os: string;
  readonly arch: string;
  readonly kernel: string;
  readonly processors: number;
  /** The load of one minute before the first round and after the last one. */
  readonly load: readonly [before: number, after: number];
  readonly versions: readonly string[];
}

/** Describes this machine, and the versions of those who took part. */
export function describeMachine(versions: readonly string[], loadBefore: number): Machine {
  return {
    os: Deno.build.os,
    arch: Deno.build.arch,
    kernel: release(),
    processors: navigator.hardwareConcurrency,
    load: [loadBefore, readLoad()],
    versions: [...new Set(versions)],
  };
}

/** Reads the load of the last minute. */
export function readLoad(): number {
  return Deno.loadavg()[0] ?? 0;
}

/** Renders where and how it was measured. */
export function renderMachine(
  { machine, rounds, budgetMs, date }: {
    readonly machine: Machine;
    readonly rounds: number;
    readonly budgetMs: number;
    readonly date: string;
  },
): string {
  const [before, after] = machine.load.map((load) => load.toFixed(1));
  const isBusy = Math.max(...machine.load) > machine.processors;
  return [
    `${date.slice(0, 10)}, ${machine.os} ${machine.kernel} ${machine.arch}, ` +
    `${machine.processors} ${
      machine.processors === 1 ? "processor" : "processors"
    }, load ${before} before and ${after} after`,
    `${rounds} rounds of ${budgetMs} ms for each number; ${machine.versions.join(", ")}`,
    ...(isBusy
      ? ["The machine is busy with other things: look at the ratios, or come back later."]
      : []),
  ].join("\n");
}
