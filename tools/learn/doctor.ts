import { missingCapability } from "../../tests/harness/capabilities.ts";
import { type Io, openIo } from "../term/io.ts";
import { renderTable } from "../term/table.ts";

const HELP = `Checks this machine: Deno's version and behaviour, and what the lessons need.

usage: deno task doctor [--json]

Each line says ok, or why not and what to do. A line marked (optional) costs only the tests that need it.

exit codes: 0 every lesson can be done here, 1 something is missing, 2 wrong usage`;

interface Probe {
  readonly name: string;
  readonly isOptional: boolean;
  /** What to do when it fails. */
  readonly remedy: string;
  /** Returns why not; undefined when all is well. */
  readonly run: () => Promise<string | undefined> | string | undefined;
}

const PROBES: readonly Probe[] = [
  {
    name: `Deno ${Deno.version.deno}`,
    isOptional: false,
    remedy: "",
    run: () => undefined, // checked before this file was loaded
  },
  {
    name: "/bin/sh and mkfifo(1)",
    isOptional: false,
    remedy: "install coreutils and a POSIX shell",
    run: () => probeCommand("sh", ["-c", "command -v mkfifo"]),
  },
  {
    name: "opening a FIFO leaves the event loop free",
    isOptional: false,
    remedy: "update Deno",
    run: probeFifo,
  },
  {
    name: "a closed Unix listener removes its socket file",
    isOptional: false,
    remedy: "update Deno",
    run: probeUnixListener,
  },
  {
    name: "memory is shared with Workers",
    isOptional: false,
    remedy: "update Deno",
    run: () => typeof SharedArrayBuffer === "function" ? undefined : "no SharedArrayBuffer",
  },
  {
    name: "/proc (who waits for whom, leftovers)",
    isOptional: true,
    remedy: "use Linux, or WSL on Windows",
    run: () => missingCapability(["proc"]),
  },
  {
    name: "FFI into the C library",
    isOptional: true,
    remedy: "use a system with glibc, or macOS",
    run: () => missingCapability(["ffi"]),
  },
  {
    name: "System V message queues",
    isOptional: true,
    remedy: "run outside of a sandbox that forbids them",
    run: () => missingCapability(["sysv"]),
  },
  {
    name: "setsid(1)",
    isOptional: true,
    remedy: "install util-linux",
    run: () => missingCapability(["setsid"]),
  },
];

/** Runs `doctor` with the real edge; returns the exit code. */
export async function runDoctor(args: string[]): Promise<number> {
  return await doctor(args, openIo());
}

/** Runs every probe and prints what each found. */
export async function doctor(args: readonly string[], io: Io): Promise<number> {
  if (args.includes("--help")) return io.out(HELP), 0;
  const unknown = args.find((arg) => arg !== "--json");
  if (unknown !== undefined) {
    io.err(`There is no option ${unknown}; see deno task doctor --help`);
    return 2;
  }
  const found = [];
  for (const probe of PROBES) found.push({ probe, problem: await runProbe(probe) });
  if (args.includes("--json")) {
    const rows = found.map(({ probe: { name, isOptional, remedy }, problem }) => ({
      ...{ name, isOptional, isOk: problem === undefined },
      ...(problem === undefined ? {} : { problem, remedy }),
    }));
    io.out(JSON.stringify(rows, undefined, 2));
  } else {
    io.out(renderTable(found.map(({ probe, problem }) => renderRow(probe, problem))));
  }
  return found.every(({ probe, problem }) => probe.isOptional || problem === undefined) ? 0 : 1;
}

function renderRow(probe: Probe, problem: string | undefined): string[] {
  const name = probe.isOptional ? `${probe.name} (optional)` : probe.name;
  return problem === undefined ? ["ok", name] : ["missing", name, `${problem}; ${probe.remedy}`];
}

async function runProbe(probe: Probe): Promise<string | undefined> {
  try {
    return await probe.run();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function probeCommand(program: string, args: string[]): Promise<string | undefined> {
  const { success } = await new Deno.Command(program, { args, stdout: "null", stderr: "null" })
    .output();
  return success ? undefined : `${program} ${args.join(" ")} fails`;
}

/** Both ends are opened at once: a Deno that opens on the main thread would never come back from the first. */
async function probeFifo(): Promise<string | undefined> {
  return await withTempDir(async (dir) => {
    const path = `${dir}/fifo`;
    await new Deno.Command("mkfifo", { args: [path] }).output();
    const script = "const [r, w] = await Promise.all([" +
      "Deno.open(Deno.args[0], { read: true }), Deno.open(Deno.args[0], { write: true })]); r.close(); w.close();";
    const child = new Deno.Command(Deno.execPath(), {
      args: ["eval", "--no-config", script, path],
      stdout: "null",
      stderr: "null",
    }).spawn();
    const timer = setTimeout(() => child.kill("SIGKILL"), 10_000); // a bound on failure
    const { success } = await child.status;
    clearTimeout(timer);
    return success ? undefined : "this Deno freezes on it";
  });
}

async function probeUnixListener(): Promise<string | undefined> {
  return await withTempDir(async (dir) => {
    const path = `${dir}/socket`;
    Deno.listen({ transport: "unix", path }).close();
    const isThere = await Deno.lstat(path).then(() => true, () => false);
    return isThere ? "the file stays" : undefined;
  });
}

async function withTempDir<T>(act: (dir: string) => Promise<T>): Promise<T> {
  const dir = await Deno.makeTempDir({ dir: "/tmp", prefix: "ipc" });
  try {
    return await act(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}
