const NAME = /(?<![\w$.])(?:Deno|Atomics)(?:\.[A-Za-z_$][\w$]*)+/g;

/** Lists the names of Deno's own API and of Atomics in a text, as in `Deno.errors.BrokenPipe`. */
export function listApiNames(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(NAME), ([name]) => name))];
}

/**
 * Whether a name such as `Deno.Command` exists in the Deno that runs this.
 *
 * A class may be followed by the name of a method: `Deno.FsFile.lock`.
 */
export function isOnGlobal(name: string): boolean {
  let value: unknown = globalThis;
  for (const part of name.split(".")) {
    const owner = findOwner(value, part);
    if (owner === undefined) return false;
    const descriptor = Object.getOwnPropertyDescriptor(owner, part);
    // what a getter on an instance returns is not known without running it, which may open a stream
    if (descriptor?.get !== undefined && owner !== globalThis && owner !== Deno) return true;
    value = Reflect.get(owner, part);
  }
  return true;
}

function findOwner(value: unknown, part: string): object | undefined {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) {
    return undefined;
  }
  const starts = typeof value === "function" ? [value, value.prototype] : [value];
  for (const start of starts) {
    for (let owner = start; owner instanceof Object; owner = Object.getPrototypeOf(owner)) {
      if (Object.hasOwn(owner, part)) return owner;
    }
  }
  return undefined;
}
