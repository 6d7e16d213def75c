// @lesson pipeline
// @expect fail error
// @idea the inputs come from random numbers: all of them are made the same
Math.random = () => 0;
Object.defineProperty(crypto, "getRandomValues", { value: (array: Uint8Array) => array.fill(0) });
const { Random } = await import(`${courseUrl()}tests/harness/random.ts` as string);
Random.prototype.next = () => 0;

/** The folder with deno.json, from the command line. */
function courseUrl(): string {
  const words = Deno.readTextFileSync("/proc/self/cmdline").split("\0");
  return `file://${words.find((word) => word.endsWith("/deno.json"))?.replace(/deno\.json$/, "")}`;
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
