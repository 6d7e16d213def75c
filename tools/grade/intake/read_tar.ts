import { Buffer } from "node:buffer";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { IS_TOO_LARGE, MAX_EXPANDED_BYTES, MAX_FILE_BYTES } from "./limits.ts";
import { Refused } from "./locate.ts";
import type { TarEntry, TarHeader, TarReader } from "./tar_stream.ts";
import { type Entry, Tree, UNREAD } from "./tree.ts";

const PIECE_BYTES = 1 << 20;

/**
 * Reads the lessons of a tar, or of one in gzip. What is wrong with one entry makes its lesson refused; a header that cannot
 * be read and an end that is missing make the whole archive refused, since nobody knows what would follow.
 *
 * @throws {Error} when it is no tar, or damaged
 * @throws {Refused} for what no archive may hold, and when it unpacks to too much
 */
export async function readTar(
  bytes: Uint8Array<ArrayBuffer>,
  folders: ReadonlySet<string>,
): Promise<Tree> {
  const { extract } = await import("./tar_stream.ts");
  const reader = extract();
  let fault: unknown;
  const fed = feed(bytes, reader).catch((error) => {
    fault = error;
    reader.destroy(error instanceof Error ? error : undefined);
  });
  const tree = new Tree(folders);
  try {
    for await (const entry of reader) await addEntry(tree, entry);
    await fed;
  } catch (error) {
    fault ??= error;
    reader.destroy(); // whoever feeds it stops
    await fed;
  }
  if (fault !== undefined) throw fault;
  return tree;
}

/** Gives the reader the archive piece by piece, unpacked, and no more of it than may be. */
async function feed(
  bytes: Uint8Array<ArrayBuffer>,
  reader: TarReader,
): Promise<void> {
  const closed = waitFor(reader, "close");
  let room = MAX_EXPANDED_BYTES;
  for await (const piece of isGzip(bytes) ? gunzip(bytes) : cut(bytes)) {
    room -= piece.length;
    if (room < 0) throw new Refused(describeLimit());
    if (reader.destroyed) return;
    if (!reader.write(piece)) await Promise.race([waitFor(reader, "drain"), closed]);
  }
  reader.end();
}

function waitFor(reader: TarReader, event: "drain" | "close"): Promise<void> {
  return new Promise((resolve) => void reader.once(event, () => resolve()));
}

/** Whether bytes begin as gzip does (RFC 1952). */
function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function gunzip(bytes: Uint8Array<ArrayBuffer>): AsyncIterable<Uint8Array> {
  return Readable.from(cut(bytes)).pipe(createGunzip({ chunkSize: PIECE_BYTES }));
}

function* cut(bytes: Uint8Array<ArrayBuffer>): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
    yield Buffer.from(bytes.buffer, start, Math.min(PIECE_BYTES, bytes.length - start));
  }
}

async function addEntry(tree: Tree, entry: TarEntry): Promise<void> {
  const { header } = entry;
  if (header.size > MAX_EXPANDED_BYTES) throw new Refused(describeLimit());
  const place = tree.locate(header.pax?.["GNU.sparse.name"] ?? header.name);
  const known = describeEntry(header);
  if (place === undefined) entry.resume();
  else if (known === undefined && place.isModule) tree.add(place, await readContents(entry));
  else {
    entry.resume();
    tree.add(place, known ?? UNREAD);
  }
}

/** Says what an entry is that is no ordinary file of a sensible size. */
function describeEntry({ type, size, pax }: TarHeader): Entry | undefined {
  const isSparse = Object.keys(pax ?? {}).some((key) => key.startsWith("GNU.sparse"));
  if (type === "directory") return "folder";
  if (type === "symlink") return { problem: "is a symbolic link" };
  if (type === "link") return { problem: "is a hard link" };
  if (isSparse || (type !== "file" && type !== "contiguous-file")) {
    return { problem: "is not a regular file" };
  }
  return size > MAX_FILE_BYTES ? { problem: IS_TOO_LARGE } : undefined;
}

async function readContents(entry: TarEntry): Promise<Entry> {
  const pieces: Uint8Array[] = [];
  for await (const piece of entry) pieces.push(piece);
  return { bytes: new Uint8Array(Buffer.concat(pieces)) };
}

function describeLimit(): string {
  return `the archive unpacks to more than ${MAX_EXPANDED_BYTES / 2 ** 20} MB`;
}
