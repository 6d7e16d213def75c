import type { ExternalLink } from "./check_markdown.ts";

/** How external links are asked for. */
export interface ExternalOptions {
  /** For each request; @default 10_000 */
  readonly timeoutMs?: number;
  /** How many are asked at the same time; @default 4 */
  readonly concurrency?: number;
}

/** What became of one address. */
export interface ExternalResult {
  readonly url: string;
  /** All places that link to it. */
  readonly places: readonly string[];
  readonly state: "ok" | "dead" | "unreachable";
  /** As in `200`, `404` or the words of the network. */
  readonly detail: string;
}

/** Asks for every address once: HEAD first, then GET, because some servers know no HEAD. */
export async function checkExternal(
  links: readonly ExternalLink[],
  o: ExternalOptions = {},
): Promise<ExternalResult[]> {
  const { timeoutMs = 10_000, concurrency = 4 } = o;
  const places = new Map<string, string[]>();
  for (const { url, place } of links) {
    const address = url.replace(/#.*$/, ""); // the server never sees the anchor
    places.set(address, [...places.get(address) ?? [], place]);
  }
  const queue = [...places];
  const results = new Map<string, ExternalResult>();
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [url, from] = next;
      results.set(url, { url, places: from, ...await ask(url, timeoutMs) });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return [...places.keys()].flatMap((url) => results.get(url) ?? []);
}

/** Renders the results as lines `ok` and `dead`, with the exit code that they mean. */
export function renderExternal(
  results: readonly ExternalResult[],
): { readonly text: string; readonly exitCode: 0 | 1 } {
  if (results.length > 0 && results.every(({ state }) => state === "unreachable")) {
    const detail = results[0]?.detail ?? "";
    const text = `Not one of ${results.length} links answered, so this machine seems to have no ` +
      `network (${detail}); connect it and run this again.\n`;
    return { text, exitCode: 1 };
  }
  const lines = results.map(({ url, state, detail, places }) =>
    state === "ok" ? `ok    ${url}` : `dead  ${url} (${detail}) in ${places.join(", ")}`
  );
  const dead = results.filter(({ state }) => state !== "ok").length;
  const total = `${results.length - dead} ok, ${dead} dead`;
  return { text: [...lines, total, ""].join("\n"), exitCode: dead === 0 ? 0 : 1 };
}

async function ask(
  url: string,
  timeoutMs: number,
): Promise<Pick<ExternalResult, "state" | "detail">> {
  let detail = "";
  for (const method of ["HEAD", "GET"]) {
    try {
      const response = await fetch(url, { method, signal: AbortSignal.timeout(timeoutMs) });
      await response.body?.cancel();
      detail = String(response.status);
      if (response.ok) return { state: "ok", detail };
    } catch (cause) {
      if (method === "GET" && detail !== "") continue; // HEAD was answered, so somebody is there
      if (method === "GET") return { state: "unreachable", detail: describe(cause) };
    }
  }
  return { state: "dead", detail };
}

/** fetch() itself says little; what the network said is the cause of its error. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
