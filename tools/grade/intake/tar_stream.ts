// The one place that names the tar reader; imported when a tar is handed in, never before. Chosen because it is a parser
// and nothing else: it shows each entry's kind, null for one that it does not know, and bounds the long headers.
// deno-lint-ignore no-import-prefix -- kept out of deno.json: its hash is in tools/deno.lock
import tarStream from "npm:tar-stream@3.2.2";
import type { Readable, Writable } from "node:stream";

/** What a tar says of an entry. */
export interface TarHeader {
  readonly name: string;
  readonly size: number;
  /** As in `file` or `symlink`; null for a kind that it does not know. */
  readonly type: string | null;
  /** The extended header. */
  readonly pax: Readonly<Record<string, string>> | null;
}

/** An entry: the next one comes when this one is read to its end. */
export type TarEntry = Readable & { readonly header: TarHeader };

/** Takes the bytes of a tar, gives its entries. */
export type TarReader = Writable & AsyncIterable<TarEntry>;

/** Makes a reader; its own types leave out what is unknown and what is extended. */
export const extract = tarStream.extract as unknown as () => TarReader;
