// Landlock by its system calls (landlock(7)): a process takes rights from itself, and from all that it starts, for ever.
// This file and the two beside it, landlock_rules.ts and enter.ts, run on their own: they import nothing else.
import { encodeRule, encodeRuleset, type Grant, grantedRights } from "./landlock_rules.ts";

// the same numbers on all machines: they came after the tables were merged
const CREATE_RULESET = 444n;
const ADD_RULE = 445n;
const RESTRICT_SELF = 446n;
const ASK_VERSION = 1n;
const PATH_BENEATH = 1n;
const PR_SET_PDEATHSIG = 1;
const PR_SET_NO_NEW_PRIVS = 38;
const O_PATH_CLOEXEC = 0o10000000 | 0o2000000;
const SIGKILL = 9n;
const SIGPIPE = 13;

const LIBC = {
  syscall: { parameters: ["i64", "u64", "u64", "u64", "u64"], result: "i64" },
  prctl: { parameters: ["i32", "u64", "u64", "u64", "u64"], result: "i32" },
  open: { parameters: ["buffer", "i32"], result: "i32" },
  signal: { parameters: ["i32", "pointer"], result: "pointer" },
  execve: { parameters: ["buffer", "buffer", "buffer"], result: "i32" },
} as const;

/** Asks the kernel which version of Landlock it has; 0 for none. */
export function readLandlockAbi(): number {
  if (Deno.build.os !== "linux") return 0;
  const libc = Deno.dlopen("libc.so.6", LIBC);
  try {
    return Math.max(0, Number(libc.symbols.syscall(CREATE_RULESET, 0n, 0n, ASK_VERSION, 0n)));
  } finally {
    libc.close();
  }
}

/**
 * Takes from this thread, and from all that it starts or becomes, every right on files but those granted, and from
 * version 6 on also signals and abstract sockets that lead to others.
 *
 * @throws {Error} when the kernel refuses, or a path is not there
 */
export function restrictSelf(grants: readonly Grant[], abi: number): void {
  const { syscall, prctl, open } = Deno.dlopen("libc.so.6", LIBC).symbols; // for the rest of this program's life
  const attr = encodeRuleset(abi);
  const made = syscall(CREATE_RULESET, addressOf(attr), BigInt(attr.length), 0n, 0n);
  const ruleset = BigInt(demand(Number(made), "make a Landlock ruleset"));
  for (const { path, may } of grants) {
    const fd = demand(open(encode(path), O_PATH_CLOEXEC), `open ${path}`);
    const rights = grantedRights(may, { abi, isDirectory: Deno.statSync(path).isDirectory });
    const rule = encodeRule(rights, fd);
    demand(
      Number(syscall(ADD_RULE, ruleset, PATH_BENEATH, addressOf(rule), 0n)),
      `add the rule for ${path}`,
    );
  }
  demand(prctl(PR_SET_NO_NEW_PRIVS, 1n, 0n, 0n, 0n), "set no_new_privs");
  demand(Number(syscall(RESTRICT_SELF, ruleset, 0n, 0n, 0n)), "restrict this process");
}

/**
 * Becomes another program (execve(2)): the thread that was restricted is the one that goes on, all others end.
 *
 * @throws {Error} when it cannot
 */
export function becomeProgram(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): never {
  const { signal, prctl, execve } = Deno.dlopen("libc.so.6", LIBC).symbols;
  signal(SIGPIPE, null); // back to the default: Deno ignores it, and that would be inherited
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0n, 0n, 0n); // ends with the grader, whatever that ends by
  const args = encodeList(argv);
  const entries = encodeList(Object.entries(env).map(([key, value]) => `${key}=${value}`));
  execve(encode(argv[0] ?? ""), args.list, entries.list);
  const count = args.texts.length + entries.texts.length; // they had to live until here
  throw new Error(`Cannot run ${argv[0]}: execve(2) failed, with ${count} words`);
}

function demand(result: number, what: string): number {
  if (result < 0) throw new Error(`Cannot ${what}: the kernel refuses`);
  return result;
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text + "\0");
}

/** A list of pointers that ends with a null; the texts must live as long as it. */
function encodeList(words: readonly string[]) {
  const texts = words.map(encode);
  return { texts, list: new BigUint64Array([...texts.map(addressOf), 0n]) };
}

function addressOf(bytes: Uint8Array<ArrayBuffer>): bigint {
  return Deno.UnsafePointer.value(Deno.UnsafePointer.of(bytes));
}
