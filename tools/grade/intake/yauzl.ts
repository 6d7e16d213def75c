// The one place that names the zip reader; imported when a zip is handed in, never before. Chosen because it goes by the
// central directory, checks what it reads, shows flags, attributes and local headers as they are, and extracts nothing.
// deno-lint-ignore no-import-prefix -- kept out of deno.json: its hash is in tools/deno.lock
import * as yauzl from "npm:yauzl@3.4.0";
import type { Buffer } from "node:buffer";

// The types that there are for it would install those of Node as well, for everybody who runs a tool.

/** What a zip says of a file, in both places. */
interface ZipHeader {
  readonly generalPurposeBitFlag: number;
  readonly compressionMethod: number;
  readonly crc32: number;
  readonly compressedSize: number;
  readonly uncompressedSize: number;
}

/** A file as the central directory has it. */
export interface ZipEntry extends ZipHeader {
  readonly fileNameRaw: Buffer;
  readonly externalFileAttributes: number;
  readonly isEncrypted: () => boolean;
}

/** A file as it stands before its contents. */
export interface LocalHeader extends ZipHeader {
  readonly fileName: Buffer;
  readonly fileDataStart: number;
}

/** A zip that is being read. */
export interface ZipFile {
  readonly eachEntry: () => AsyncIterable<ZipEntry>;
  readonly readLocalFileHeaderPromise: (
    entry: ZipEntry,
    options: Record<never, never>,
  ) => Promise<LocalHeader>;
}

/** Opens a zip in memory; names stay bytes. */
export const fromBufferPromise: (
  bytes: Buffer,
  options: { readonly decodeStrings: false },
) => Promise<ZipFile> = yauzl.fromBufferPromise;
