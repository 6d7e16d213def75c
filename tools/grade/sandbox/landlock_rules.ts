// What landlock(7) takes: bit masks and packed structures, as <linux/landlock.h> lays them out. Pure, so that it can be
// tested without restricting anybody.

/** One place that stays open, and what may be done there. */
export interface Grant {
  /** A file, or a folder with all that is in it. */
  readonly path: string;
  /** `read`: read, list and execute. `use`: read and write what is there already. `own`: everything. */
  readonly may: "read" | "use" | "own";
}

/** Since which version of the interface each right can be taken away: bit 0 and so on. */
const RIGHTS_SINCE = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 5] as const;
const EXECUTE = 1 << 0;
const WRITE_FILE = 1 << 1;
const READ_FILE = 1 << 2;
const READ_DIR = 1 << 3;
const TRUNCATE = 1 << 14;
const IOCTL_DEV = 1 << 15;
/** The rights that mean something for a file; a rule about a file must hold no other. */
const OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV;
/** To reach abstract sockets, and to send signals, out of the restricted processes. */
const SCOPES = 0b11;
/** The version that knows scopes. */
const SCOPES_SINCE = 6;

/** Lists all rights on files that this version can take away. */
export function handledRights(abi: number): number {
  return RIGHTS_SINCE.reduce((mask, since, bit) => since <= abi ? mask | 1 << bit : mask, 0);
}

/** Encodes struct landlock_ruleset_attr, as long as this version knows it: all is forbidden that can be. */
export function encodeRuleset(abi: number): Uint8Array<ArrayBuffer> {
  const hasScopes = abi >= SCOPES_SINCE;
  const view = new DataView(new ArrayBuffer(hasScopes ? 24 : 8));
  view.setBigUint64(0, BigInt(handledRights(abi)), true);
  // TCP stays open: ports can be named there, addresses cannot, and lessons need the loopback
  if (hasScopes) view.setBigUint64(16, BigInt(SCOPES), true);
  return new Uint8Array(view.buffer);
}

/** Says which rights a grant leaves. */
export function grantedRights(
  may: Grant["may"],
  { abi, isDirectory }: { readonly abi: number; readonly isDirectory: boolean },
): number {
  const known = handledRights(abi) & (isDirectory ? ~0 : OF_FILES);
  switch (may) {
    case "read":
      return known & (EXECUTE | READ_FILE | READ_DIR);
    case "use":
      return known & (READ_FILE | READ_DIR | WRITE_FILE | TRUNCATE | IOCTL_DEV);
    case "own":
      return known;
  }
}

/** Encodes struct landlock_path_beneath_attr, which is packed. */
export function encodeRule(rights: number, fd: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(12));
  view.setBigUint64(0, BigInt(rights), true);
  view.setInt32(8, fd, true);
  return new Uint8Array(view.buffer);
}
