import { Buffer } from "node:buffer";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/** Either the bytes of a file, or why they were not taken. */
export type ReadFile =
  | { readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly problem: string }
  | "missing";

/**
 * Reads a regular file of at most `maxBytes`. It neither follows a symbolic link in the last component nor waits for the
 * other end of a FIFO, and what it looks at is what it reads, whatever happens to the name meanwhile.
 */
export function readRegularFile(path: string, maxBytes: number): ReadFile {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    return describeOpen(error);
  }
  try {
    const info = fstatSync(file);
    if (!info.isFile()) return { problem: "is not a regular file" };
    if (info.size > maxBytes) return { problem: `is larger than ${showSize(maxBytes)}` };
    const bytes = new Uint8Array(info.size);
    for (let done = 0; done < bytes.length;) {
      const count = readSync(file, Buffer.from(bytes.buffer, done), 0, bytes.length - done, null);
      if (count === 0) return { problem: "became shorter while it was read" };
      done += count;
    }
    return { bytes };
  } finally {
    closeSync(file);
  }
}

/** As in `256 kB`: limits are whole numbers of these. */
function showSize(byteCount: number): string {
  return byteCount < 2 ** 20 ? `${byteCount / 2 ** 10} kB` : `${byteCount / 2 ** 20} MB`;
}

function describeOpen(error: unknown): ReadFile {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return "missing";
    case "ELOOP":
      return { problem: "is a symbolic link" };
    case "ENXIO":
      return { problem: "is not a regular file" }; // a socket (open(2))
    default:
      return { problem: `cannot be read (${code})` };
  }
}
