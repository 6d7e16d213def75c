// Puts the test between the Atomics calls of the code under test: the moments at which another thread could act.
import { toFileUrl } from "./paths.ts";

const METHODS = [
  "load",
  "store",
  "exchange",
  "add",
  "sub",
  "and",
  "or",
  "xor",
  "compareExchange",
  "wait",
  "notify",
] as const;

/** One call of an Atomics method on the watched memory. */
export interface AtomicsCall {
  readonly method: typeof METHODS[number];
  /** Where the word is in the memory, in bytes. */
  readonly byteOffset: number;
  /** The arguments after array and index. */
  readonly args: readonly unknown[];
}

/** What a test does at each call. Calls that a hook makes itself are not watched. */
export interface AtomicsHooks {
  before?(call: AtomicsCall): void;
  after?(call: AtomicsCall, result: unknown): void;
  /** Takes the place of Atomics.wait, so that a main thread can play a sleeper without being one. */
  wait?(call: AtomicsCall): "ok" | "not-equal" | "timed-out";
}

/** Watches all Atomics calls of this thread on `memory`; returns what puts the real methods back. */
export function watchAtomics(memory: ArrayBufferLike, hooks: AtomicsHooks): () => void {
  let isInHook = false;
  const run = <T>(hook: () => T): T => {
    isInHook = true;
    try {
      return hook();
    } finally {
      isInHook = false;
    }
  };
  const kept = METHODS.map((method) => ({ method, real: Atomics[method] }));
  for (const { method, real } of kept) {
    const watched = (...all: unknown[]) => {
      const [view, index, ...args] = all;
      const isOurs = isTyped(view) && view.buffer === memory;
      if (isInHook || !isOurs) return Reflect.apply(real, Atomics, all);
      const byteOffset = view.byteOffset + Number(index) * view.BYTES_PER_ELEMENT;
      const call: AtomicsCall = { method, byteOffset, args };
      run(() => hooks.before?.(call));
      const result = method === "wait" && hooks.wait !== undefined
        ? run(() => hooks.wait?.(call))
        : Reflect.apply(real, Atomics, all);
      run(() => hooks.after?.(call, result));
      return result;
    };
    Object.defineProperty(Atomics, method, { value: watched });
  }
  return () => {
    for (const { method, real } of kept) Object.defineProperty(Atomics, method, { value: real });
  };
}

/** Throws in the thousandth call on `memory` with neither a sleep nor a notify before it: who asks so often spins. */
export function forbidSpinning(memory: ArrayBufferLike): () => void {
  let looks = 0;
  return watchAtomics(memory, {
    after: ({ method }) => {
      looks = method === "wait" || method === "notify" ? 0 : looks + 1;
      if (looks >= 1000) {
        throw new Error("your code looks at the word again and again, and never sleeps");
      }
    },
  });
}

/** Imports the module once more: the copy already loaded may have taken methods aside before they were watched. */
export async function loadFreshCopy<Module>(subjectPath: string): Promise<Module> {
  return await import(`${toFileUrl(subjectPath).href}?copy=${crypto.randomUUID()}`);
}

function isTyped(view: unknown): view is Int32Array {
  return ArrayBuffer.isView(view) && "BYTES_PER_ELEMENT" in view;
}
