import { mkdtempSync, rmSync } from "node:fs";
import { IPC_PRIVATE, LIBC } from "#lib/os.ts";
import { openRawMsg } from "#lib/raw_msg.ts";

/** What the lab makes for a pair of processes, and removes after them: they may be killed at any time. */
export interface MadeChannel extends Disposable {
  readonly dir: string;
  /** What leads to the follower: the path of a FIFO or file, the name or number of a queue. */
  readonly there: string;
  readonly back: string;
}

/** Makes a directory of its own for a pair, and what its scenario needs; or says why that cannot be. */
export function makeChannel(scenarioId: string): MadeChannel | { failure: string } {
  using stack = new DisposableStack();
  const dir = stack.adopt(makeDir(), (path) => rmSync(path, { recursive: true, force: true }));
  try {
    const ends = makeEnds(scenarioId, dir, stack);
    const made = stack.move(); // from here on, the caller disposes of it
    return { dir, ...ends, [Symbol.dispose]: () => made.dispose() };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

/** Two rings of 4 MiB with their headers: as in peers/c/memory.h. */
const MEMORY_BYTES = 2 * (128 + (4 << 20));

/** In memory where there is such a file system: no disk has a part in what is measured. */
function makeDir(): string {
  try {
    return mkdtempSync("/dev/shm/ipc-lab-");
  } catch {
    return Deno.makeTempDirSync({ prefix: "ipc-lab-" });
  }
}

type Ends = Pick<MadeChannel, "there" | "back">;

function makeEnds(scenarioId: string, dir: string, stack: DisposableStack): Ends {
  const paths = { there: `${dir}/there`, back: `${dir}/back` };
  switch (scenarioId) {
    case "fifo":
    case "logger":
      makeFifos([paths.there, paths.back]);
      return paths;
    case "memory":
    case "ring":
    case "counter":
      Deno.writeFileSync(`${dir}/memory`, new Uint8Array(MEMORY_BYTES)); // written: no page is missing
      return paths;
    case "sysv":
      return { there: makeSysvQueue(stack), back: makeSysvQueue(stack) };
    case "posix":
      return { there: makePosixQueue(stack), back: makePosixQueue(stack) };
    default:
      return paths;
  }
}

function makeFifos(paths: string[]): void {
  const mkfifo = new Deno.Command("mkfifo", { args: ["-m", "600", ...paths] });
  const { success, stderr } = mkfifo.outputSync();
  if (!success) throw new Error(`mkfifo fails: ${new TextDecoder().decode(stderr).trim()}`);
}

function makeSysvQueue(stack: DisposableStack): string {
  const raw = stack.use(openRawMsg());
  const id = raw.get(IPC_PRIVATE, 0o600);
  if (id === -1) throw new Error(`there are no queues here: msgget(2) says errno ${raw.errno()}`);
  stack.defer(() => raw.rmid(id));
  return String(id);
}

const O_CREAT_EXCL_RDWR = 0o100 | 0o200 | 2;
const MESSAGES = 10n; // what everybody may ask for (mq_overview(7))
const MESSAGE_BYTES = 8192n;

function makePosixQueue(stack: DisposableStack): string {
  const libc = Deno.dlopen(LIBC, {
    mq_open: { parameters: ["buffer", "i32", "u32", "buffer"], result: "i32" },
    mq_close: { parameters: ["i32"], result: "i32" },
    mq_unlink: { parameters: ["buffer"], result: "i32" },
  });
  stack.defer(() => libc.close());
  const name = `/ipc-lab-${crypto.randomUUID()}`;
  const bytes = new TextEncoder().encode(`${name}\0`);
  const attributes = BigInt64Array.of(0n, MESSAGES, MESSAGE_BYTES, 0n, 0n, 0n, 0n, 0n);
  const queue = libc.symbols.mq_open(bytes, O_CREAT_EXCL_RDWR, 0o600, attributes);
  if (queue < 0) throw new Error("there are no POSIX queues here: mq_open(3) fails");
  stack.defer(() => libc.symbols.mq_unlink(bytes));
  libc.symbols.mq_close(queue); // the name stays
  return name;
}
