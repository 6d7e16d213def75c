// Real processes that wait for real things. Each is looked at once /proc shows it waiting, never after a while.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { LIBC } from "#lib/os.ts";
import { isLeftOut } from "./left_out.ts";
import { missingCapability } from "./capabilities.ts";
import { killQuietly, type ProcessFacts, readProcess } from "./processes.ts";
import { nameStreams, readSnapshot } from "./snapshot.ts";
import { describeWaits } from "./who_waits.ts";
import { waitUntil } from "./wait_until.ts";

type Argv = [string, ...string[]];

/** What is known of a case while its processes still wait. */
interface Case {
  readonly dir: string;
  start(argv: Argv): number;
  /** Waits until all lines together hold `words`; returns them without pids and numbers of pipes. */
  read(words: string): Promise<string[]>;
}

function fact(name: string, act: (one: Case) => Promise<void>): void {
  Deno.test({
    name: `describeWaits() ${name}`,
    ignore: isLeftOut(import.meta, missingCapability(["proc"])),
    fn: () => run(act),
  });
}

async function run(act: (one: Case) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir({ dir: "/tmp", prefix: "ipc" });
  const children: Deno.ChildProcess[] = [];
  const names = new Map<string, { pid: number; name: string }>();
  try {
    await act({
      dir,
      start([program, ...args]) {
        const options = { args, stdin: "piped", stdout: "piped", stderr: "null" } as const;
        const child = new Deno.Command(program, { ...options, cwd: dir, detached: true }).spawn();
        children.push(child);
        for (const [object, name] of nameStreams(child.pid)) {
          names.set(object, { pid: child.pid, name });
        }
        return child.pid;
      },
      read: (words) => readLines(children, names, words),
    });
  } finally {
    for (const child of children) killQuietly(-child.pid, Deno.kill); // some end with their queue
    for (const child of children) {
      await child.status;
      await child.stdin.abort().catch(() => {});
      await child.stdout.cancel();
    }
    await Deno.remove(dir, { recursive: true });
  }
}

