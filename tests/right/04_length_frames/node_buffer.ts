// @style node's Buffer: parts are collected and joined, lengths read and written by name

import { Buffer } from "node:buffer";

export interface ByteSource {
  read(p: Uint8Array): Promise<number | null>;
}
export interface ByteSink {
  write(p: Uint8Array): Promise<number>;
}

export async function readExactly(src: ByteSource, n: number): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  for (let missing = n; missing > 0;) {
    const part = Buffer.alloc(missing);
    const got = await src.read(part);
    if (got === null && missing === n) return null;
    if (got === null) throw new Deno.errors.UnexpectedEof(`${missing} of ${n} bytes are missing`);
    parts.push(part.subarray(0, got));
    missing -= got;
  }
  return Buffer.concat(parts);
}

export async function writeAll(dst: ByteSink, data: Uint8Array): Promise<void> {
  if (data.length === 0) return;
  const taken = await dst.write(data);
  await writeAll(dst, data.subarray(taken));
}

export function writeFrame(dst: ByteSink, payload: Uint8Array): Promise<void> {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(payload.length);
  return writeAll(dst, Buffer.concat([length, payload]));
}

export async function readFrame(
  src: ByteSource,
  { maxBytes = 16 * 1024 * 1024 }: { maxBytes?: number } = {},
): Promise<Buffer | null> {
  const length = (await readExactly(src, 4))?.readUInt32BE();
  if (length === undefined) return null;
  if (length > maxBytes) throw new RangeError(`${length} bytes are too many`);
  const payload = await readExactly(src, length);
  if (!payload) throw new Deno.errors.UnexpectedEof("a length, but no payload");
  return payload;
}
