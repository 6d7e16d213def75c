// Does this Deno behave as the lessons take for granted?
import { type Finding, fine, type Probe, unless, withTempDir } from "./probe.ts";
import { FLOOR, tooOld } from "./version.ts";

const LIMIT_MS = 10_000; // a bound on failure
const EVERY = { group: "Deno", isOptional: false, neededBy: "every lesson" } as const;

export const DENO_PROBES: readonly Probe[] = [
  {
    ...EVERY,
    id: "deno",
    name: `Deno ${Deno.version.deno}`,
    remedy: "deno upgrade",
    run: () => {
      const problem = tooOld(Deno.version.deno);
      return problem === undefined ? fine(`tested with ${FLOOR}`) : { problem };
    },
  },
  {
    ...EVERY,
    id: "fifo-open",
    name: "opening a FIFO leaves the event loop free",
    neededBy: "lessons 07, 08",
    remedy: "deno upgrade",
    run: probeFifo,
  },
  {
    ...EVERY,
    id: "unix-listener",
    name: "a closed Unix listener removes its socket file",
    neededBy: "lessons 19, 24",
    remedy: "deno upgrade",
    run: probeUnixListener,
  },
  {
    ...EVERY,
    id: "detached-group",
    name: "a detached child leads a process group, and a signal reaches all of it",
    remedy: "deno upgrade",
    run: probeGroup,
  },
  {
    ...EVERY,
    id: "shared-memory",
    name: "memory is shared with Workers",
    neededBy: "lessons 12, 14, 15",
    remedy: "deno upgrade",
    run: () => unless(typeof SharedArrayBuffer === "function" ? undefined : "no SharedArrayBuffer"),
  },
];

/** Both ends are opened at once: a Deno that opens on the main thread would never come back from the first. */
async function probeFifo(): Promise<Finding> {
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
    const timer = setTimeout(() => child.kill("SIGKILL"), LIMIT_MS);
    const { success } = await child.status;
    clearTimeout(timer);
    return unless(success ? undefined : "this Deno freezes on it");
  });
}

async function probeUnixListener(): Promise<Finding> {
  return await withTempDir(async (dir) => {
    const path = `${dir}/socket`;
    Deno.listen({ transport: "unix", path }).close();
    const isThere = await Deno.lstat(path).then(() => true, () => false);
    return unless(isThere ? "the file stays" : undefined);
  });
}

/** The shell waits for its own child: only a signal to the group ends both, and closes their stdout. */
async function probeGroup(): Promise<Finding> {
  const child = new Deno.Command("sh", {
    args: ["-c", "echo; sleep 1000; true"],
    stdin: "null",
    stdout: "piped",
    detached: true,
  }).spawn();
  const reader = child.stdout.getReader();
  await reader.read(); // it has started, and is in its group
  Deno.kill(-child.pid, "SIGTERM");
  const { signal } = await child.status;
  while (!(await reader.read()).done);
  return unless(signal === "SIGTERM" ? undefined : `it ended with ${signal}`);
}
