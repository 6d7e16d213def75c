import { LIBC } from "./os.ts";

/** Memory that every process sees which maps the same file. */
export interface SharedMapping extends Disposable {
  /** The memory itself, no copy. After disposal it, and each view of it, has the length 0. */
  readonly buffer: ArrayBuffer;
}

const O_RDWR = 2;
const PROT_READ_WRITE = 1 | 2;
const MAP_SHARED = 1;
const MAP_FAILED = 2n ** 64n - 1n; // (void *) -1

/**
 * Maps the first `byteCount` bytes of a file into this process, for reading and writing (mmap(2)).
 * Makes the file, or lengthens it with zeros, where needed: whoever maps it gives the same size.
 * Needs `--allow-ffi`.
 *
 * @throws {RangeError} when `byteCount` is no positive integer
 */
export function mapSharedFile(path: string, byteCount: number): SharedMapping {
  if (!Number.isSafeInteger(byteCount) || byteCount < 1) {
    throw new RangeError(`Cannot map ${byteCount} bytes: give a positive integer`);
  }
  lengthen(path, byteCount);
  const libc = openLibc();
  try {
    const memory = map(libc, path, byteCount);
    const buffer = Deno.UnsafePointerView.getArrayBuffer(memory, byteCount);
    const dispose = () => {
      if (buffer.detached) return; // disposed before
      buffer.transfer(); // empties all views: to use one after munmap(2) would end this process
      libc.symbols.munmap(memory, BigInt(byteCount));
      libc.close();
    };
    return { buffer, [Symbol.dispose]: dispose };
  } catch (error) {
    libc.close();
    throw error;
  }
}

function lengthen(path: string, byteCount: number): void {
  using file = Deno.openSync(path, { read: true, write: true, create: true });
  if (file.statSync().size < byteCount) file.truncateSync(byteCount);
}

function openLibc() {
  return Deno.dlopen(LIBC, {
    // no third argument: it would be variadic, which FFI cannot pass on every machine (arm64 macOS)
    open: { parameters: ["buffer", "i32"], result: "i32" },
    close: { parameters: ["i32"], result: "i32" },
    mmap: { parameters: ["pointer", "usize", "i32", "i32", "i32", "i64"], result: "pointer" },
    munmap: { parameters: ["pointer", "usize"], result: "i32" },
  });
}

function map(
  { symbols: libc }: ReturnType<typeof openLibc>,
  path: string,
  byteCount: number,
): Deno.PointerObject {
  const fd = libc.open(new TextEncoder().encode(path + "\0"), O_RDWR);
  if (fd < 0) throw new Error(`Cannot map ${path}: open(2) fails`);
  const memory = libc.mmap(null, BigInt(byteCount), PROT_READ_WRITE, MAP_SHARED, fd, 0n);
  libc.close(fd); // a mapping outlives the descriptor it was made from
  if (memory === null || Deno.UnsafePointer.value(memory) === MAP_FAILED) {
    throw new Error(`Cannot map ${byteCount} bytes of ${path}: mmap(2) fails`);
  }
  return memory;
}
