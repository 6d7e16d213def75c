// A tar with a free hand at each header (tar(5)).

/** One entry of a tar. */
export interface TarFile {
  readonly name: string;
  readonly contents?: string;
  /** `0` file, `1` hard link, `2` symbolic link, `3` device, `5` folder, `6` FIFO, `S` sparse. @default `0` */
  readonly type?: string;
  readonly link?: string;
  /** How many bytes are said to follow. */
  readonly size?: number;
}

const BLOCK = 512;
const encoder = new TextEncoder();

/** Makes a tar. */
export function makeTar(files: readonly TarFile[]): Uint8Array<ArrayBuffer> {
  const blocks = files.flatMap((file) => {
    const bytes = encoder.encode(file.contents ?? "");
    const padded = new Uint8Array(Math.ceil(bytes.length / BLOCK) * BLOCK);
    padded.set(bytes);
    return [makeHeader(file, file.size ?? bytes.length), padded];
  });
  return new Uint8Array(
    [...blocks, new Uint8Array(2 * BLOCK)].flatMap((block) => [...block]),
  );
}

function makeHeader({ name, type = "0", link = "" }: TarFile, size: number): Uint8Array {
  const header = new Uint8Array(BLOCK);
  const put = (offset: number, text: string) => header.set(encoder.encode(text), offset);
  put(0, name);
  put(100, "0000644\0");
  put(108, "0000000\0");
  put(116, "0000000\0");
  put(124, size < 8 ** 11 ? `${size.toString(8).padStart(11, "0")}\0` : "");
  if (size >= 8 ** 11) putLarge(header, size);
  put(136, "00000000000\0");
  put(148, " ".repeat(8)); // the sum is taken over blanks
  put(156, type);
  put(157, link);
  put(257, "ustar\0" + "00");
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  return header;
}

/** In base 256, as GNU tar writes what has no place in octal digits. */
function putLarge(header: Uint8Array, size: number): void {
  header[124] = 0x80;
  for (let index = 0; index < 8; index++) {
    header[135 - index] = Math.floor(size / 256 ** index) % 256;
  }
}
