/**
 * Where a submission's files come from: a folder, an archive, a commit. Paths are relative, as in `lessons/05_pipeline`; a
 * source never leads outside of the submission, waits for nobody, and answers a hostile question as any other.
 */
export interface Source {
  /** The commit that was taken, where there is one. */
  readonly commit?: string;
  /** Lists the names in a folder, at most one more than MAX_NAMES; the empty path is the submission itself. */
  readonly list: (path: string) => Listed;
  /** Reads a regular file of at most MAX_FILE_BYTES. */
  readonly read: (path: string) => Read;
}

/** The names in a folder, or a sentence that says why they are not taken. */
export type Listed =
  | { readonly names: readonly string[] }
  | { readonly problem: string }
  | "missing";

/** The bytes of a file, or a sentence that says why they are not taken. */
export type Read =
  | { readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly problem: string }
  | "missing";

/** Makes the source of a submission that is refused as a whole: each question is answered with the reason. */
export function refuseAll(problem: string): Source {
  return { list: () => ({ problem }), read: () => ({ problem }) };
}
