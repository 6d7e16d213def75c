// @style an async generator yields what comes; a Blob joins the parts

export interface ByteSource {
  read(p: Uint8Array): Promise<number | null>;
}
export interface ByteSink {
  write(p: Uint8Array): Promise<number>;
}

/** Yields pieces of `n` bytes altogether; fewer when the source ends. */
async function* take(src: ByteSource, n: number): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  for (let left = n; left > 0;) {
    const piece = new Uint8Array(Math.min(left, 64 << 10));
    const count = await src.read(piece);
    if (count === null) return;
    yield piece.subarray(0, count);
    left -= count;
  }
}

export async function readExactly(src: ByteSource, n: number): Promise<Uint8Array | null> {
  const blob = new Blob(await Array.fromAsync(take(src, n)));
  if (blob.size === n) return await blob.bytes();
  if (blob.size === 0) return null;
  throw new Deno.errors.UnexpectedEof(`${n} bytes wanted, ${blob.size} got`);
}

export async function writeAll(dst: ByteSink, data: Uint8Array): Promise<void> {
  let rest = data;
  while (rest.length > 0) rest = rest.subarray(await dst.write(rest));
}

export async function writeFrame(dst: ByteSink, payload: Uint8Array): Promise<void> {
  const length = new DataView(new ArrayBuffer(4));
  length.setUint32(0, payload.length, false);
  await writeAll(dst, await new Blob([length, new Uint8Array(payload)]).bytes());
}

export async function readFrame(
  src: ByteSource,
  o?: { maxBytes?: number },
): Promise<Uint8Array | null> {
  const header = await readExactly(src, 4);
  if (!header) return null;
  const length = Number(`0x${header.toHex()}`);
  if (length > (o?.maxBytes ?? 2 ** 24)) throw new RangeError(`a frame of ${length} bytes`);
  const payload = await readExactly(src, length);
  if (payload) return payload;
  throw new Deno.errors.UnexpectedEof(`${length} bytes announced, none came`);
}
