// A name that native code makes cannot be asked for its maker afterwards: so it is noted while it is being made.
import { LIBC } from "#lib/os.ts";

const realDlopen = Deno.dlopen; // kept: the registry puts the noting one in its place

/** Make it if it is not there (open(2)). */
const O_CREAT = Deno.build.os === "darwin" ? 0x200 : 0o100;

/** Native functions that make a name which outlives the process. */
export type Maker = "mkfifo" | "mq_open";

/** Loads libraries as Deno.dlopen does, and tells `note` before such a function is called. */
export function makeNotingDlopen(note: (maker: Maker, name: string) => void): typeof Deno.dlopen {
  return (filename, symbols) => {
    const library = realDlopen(filename, symbols);
    const functions: Record<string, unknown> = { ...library.symbols };
    for (const [key, definition] of Object.entries(symbols)) {
      const native = "parameters" in definition ? (definition.name ?? key) : "";
      const call = functions[key];
      if (native !== "mkfifo" && native !== "mq_open" || typeof call !== "function") continue;
      functions[key] = (...args: unknown[]) => {
        if (native === "mkfifo" || (Number(args[1]) & O_CREAT) !== 0) {
          note(native, readName(args[0]));
        }
        return call(...args);
      };
    }
    return { symbols: functions as typeof library.symbols, close: () => library.close() };
  };
}

/** The C string that a function was given, as bytes or as a pointer. */
function readName(arg: unknown): string {
  const bytes = ArrayBuffer.isView(arg)
    ? new Uint8Array(arg.buffer, arg.byteOffset, arg.byteLength)
    : undefined;
  if (bytes !== undefined) {
    const end = bytes.indexOf(0);
    return new TextDecoder().decode(bytes.slice(0, end < 0 ? undefined : end));
  }
  return arg === null ? "" : new Deno.UnsafePointerView(arg as Deno.PointerObject).getCString();
}

/** Whether there is a POSIX message queue of this name (mq_overview(7)); false where nobody can know. */
export function isQueueThere(name: string): boolean {
  return useQueues((queues) => {
    const queue = queues.mq_open(toCString(name), 0); // O_RDONLY, and nothing is made
    return queue >= 0 && queues.mq_close(queue) === 0;
  });
}

/** Removes a POSIX message queue; false when there is none. */
export function removeQueueOf(name: string): boolean {
  return useQueues((queues) => queues.mq_unlink(toCString(name)) === 0);
}

const toCString = (text: string) => new TextEncoder().encode(`${text}\0`);

const QUEUE_CALLS = {
  mq_open: { parameters: ["buffer", "i32"], result: "i32" },
  mq_close: { parameters: ["i32"], result: "i32" },
  mq_unlink: { parameters: ["buffer"], result: "i32" },
} as const;

function useQueues(
  act: (queues: Deno.DynamicLibrary<typeof QUEUE_CALLS>["symbols"]) => boolean,
): boolean {
  try {
    const library = realDlopen(LIBC, QUEUE_CALLS);
    try {
      return act(library.symbols);
    } finally {
      library.close();
    }
  } catch {
    return false; // no permission for FFI, or a C library without such queues
  }
}
