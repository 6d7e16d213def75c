// What the channel holds, as far as this course has posted it. It is committed: links lead to the posts, and whoever
// publishes next must know of them. Nothing in it is secret.
import { CourseError } from "../../course/lesson.ts";
import { asRecord, parseRecord } from "./parse_record.ts";
import { writeDurable } from "./write_durable.ts";

/** Where the state is, relative to the course. */
export const STATE_FILE = "lessons/posts.json";

const STATE_FORMAT = 1;

/** A channel as its links name it. */
export interface Channel {
  /** As in -1001234567890. */
  readonly id: number;
  /** Without the @; null: the channel is private. */
  readonly username: string | null;
}

/** A message that is in the channel. */
export interface Posted {
  readonly id: number;
  /** Of the content that it shows; empty when that is not known. */
  readonly hash: string;
}

/** What has been posted so far. */
export interface PostsState {
  /** Undefined before the first publish. */
  readonly channel: Channel | undefined;
  /** Where the course can be read, as in `https://example.org/course/`. */
  readonly base: string | undefined;
  /** Where its site is, with the PDFs; undefined: there is none. */
  readonly site: string | undefined;
  /** By key, as in `pipeline/1` for the first message of that sheet, or `index`. */
  readonly messages: Readonly<Record<string, Posted>>;
  /** The message that is pinned. */
  readonly pinned: number | undefined;
}

/**
 * Loads the state of a course.
 *
 * @throws {CourseError} when it is missing or damaged: to begin anew would post everything a second time
 */
export async function loadState(root: string): Promise<PostsState> {
  const text = await Deno.readTextFile(`${root}/${STATE_FILE}`).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw damaged(`it cannot be read (${error})`);
    const way = `git checkout -- ${STATE_FILE} restores it`;
    const fresh = `for a channel without any post, write {"format": ${STATE_FORMAT}} into it`;
    throw new CourseError(
      STATE_FILE,
      `is missing, and without it all would be posted again; ${way}; ${fresh}`,
    );
  });
  return followRenames(parseState(text), await loadRenames(root));
}

/** Loads it for links alone: a course without a state has no posts. @throws {CourseError} when it is damaged */
export async function loadStateIfThere(root: string): Promise<PostsState> {
  const hasState = await Deno.stat(`${root}/${STATE_FILE}`).then(() => true, () => false);
  return hasState ? await loadState(root) : parseState(`{"format": ${STATE_FORMAT}}`);
}

/** Saves the state, whole or not at all. */
export async function saveState(root: string, state: PostsState): Promise<void> {
  await writeDurable(`${root}/${STATE_FILE}`, renderState(state));
}

/** The state with the addresses that somebody has given; what is undefined stays. */
export function withAddresses(
  state: PostsState,
  { base, site }: Pick<PostsState, "base" | "site">,
): PostsState {
  return { ...state, base: base ?? state.base, site: site ?? state.site };
}

/** Parses the text of the state. @throws {CourseError} when it is damaged */
export function parseState(text: string): PostsState {
  const all = parseRecord(text);
  if (all === undefined) throw damaged("it holds no JSON object");
  const { format, channel = null, messages = {}, pinned = null, ...others } = all;
  const { base = null, site = null, ...rest } = others;
  if (format !== STATE_FORMAT) {
    throw damaged(
      typeof format === "number" && format > STATE_FORMAT
        ? `a newer course wrote it (format ${format}, this one knows ${STATE_FORMAT}): git pull`
        : `"format" must be ${STATE_FORMAT}`,
    );
  }
  const [extra] = Object.keys(rest);
  if (extra !== undefined) throw damaged(`"${extra}" is no key of it`);
  if (pinned !== null && !isId(pinned)) throw damaged('"pinned" must be the number of a message');
  return {
    channel: channel === null ? undefined : parseChannel(channel),
    base: parseAddress("base", base),
    site: parseAddress("site", site),
    messages: parseMessages(messages),
    pinned: pinned ?? undefined,
  };
}

