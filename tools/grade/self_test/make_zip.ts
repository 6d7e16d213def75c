// A zip as no packer would write it, with a free hand at each field (APPNOTE.TXT of PKWARE).
import { crc32, deflateRawSync } from "node:zlib";

/** One file of a zip; what is not given is as it ought to be. */
export interface ZipFile {
  readonly name: string;
  readonly contents?: string | Uint8Array;
  /** As in stat(2), with the kind of file. @default 0o100644 */
  readonly mode?: number;
  /** General purpose bits; 1 for encrypted. @default 0 */
  readonly flags?: number;
  /** 0 stored, 8 deflated. @default 8 */
  readonly method?: number;
  /** How many bytes the contents are said to have. */
  readonly size?: number;
  /** The name that stands before the contents, where it differs from the directory's. */
  readonly localName?: string;
  readonly crc?: number;
}

const encoder = new TextEncoder();

/** Makes a zip. */
export function makeZip(files: readonly ZipFile[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const file of files) {
    const { header, packed, central } = makeEntry(file, offset);
    parts.push(header, packed);
    directory.push(central);
    offset += header.length + packed.length;
  }
  const size = directory.reduce((sum, one) => sum + one.length, 0);
  const end = makeFields([
    [4, 0x06054b50],
    [4, 0],
    [2, files.length],
    [2, files.length],
    [4, size],
    [4, offset],
    [2, 0],
  ]);
  return concat([...parts, ...directory, end]);
}

function makeEntry(file: ZipFile, offset: number) {
  const { name, contents = "", mode = 0o100644, flags = 0, method = 8 } = file;
  const bytes = typeof contents === "string" ? encoder.encode(contents) : contents;
  const packed = method === 8 ? new Uint8Array(deflateRawSync(bytes)) : bytes;
  const localName = encoder.encode(file.localName ?? name);
  const ownName = encoder.encode(name);
  const common: [number, number][] = [
    ...[[2, 20], [2, flags], [2, method], [2, 0], [2, 0x21]] as [number, number][],
    ...[[4, file.crc ?? crc32(bytes)], [4, packed.length]] as [number, number][],
    [4, file.size ?? bytes.length],
  ];
  const header = makeFields([[4, 0x04034b50], ...common, [2, localName.length], [2, 0]]);
  const central = makeFields([
    ...[[4, 0x02014b50], [2, (3 << 8) | 20], ...common, [2, ownName.length]] as [number, number][],
    ...[[2, 0], [2, 0], [2, 0], [2, 0], [4, mode * 0x10000], [4, offset]] as [number, number][],
  ]);
  return { header: concat([header, localName]), packed, central: concat([central, ownName]) };
}

/** Numbers of so many bytes, the lowest first. */
function makeFields(fields: readonly (readonly [size: number, value: number])[]): Uint8Array {
  return Uint8Array.from(
    fields.flatMap(([size, value]) =>
      Array.from({ length: size }, (_, index) => Math.floor(value / 256 ** index) % 256)
    ),
  );
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, one) => sum + one.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
