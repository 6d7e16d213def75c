import { fromFileUrl, toFileUrl } from "./paths.ts";

const FIXTURES = new URL("../fixtures/", import.meta.url);

/**
 * Starts `tests/fixtures/<name>` in a Worker that ends with the test, whatever it waits for. What is posted to it
 * before it has loaded is delivered afterwards. What nobody catches in it comes as a message, `{ threw: "…" }`.
 *
 * The path is hidden from Deno's compiler: `deno test` checks the types of each Worker while the test waits, which
 * takes seconds whenever they are not in its cache.
 */
export function startWorker(t: { defer(undo: () => unknown): void }, name: string): Worker {
  const url = toFileUrl(fromFileUrl(new URL(name, FIXTURES))).href;
  const code = `
    const url = ${JSON.stringify(url)}, early = [];
    const report = (event, error) => {
      event.preventDefault(); // or Deno prints it, too
      self.postMessage({ threw: String(error) });
    };
    self.addEventListener("error", (event) => report(event, event.error));
    self.addEventListener("unhandledrejection", (event) => report(event, event.reason));
    self.onmessage = (event) => early.push(event);
    import(url).then(() => early.forEach((event) => self.onmessage?.(event)));`;
  const worker = new Worker(`data:text/javascript,${encodeURIComponent(code)}`, { type: "module" });
  t.defer(() => worker.terminate());
  return worker;
}
