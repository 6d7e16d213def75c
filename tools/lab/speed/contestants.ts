import { missingCapability } from "../../../tests/harness/capabilities.ts";
import { fromFileUrl } from "../../../tests/harness/paths.ts";
import { runGroup } from "../../proc/run_group.ts";

/** Who is measured. */
export type ContestantId = "course" | "deno" | "python" | "node" | "c";

/** One way to use a mechanism, with a program of its own for both processes. */
export interface Contestant {
  readonly id: ContestantId;
  readonly name: string;
  readonly version: string;
  /** The program and its first arguments. */
  readonly argv: readonly [string, ...string[]];
  /** What it uses, for each scenario that it has a way for. */
  readonly ways: Readonly<Record<string, Way>>;
}

/** What a contestant uses in a scenario. */
export interface Way {
  readonly what: string;
  /** The largest message that it takes. */
  readonly maxBytes?: number;
  readonly needsFfi?: true;
}

/** Who cannot be measured here, and why. */
export interface Absent {
  readonly id: ContestantId;
  readonly reason: string;
}

const PEERS = fromFileUrl(new URL("../peers/", import.meta.url));
const CONFIG = fromFileUrl(new URL("../../../deno.json", import.meta.url));
const COMPILE_MS = 60_000;

const COURSE: Record<string, Way> = {
  pipe: { what: "lesson 06: JSON values over a child's pipes" },
  fifo: { what: "lessons 07 and 04: frames over FIFOs" },
  unix: { what: "lesson 04: frames over Deno.connect()" },
  tcp: { what: "lesson 04: frames over Deno.connect()" },
  ring: { what: "lesson 15 over #lib/shared_memory.ts, futex(2) by FFI", needsFfi: true },
};
const DENO: Record<string, Way> = {
  pipe: { what: "readSync() and writeSync()" },
  fifo: { what: "readSync() and writeSync()" },
  unix: { what: "conn.read() into one buffer" },
  tcp: { what: "conn.read() into one buffer, setNoDelay()" },
  memory: { what: "#lib/shared_memory.ts and futex(2) by FFI", needsFfi: true },
};
const PYTHON: Record<string, Way> = {
  pipe: { what: "multiprocessing.Pipe()" },
  fifo: { what: "os.read() and os.write()" },
  unix: { what: "socket" },
  tcp: { what: "socket, TCP_NODELAY" },
  memory: { what: "multiprocessing.RawArray and Semaphore" },
};
const C: Record<string, Way> = {
  pipe: { what: "pipe(2)" },
  fifo: { what: "read(2) and write(2)" },
  unix: { what: "connect(2)" },
  tcp: { what: "connect(2), TCP_NODELAY" },
  memory: { what: "mmap(2) and futex(2)" },
  ring: { what: "mmap(2), and futex(2) once for 32 messages" },
};

/** Finds who can be measured on this machine; the C program is compiled into `dir`. */
export async function findContestants(
  dir: string,
): Promise<{ present: Contestant[]; absent: Absent[] }> {
  const [python, c] = [await findPython(dir), await compileC(dir)];
  const all: (Contestant | Absent)[] = [...findDeno(), python, c];
  return {
    present: all.filter((found) => "argv" in found),
    absent: all.filter((found) => "reason" in found),
  };
}

/** Says why a contestant cannot take part in a scenario; undefined when it can. */
export function whyNot(contestant: Contestant, scenarioId: string): string | undefined {
  const way = contestant.ways[scenarioId];
  if (way === undefined) return "has no way of its own";
  return way.needsFfi ? missingCapability(["ffi"]) : undefined;
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
    { id: "course", name: "course", version, argv: peer("course"), ways: COURSE },
    { id: "deno", name: "Deno", version, argv: peer("deno"), ways: DENO },
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
    argv: ["python3", `${PEERS}peer.py`],
    ways: PYTHON,
  };
}

async function compileC(dir: string): Promise<Contestant | Absent> {
  const program = `${dir}/peer`;
  const cc = ["cc", "-O2", "-w", "-o", program, `${PEERS}c/peer.c`, "-lrt"] as const;
  const compiled = await ask(cc, dir);
  if (compiled.reason !== undefined) return { id: "c", reason: compiled.reason };
  const { output } = await ask(["cc", "--version"], dir);
  return { id: "c", name: "C", version: output ?? "cc", argv: [program], ways: C };
}

/** Runs a program; the first line that it prints, or why that fails. */
async function ask(
  argv: readonly [string, ...string[]],
  cwd: string,
): Promise<{ output: string; reason?: undefined } | { output?: undefined; reason: string }> {
  try {
    const { code, stdout, stderr } = await runGroup(argv, { cwd, wallMs: () => COMPILE_MS });
    const firstLine = (text: string) => text.trim().split("\n")[0] ?? "";
    if (code === 0) return { output: firstLine(stdout) };
    return { reason: `${argv[0]} fails: ${firstLine(stderr)}` };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return { reason: `there is no ${argv[0]} on this machine` };
  }
}
