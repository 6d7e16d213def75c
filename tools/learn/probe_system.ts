// What the kernel and the C library offer beyond Deno.
import { LIBC } from "#lib/os.ts";
import { type Capability, missingCapability } from "../../tests/harness/capabilities.ts";
import type { Lesson } from "../course/lesson.ts";
import { type Finding, fine, install, type Probe, unless } from "./probe.ts";

/** Capabilities that lessons name in their `needs`, with what to do where they are missing. */
const CAPABILITIES: [need: Capability, name: string, remedy: string][] = [
  ["proc", "/proc (who waits for whom, leftovers)", "use Linux, or WSL on Windows"],
  ["ffi", "FFI into the C library", "use a system with glibc, or macOS"],
  ["sysv", "System V message queues", "run outside of a sandbox that forbids them"],
  ["locks", "/proc/locks shows who holds a flock(2)", "use Linux, outside of a sandbox"],
  ["setsid", "setsid(1)", install("util-linux", "util-linux")],
];

/** Makes the probes of the system; the lessons tell which of them need what. */
export function makeSystemProbes(lessons: readonly Lesson[]): Probe[] {
  const optional = { group: "System", isOptional: true } as const;
  return [
    {
      ...optional,
      id: "shell",
      name: "/bin/sh and mkfifo(1)",
      isOptional: false,
      neededBy: "every lesson",
      remedy: install("coreutils dash"),
      run: () => probeCommand("sh", ["-c", "command -v mkfifo"]),
    },
    ...CAPABILITIES.map(([need, name, remedy]): Probe => ({
      ...optional,
      ...{ id: need, name, remedy, neededBy: listLessons(lessons, need) },
      run: () => unless(missingCapability([need])),
    })),
    {
      ...optional,
      id: "mmap",
      name: "memory shared with other processes (mmap)",
      neededBy: listLessons(lessons, "ffi"),
      remedy: "use a system with glibc, or macOS",
      run: probeMmap,
    },
    {
      ...optional,
      id: "posix-queues",
      name: "POSIX message queues",
      neededBy: "the cheat sheets' comparison",
      remedy: "use a kernel with CONFIG_POSIX_MQUEUE (macOS has none)",
      run: probePosixQueue,
    },
    {
      ...optional,
      id: "namespaces",
      name: "user namespaces (unshare)",
      neededBy: "the grader's sandbox",
      remedy: "sysctl kernel.unprivileged_userns_clone=1, or run outside of a container",
      run: () => probeCommand("unshare", ["--user", "--map-root-user", "true"]),
    },
  ];
}

function listLessons(lessons: readonly Lesson[], need: Capability): string {
  const numbers = lessons.filter((one) => one.needs.includes(need))
    .map((one) => String(one.number).padStart(2, "0"));
  if (numbers.length === 0) return "no lesson";
  return `${numbers.length === 1 ? "lesson" : "lessons"} ${numbers.join(", ")}`;
}

async function probeCommand(program: string, args: string[]): Promise<Finding> {
  const { success } = await new Deno.Command(program, { args, stdout: "null", stderr: "null" })
    .output();
  return unless(success ? undefined : `${program} ${args.join(" ")} fails`);
}

function probeMmap(): Finding {
  const isMac = Deno.build.os === "darwin";
  const libc = Deno.dlopen(LIBC, {
    mmap: { parameters: ["pointer", "usize", "i32", "i32", "i32", "i64"], result: "usize" },
    munmap: { parameters: ["usize", "usize"], result: "i32" },
  });
  try {
    const flags = 1 | (isMac ? 0x1000 : 0x20); // MAP_SHARED, MAP_ANONYMOUS (mmap(2))
    const address = libc.symbols.mmap(null, 4096n, 3, flags, -1, 0n);
    if (BigInt.asIntN(64, address) === -1n) return { problem: "mmap(2) fails" };
    libc.symbols.munmap(address, 4096n);
    return fine();
  } finally {
    libc.close();
  }
}

function probePosixQueue(): Finding {
  const libc = Deno.dlopen(LIBC, {
    mq_open: { parameters: ["buffer", "i32", "i32", "pointer"], result: "i32" },
    mq_unlink: { parameters: ["buffer"], result: "i32" },
    mq_close: { parameters: ["i32"], result: "i32" },
  });
  try {
    const name = new TextEncoder().encode(`/ipc-${crypto.randomUUID()}\0`);
    const queue = libc.symbols.mq_open(name, 0o302, 0o600, null); // O_RDWR, O_CREAT, O_EXCL
    if (queue < 0) return { problem: "mq_open(3) fails" };
    libc.symbols.mq_unlink(name);
    libc.symbols.mq_close(queue);
    return fine();
  } finally {
    libc.close();
  }
}
