import { missingCapability } from "../../../tests/harness/capabilities.ts";
import { fromFileUrl } from "../../../tests/harness/paths.ts";
import { runGroup } from "../../proc/run_group.ts";
import type { Scenario } from "./scenarios.ts";
import { WAYS, type Ways } from "./ways.ts";

/** Who is measured. */
export type ContestantId = "course" | "deno" | "python" | "node" | "c";

/** Somebody who uses the mechanisms, with a program of its own for both processes. */
export interface Contestant {
  readonly id: ContestantId;
  readonly name: string;
  readonly version: string;
  /** The program and its first arguments. */
  readonly argv: readonly [string, ...string[]];
  /** What it uses, for each scenario that it has a way for. */
  readonly ways: Ways;
}

/** Who cannot be measured here, and why. */
export interface Absent {
  readonly id: ContestantId;
  readonly reason: string;
}

const PEERS = fromFileUrl(new URL("../peers/", import.meta.url));
const CONFIG = fromFileUrl(new URL("../../../deno.json", import.meta.url));
const COMPILE_MS = 60_000;

/** Finds who can be measured on this machine; the C program is compiled into `dir`. */
export async function findContestants(
  dir: string,
): Promise<{ present: Contestant[]; absent: Absent[] }> {
  const [python, node, c] = [await findPython(dir), await findNode(dir), await compileC(dir)];
  const all: (Contestant | Absent)[] = [...findDeno(), python, node, c];
  return {
    present: all.filter((found) => "argv" in found),
    absent: all.filter((found) => "reason" in found),
  };
}

/** Says why a contestant cannot take part in a scenario; undefined when it can. */
export function whyNot({ ways }: Contestant, { id, needs = [] }: Scenario): string | undefined {
  return missingCapability([...needs, ...(ways[id]?.needsFfi ? ["ffi" as const] : [])]);
}

function findDeno(): Contestant[] {
  const flags = ["run", "-A", "--no-check", "--quiet", "--no-lock", "--config", CONFIG];
  const peer = (style: string): [string, ...string[]] => [
    Deno.execPath(),
    ...flags,
    `${PEERS}deno/peer.ts`,
    style,
  ];
  const version = `Deno ${Deno.version.deno}`;
  return [
    { id: "course", name: "course", version, argv: peer("course"), ways: WAYS.course },
    { id: "deno", name: "Deno", version, argv: peer("deno"), ways: WAYS.deno },
  ];
}

async function findPython(dir: string): Promise<Contestant | Absent> {
  const asked = await ask([
    "python3",
    "-c",
    "import multiprocessing, sys; print(sys.version.split()[0])",
  ], dir);
  if (asked.reason !== undefined) return { id: "python", reason: asked.reason };
  const version = `Python ${asked.output}`;
  return {
    id: "python",
    name: "Python",
    version,
    argv: ["python3", "-B", `${PEERS}python/peer.py`],
    ways: WAYS.python,
  };
}

async function findNode(dir: string): Promise<Contestant | Absent> {
  const question = "globalThis.Deno ? '' : process.versions.node";
  const { output, reason } = await ask(["node", "-p", question], dir);
  if (reason !== undefined) return { id: "node", reason };
  // where there is none, Deno plays it for the programs that it starts
  if (output === "") return { id: "node", reason: "there is no node on this machine" };
  const argv = ["node", `${PEERS}node/peer.mjs`] as const;
  return { id: "node", name: "Node", version: `Node ${output}`, argv, ways: WAYS.node };
}

async function compileC(dir: string): Promise<Contestant | Absent> {
  const program = `${dir}/peer`;
  const cc = ["cc", "-O2", "-w", "-o", program, `${PEERS}c/peer.c`, "-lrt"] as const;
  const compiled = await ask(cc, dir);
  if (compiled.reason !== undefined) return { id: "c", reason: compiled.reason };
  const { output } = await ask(["cc", "--version"], dir);
  return { id: "c", name: "C", version: output ?? "cc", argv: [program], ways: WAYS.c };
}

/** Runs a program; returns the first line that it prints, or why that fails. */
export async function ask(
  argv: readonly [string, ...string[]],
  cwd: string,
): Promise<{ output: string; reason?: undefined } | { output?: undefined; reason: string }> {
  try {
    const { code, stdout, stderr } = await runGroup(argv, {
      cwd,
      env: { TMPDIR: cwd }, // what a compiler leaves there when it is interrupted goes with the rest
      wallMs: () => COMPILE_MS,
    });
    const firstLine = (text: string) => text.trim().split("\n")[0] ?? "";
    if (code === 0) return { output: firstLine(stdout) };
    return { reason: `${argv[0]} fails: ${firstLine(stderr)}` };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return { reason: `there is no ${argv[0]} on this machine` };
  }
}
