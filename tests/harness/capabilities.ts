import { LIBC } from "#lib/os.ts";
import { showsLock } from "./file_locks.ts";
import { hasProc } from "./processes.ts";
import { tempRoot } from "./temp_root.ts";

/** What a test may need from the machine beyond Deno and a POSIX shell. */
export type Capability = "linux" | "proc" | "locks" | "ffi" | "sysv" | "setsid";

const PROBES: Record<Capability, () => string | undefined> = {
  linux: () => Deno.build.os === "linux" ? undefined : `needs Linux, this is ${Deno.build.os}`,
  proc: () => hasProc() ? undefined : "needs /proc",
  locks: () => hasProc() ? probeLocks() : "needs /proc",
  ffi: probeFfi,
  sysv: () => probeFfi() ?? probeSysv(),
  setsid: () => findsProgram("setsid") ? undefined : "needs setsid(1)",
};

/** Says why this machine cannot run a test with these needs; undefined when it can. */
export function missingCapability(needs: readonly Capability[]): string | undefined {
  for (const need of needs) {
    const reason = PROBES[need]();
    if (reason !== undefined) return reason;
  }
  return undefined;
}

const LOCK_LOOKS = 20;

/** Some machines and file systems do not show the locks of flock(2), or under another inode number. */
function probeLocks(): string | undefined {
  const path = Deno.makeTempFileSync({ dir: tempRoot(), prefix: "ipc" });
  try {
    using file = Deno.openSync(path);
    file.lockSync(true);
    // a long list takes several reads, and a line may slip through between two of them: look again
    const isShown = Array.from({ length: LOCK_LOOKS }).some(() => showsLock(path));
    return isShown ? undefined : "needs a /proc/locks that shows flock(2)";
  } finally {
    Deno.removeSync(path);
  }
}

function probeFfi(): string | undefined {
  if (Deno.env.get("IPC_NO_FFI") === "1") return "FFI is switched off (IPC_NO_FFI=1)";
  try {
    Deno.dlopen(LIBC, { getpid: { parameters: [], result: "i32" } }).close();
    return undefined;
  } catch (error) {
    return `cannot load ${LIBC}: ${error instanceof Error ? error.message.split("\n")[0] : error}`;
  }
}

function probeSysv(): string | undefined {
  const libc = Deno.dlopen(LIBC, {
    msgget: { parameters: ["i32", "i32"], result: "i32" },
    msgctl: { parameters: ["i32", "i32", "pointer"], result: "i32" },
  });
  try {
    const id = libc.symbols.msgget(0, 0o600); // IPC_PRIVATE
    if (id < 0) return "no System V message queues here (msgget(2) fails)";
    libc.symbols.msgctl(id, 0, null); // IPC_RMID
    return undefined;
  } finally {
    libc.close();
  }
}

function findsProgram(name: string): boolean {
  const dirs = (Deno.env.get("PATH") ?? "").split(":");
  return dirs.some((dir) => {
    try {
      return Deno.statSync(`${dir}/${name}`).isFile;
    } catch {
      return false;
    }
  });
}
