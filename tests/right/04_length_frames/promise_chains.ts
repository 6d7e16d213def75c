// @style promises without await: each step returns the next; the length by arithmetic

export interface ByteSource {
  read(p: Uint8Array): Promise<number | null>;
}
export interface ByteSink {
  write(p: Uint8Array): Promise<number>;
}

export function readExactly(src: ByteSource, n: number): Promise<Uint8Array | null> {
  const all = new Uint8Array(n);
  const fill = (from: number): Promise<Uint8Array | null> =>
    from === n ? Promise.resolve(all) : src.read(all.subarray(from)).then((count) => {
      if (count !== null) return fill(from + count);
      if (from === 0) return null;
      throw new Deno.errors.UnexpectedEof(`only ${from} bytes`);
    });
  return fill(0);
}

export function writeAll(dst: ByteSink, data: Uint8Array): Promise<void> {
  if (data.length === 0) return Promise.resolve();
  return dst.write(data).then((count) => writeAll(dst, data.subarray(count)));
}

export function writeFrame(dst: ByteSink, payload: Uint8Array): Promise<void> {
  const { length } = payload;
  const frame = new Uint8Array(4 + length);
  frame.set([length >>> 24, length >>> 16, length >>> 8, length]); // each keeps its lowest 8 bits
  frame.set(payload, 4);
  return writeAll(dst, frame);
}

export function readFrame(
  src: ByteSource,
  o: { maxBytes?: number } = {},
): Promise<Uint8Array | null> {
  return readExactly(src, 4).then((header) => {
    if (header === null) return null;
    const length = header.reduce((sum, byte) => sum * 256 + byte, 0);
    if (length > (o.maxBytes ?? 16_777_216)) throw new RangeError(`announced: ${length} bytes`);
    return readExactly(src, length).then((payload) => {
      if (payload === null) throw new Deno.errors.UnexpectedEof("no payload");
      return payload;
    });
  });
}
