// A zip says everything twice: in its central directory, and before each file. We go by the first, as unzip(1) does, and take
// no file about which both disagree, since another program would see another file.
import { Buffer } from "node:buffer";
import { crc32, inflateRawSync } from "node:zlib";
import { IS_TOO_LARGE, MAX_FILE_BYTES } from "./limits.ts";
import { type Entry, Tree, UNREAD } from "./tree.ts";
import type { LocalHeader, ZipEntry, ZipFile } from "./yauzl.ts";

/**
 * Reads the lessons of a zip. What is wrong with one file makes its lesson refused; a central directory that cannot be read
 * makes the whole archive refused.
 *
 * @throws {Error} when it is no zip, or damaged
 * @throws {Refused} for what no archive may hold
 */
export async function readZip(
  bytes: Uint8Array<ArrayBuffer>,
  folders: ReadonlySet<string>,
): Promise<Tree> {
  const { fromBufferPromise } = await import("./yauzl.ts");
  const zip = await fromBufferPromise(Buffer.from(bytes.buffer), { decodeStrings: false });
  const tree = new Tree(folders);
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileNameRaw.toString(); // other encodings than UTF-8 are no name of a lesson
    const place = tree.locate(name);
    if (place === undefined) continue;
    const problem = describeKind(entry);
    if (problem !== undefined) tree.add(place, { problem });
    else if (name.endsWith("/")) tree.add(place, "folder");
    else tree.add(place, place.isModule ? await readEntry(zip, entry, bytes) : UNREAD);
  }
  return tree;
}

/** Looks at the mode that Unix packers write: other kinds of files are contents with a mark. */
function describeKind({ externalFileAttributes }: ZipEntry): string | undefined {
  const kind = (externalFileAttributes >>> 16) & 0o170000;
  if (kind === 0o120000) return "is a symbolic link";
  return [0, 0o100000, 0o040000].includes(kind) ? undefined : "is not a regular file";
}

async function readEntry(
  zip: ZipFile,
  entry: ZipEntry,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Entry> {
  if (entry.isEncrypted()) return { problem: "is encrypted" };
  if (entry.uncompressedSize > MAX_FILE_BYTES) return { problem: IS_TOO_LARGE };
  const start = await findData(zip, entry);
  if (start === undefined) {
    return { problem: "is described twice in the archive, and not alike" };
  }
  const packed = bytes.subarray(start, start + entry.compressedSize);
  return unpack(packed, entry);
}

/** Where the contents begin, or undefined when the header there is of another mind than the directory. */
async function findData(zip: ZipFile, entry: ZipEntry): Promise<number | undefined> {
  try {
    const local = await zip.readLocalFileHeaderPromise(entry, {});
    const isStreamed = (entry.generalPurposeBitFlag & 8) !== 0; // sizes and sum follow the contents
    const isAlike = local.fileName.equals(entry.fileNameRaw) &&
      local.compressionMethod === entry.compressionMethod &&
      local.generalPurposeBitFlag === entry.generalPurposeBitFlag &&
      (isStreamed || local.crc32 === entry.crc32 && hasSizes(local, entry));
    return isAlike ? local.fileDataStart : undefined;
  } catch {
    return undefined; // there is no header
  }
}

/** All ones say that the size is in a field of its own (zip64). */
function hasSizes(local: LocalHeader, entry: ZipEntry): boolean {
  const isSame = (a: number, b: number) => a === b || a === 0xffffffff;
  return isSame(local.compressedSize, entry.compressedSize) &&
    isSame(local.uncompressedSize, entry.uncompressedSize);
}

function unpack(packed: Uint8Array<ArrayBuffer>, entry: ZipEntry): Entry {
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
    return { problem: `is packed in a way that is not read (method ${entry.compressionMethod})` };
  }
  try {
    const file = entry.compressionMethod === 0
      ? packed.slice()
      : new Uint8Array(inflateRawSync(packed, { maxOutputLength: MAX_FILE_BYTES }));
    const isWhole = file.length === entry.uncompressedSize && crc32(file) === entry.crc32;
    return isWhole ? { bytes: file } : { problem: "is damaged in the archive" };
  } catch (error) {
    const isLarge = error instanceof RangeError; // ERR_BUFFER_TOO_LARGE: its size was a lie
    return { problem: isLarge ? IS_TOO_LARGE : "is damaged in the archive" };
  }
}