/** Renders the state as `deno fmt` would, its messages in the order of their keys. */
export function renderState({ channel, base, site, messages, pinned }: PostsState): string {
  const sorted = Object.entries(messages).toSorted(([a], [b]) => a < b ? -1 : 1);
  const all = {
    format: STATE_FORMAT,
    channel: channel ?? null,
    base: base ?? null,
    site: site ?? null,
    messages: Object.fromEntries(sorted),
    pinned: pinned ?? null,
  };
  return JSON.stringify(all, undefined, 2) + "\n";
}

/** The state under the names that lessons have now: a post stays the post of its lesson. */
function followRenames(state: PostsState, renames: Readonly<Record<string, unknown>>): PostsState {
  const entries = Object.entries(state.messages).map(([key, posted]): [string, Posted] => {
    const [slug = "", part] = key.split("/");
    return [part === undefined ? key : `${currentSlug(slug, renames)}/${part}`, posted];
  });
  return { ...state, messages: Object.fromEntries(entries) };
}

function currentSlug(slug: string, renames: Readonly<Record<string, unknown>>): string {
  const seen = new Set<string>();
  let current = slug;
  for (
    let next = renames[slug];
    typeof next === "string" && !seen.has(next);
    next = renames[next]
  ) {
    seen.add(next);
    current = next;
  }
  return current;
}

/** Old slug to new one. What is wrong with that file, `deno task learn` says. */
async function loadRenames(root: string): Promise<Record<string, unknown>> {
  const text = await Deno.readTextFile(`${root}/lessons/renamed.json`).catch(() => "{}");
  return parseRecord(text) ?? {};
}

/** An address that can stand before paths. */
function parseAddress(key: string, value: unknown): string | undefined {
  if (value === null) return undefined;
  const url = typeof value === "string" && value.endsWith("/") ? URL.parse(value) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.href === value) return url.href;
  throw damaged(`"${key}" must be an address that ends in a slash`);
}

function parseChannel(value: unknown): Channel {
  const { id, username } = asRecord(value) ?? {};
  const isName = username === null || typeof username === "string" && /^\w{3,64}$/.test(username);
  if (!Number.isSafeInteger(id) || typeof id !== "number" || !isName) {
    throw damaged('"channel" must hold "id", a whole number, and "username", a name or null');
  }
  return { id, username };
}

function parseMessages(value: unknown): Record<string, Posted> {
  const all = asRecord(value);
  if (all === undefined) throw damaged('"messages" must be an object');
  const owners = new Map<number, string>();
  const messages: Record<string, Posted> = {};
  for (const [key, entry] of Object.entries(all)) {
    const { id, hash } = asRecord(entry) ?? {};
    if (!isKey(key)) throw damaged(`"${key}" is no key of a message, as pipeline/1 or index is`);
    if (!isId(id) || typeof hash !== "string") {
      throw damaged(`"${key}" must hold "id", the number of a message, and "hash", a text`);
    }
    const owner = owners.get(id);
    if (owner !== undefined) throw damaged(`"${owner}" and "${key}" have the same message ${id}`);
    owners.set(id, key);
    messages[key] = { id, hash };
  }
  return messages;
}

/** Whether a text names a message of the course, as in `pipeline/1`. */
export function isKey(text: string): boolean {
  return /^(?:index|[a-z0-9]+(?:-[a-z0-9]+)*\/[1-9]\d*)$/.test(text);
}

/** Whether a value is the number of a message. */
export function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && typeof value === "number" && value > 0;
}

function damaged(problem: string): CourseError {
  const care =
    "Posts that it does not name would be posted again: compare it with the channel before you publish";
  return new CourseError(
    STATE_FILE,
    `is damaged: ${problem}. Repair it, or git checkout -- ${STATE_FILE}. ${care}`,
  );
}