async function readLines(
  children: readonly Deno.ChildProcess[],
  names: Map<string, { pid: number; name: string }>,
  words: string,
): Promise<string[]> {
  let lines: string[] = [];
  const look = () => {
    const processes = children.flatMap((child) => listGroup(child.pid));
    lines = describeWaits({ ...readSnapshot(processes), names, harnessTids: new Set() });
  };
  const found = () => {
    look();
    return lines.join("\n").includes(words);
  };
  try {
    await waitUntil(`somebody says ${words}`, found, AbortSignal.timeout(20_000));
    look(); // what was seen while they came to rest may name who has ended since
  } catch {
    assertStringIncludes(lines.join("\n"), words);
  }
  return lines.map((line) =>
    line.replace(/\b(child|process|parent) \d+/g, "$1 N").replace(/:\[\d+\]/g, ":[N]")
      .replace(/fd [\d, ]+\d|fd \d/g, "fd N").replace(/\/tmp\/ipc\w+/g, "DIR").replace(
        /\(\/\S*\/deno/g,
        "(deno",
      )
  );
}

function listGroup(groupId: number): ProcessFacts[] {
  const all = Array.from(Deno.readDirSync("/proc"), ({ name }) => readProcess(Number(name)));
  return all.flatMap((one) => one?.groupId === groupId ? [one] : []);
}

fact("says that only you can write when a child waits for input", async (one) => {
  one.start(["cat"]);
  assertEquals(await one.read("waits in read"), [
    "child N (cat) waits in read on its stdin (pipe:[N]); its only writer is your own process (fd N): " +
    "write to it, or close it",
  ]);
});

fact("says that a reader holds the write end itself", async (one) => {
  one.start(["sh", "-c", "mkfifo f; exec cat <>f"]);
  assertEquals(await one.read("waits for itself"), [
    "child N (cat) waits in read on its stdin (DIR/f); its only writer is the child itself (fd N): it waits " +
    "for itself, unless it closes that end before it reads",
  ]);
});

fact("says that only you can read when a child's pipe is full", async (one) => {
  one.start(["cat", "/dev/zero"]);
  assertEquals(await one.read("waits in write"), [
    "child N (cat /dev/zero) waits in write on its stdout (pipe:[N]), which is full; its only reader is " +
    "your own process (fd N): read it, while the child goes on writing",
  ]);
});

fact("names both children of a pipe between them", async (one) => {
  one.start(["sh", "-c", "cat /dev/zero | sleep 1000"]);
  const lines = await one.read("(sleep 1000; fd");
  assertStringIncludes(
    lines.join("\n"),
    "its only reader is child N (sleep 1000; fd N): it must read",
  );
});

fact("says who is missing when a child opens a FIFO", async (one) => {
  one.start(["sh", "-c", "mkfifo f; cat f"]);
  assertStringIncludes(
    (await one.read("waits in open")).join("\n"),
    "child N (cat f), which waits in open of the FIFO DIR/f for reading: nobody opens it for writing",
  );
});

fact("follows a chain of children that wait for children", async (one) => {
  one.start(["sh", "-c", "sh -c 'cat; true'; true"]);
  assertEquals(await one.read("waits in read"), [
    "child N (sh -c sh -c 'cat; true'; true) waits for a child of its own to end: child N (sh -c cat; true), " +
    "which waits for a child of its own to end: child N (cat), which waits in read on its stdin (pipe:[N]); " +
    "its only writer is your own process (fd N): write to it, or close it",
  ]);
});

fact("says that a child is stopped", async (one) => {
  one.start(["sh", "-c", "kill -STOP $$"]);
  assertEquals(await one.read("stopped"), [
    "child N (sh -c kill -STOP $$) is stopped (state T): it needs SIGCONT",
  ]);
});

fact("says that a child is busy", async (one) => {
  one.start(["sh", "-c", "while :; do :; done"]);
  assertEquals(await one.read("running"), ["child N (sh -c while :; do :; done) is running"]);
});

fact("names a child that has ended and that its parent has not waited for", async (one) => {
  one.start(["sh", "-c", "true & exec sleep 1000"]);
  const lines = await one.read("a zombie");
  assertStringIncludes(lines.join("\n"), "has ended, but its parent N has not waited for it");
});

/** Calls of the C library, as a Deno child makes them: `c.name(…)`. */
const C_PRELUDE = `
const i = "i32", b = "buffer", f = (...parameters) => ({ parameters, result: i });
const c = Deno.dlopen("${LIBC}", {
  socket: f(i, i, i), bind: f(i, b, i), listen: f(i, i), accept: f(i, b, b), connect: f(i, b, i),
  socketpair: f(i, i, i, b), recv: f(i, b, "usize", i), msgget: f(i, i), msgrcv: f(i, b, "usize", "i64", i),
  msgsnd: f(i, b, "usize", i), mq_open: f(b, i, i, b), mq_unlink: f(b),
  mq_receive: f(i, b, "usize", b), msgctl: f(i, i, b),
}).symbols;
const text = (value) => new TextEncoder().encode(value + "\\0");
const address = new Uint8Array(110); address[0] = 1; address.set(text("s"), 2); // struct sockaddr_un
`;

/** A Deno child that runs `code` and, as it blocks in it, never comes back. */
function deno(code: string): Argv {
  return [Deno.execPath(), "eval", "--no-config", code];
}

fact("says who holds the lock that a child waits for", async (one) => {
  const lock = deno(
    'Deno.openSync("f", { write: true, create: true }).lockSync(true);' +
      " Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
  );
  one.start(lock);
  await one.read("sleeps in futex");
  one.start(lock);
  const [, waiter = ""] = await one.read("waits in flock");
  assertStringIncludes(waiter, "waits in flock for the lock on DIR/f, which process N (deno eval");
  assertStringIncludes(waiter, ") holds: it must unlock, or end");
});

fact("says that a child holds the lock itself that it waits for", async (one) => {
  const open = 'Deno.openSync("f", { write: true, create: true }).lockSync(true);';
  one.start(deno(open + open));
  assertStringIncludes(
    (await one.read("waits in flock")).join(),
    "on DIR/f, which this process holds itself, by another open of the file: unlock that first",
  );
});

fact("says who must notify when a child sleeps in Atomics.wait()", async (one) => {
  one.start(deno("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)"));
  assertStringIncludes(
    (await one.read("futex")).join(),
    "sleeps in futex (Atomics.wait, or a semaphore): somebody must notify, or post",
  );
});

fact("names the Worker of a child that sleeps", async (one) => {
  const sleep = "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)";
  one.start(deno(`new Worker("data:text/javascript,${sleep}", { type: "module" })`));
  assertStringIncludes(
    (await one.read("its Worker")).join(),
    "is alive and asleep (state S): its event loop has nothing to do, and its Worker 1 sleeps in futex",
  );
});

fact("says what a Deno child reads without blocking its event loop", async (one) => {
  one.start(deno("await Deno.stdin.read(new Uint8Array(1))"));
  assertStringIncludes(
    (await one.read("and a thread of it waits in read")).join(),
    "and a thread of it waits in read on its stdin (pipe:[N]); its only writer is your own process",
  );
});

/** Cases of the C library: what the child calls, and what is said of it. */
const C_CASES: [name: string, code: string, words: string][] = [
  [
    "nobody connects",
    "const s = c.socket(1, 1, 0); c.bind(s, address, 110); c.listen(s, 1); c.accept(s, null, null)",
    "waits in accept on the socket s: nobody connects to it",
  ],
  [
    "nobody accepts",
    "const s = c.socket(1, 1, 0); c.bind(s, address, 110); c.listen(s, 0);" +
    " for (;;) c.connect(c.socket(1, 1, 0), address, 110)",
    "waits in connect to s: the listener's queue is full, its process must accept",
  ],
  [
    "it receives from itself",
    "const p = new Int32Array(2); c.socketpair(1, 1, 0, p); c.recv(p[0], new Uint8Array(1), 1n, 0)",
    "waits in recvfrom on a socket (fd N); its other end is the child itself (fd N): it waits for itself",
  ],
  [
    "a message of its type is missing",
    "const q = c.msgget(0, 0o600); c.msgsnd(q, new BigInt64Array([3n, 0n]), 1n, 0);" +
    " Deno.writeTextFileSync('queue', String(q)); c.msgrcv(q, new Uint8Array(16), 1n, 2n, 0)",
    "waits in msgrcv for a message of type 2 on the System V queue N, which holds 1 messages (1 bytes)",
  ],
  [
    "a POSIX queue is empty",
    "const name = text('/ipc' + Deno.pid); const q = c.mq_open(name, 0o102, 0o600, null); c.mq_unlink(name);" +
    " c.mq_receive(q, new Uint8Array(8192), 8192n, null)",
    "waits in mq_receive on the POSIX queue /ipc",
  ],
];

for (const [name, code, words] of C_CASES) {
  fact(`says what a child waits for when ${name}`, async (one) => {
    if (missingCapability(["sysv"]) !== undefined) return; // no FFI, no such calls
    one.start(deno(C_PRELUDE + code));
    try {
      const lines = await one.read(words.split(/ \(| N/)[0] || words);
      assertStringIncludes(lines.join().replace(/queue \d+/, "queue N"), words);
    } finally {
      const queue = await Deno.readTextFile(`${one.dir}/queue`).catch(() => undefined);
      if (queue !== undefined) await new Deno.Command("ipcrm", { args: ["-q", queue] }).output();
    }
  });
}

fact("says what a promise of this process waits for in the kernel", async (one) => {
  await new Deno.Command("mkfifo", { args: [`${one.dir}/f`] }).output();
  const opening = Deno.open(`${one.dir}/f`, { read: true });
  assertEquals(await one.read("waits in open"), [
    "your own process (a thread of it, for a promise that you wait for) waits in open of the FIFO DIR/f " +
    "for reading: nobody opens it for writing",
  ]);
  using _other = Deno.openSync(`${one.dir}/f`, { read: true, write: true });
  (await opening).close();
});
