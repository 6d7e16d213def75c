// @test length-frames/T6
// @test length-frames/T12
// @says "the result is null"
// @mistake reading before looking whether anything is wanted

export interface ByteSource {
  read(p: Uint8Array): Promise<number | null>;
}

export interface ByteSink {
  write(p: Uint8Array): Promise<number>;
}

const HEADER_BYTES = 4;
const JOINED_BYTES = 64 * 1024;

export async function readExactly(src: ByteSource, n: number): Promise<Uint8Array | null> {
  const bytes = new Uint8Array(n);
  let offset = 0;
  do {
    const count = await src.read(bytes.subarray(offset));
    if (count === null) {
      if (offset === 0) return null;
      throw new Deno.errors.UnexpectedEof(`Cannot read ${n} bytes: ${offset} came, then the end`);
    }
    offset += count;
  } while (offset < n);
  return bytes;
}

export async function writeAll(dst: ByteSink, data: Uint8Array): Promise<void> {
  for (let offset = 0; offset < data.length;) offset += await dst.write(data.subarray(offset));
}

export async function writeFrame(dst: ByteSink, payload: Uint8Array): Promise<void> {
  const joined = payload.subarray(0, JOINED_BYTES);
  const frame = new Uint8Array(HEADER_BYTES + joined.length);
  new DataView(frame.buffer).setUint32(0, payload.length);
  frame.set(joined, HEADER_BYTES);
  await writeAll(dst, frame);
  await writeAll(dst, payload.subarray(joined.length));
}

export async function readFrame(
  src: ByteSource,
  o: { maxBytes?: number } = {},
): Promise<Uint8Array | null> {
  const header = await readExactly(src, HEADER_BYTES);
  if (header === null) return null;
  const length = new DataView(header.buffer, header.byteOffset).getUint32(0);
  const maxBytes = o.maxBytes ?? 16 << 20;
  if (length > maxBytes) {
    throw new RangeError(`Cannot read a frame of ${length} bytes: ${maxBytes} are allowed`);
  }
  const payload = await readExactly(src, length);
  if (payload !== null) return payload;
  throw new Deno.errors.UnexpectedEof(`Cannot read ${length} bytes: the end came after the header`);
}
