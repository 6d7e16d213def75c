// A look is what a run that is not green says, without what differs from run to run: which tests are red, and with what words.
import { shortName, type Verdict } from "../verdict.ts";

/**
 * The words of each red test, by its short name: what it got, what it expected, and the call. `<n>` stands for any number.
 * Got alone is not enough: a test that makes two calls may get the same wrong value from either.
 */
export type Look = Readonly<Record<string, string>>;

/** Reads the look of a verdict; undefined for a pass, and where the code could not be judged at all. */
export function readLook(verdict: Verdict, root: string): Look | undefined {
  const red = verdict.tests.filter((test) => test.status !== "pass" && test.status !== "skipped");
  const isJudged = verdict.status !== "infra" &&
    red.every((test) => test.facts?.problem === undefined);
  if (red.length === 0 || !isJudged) return undefined;
  const entries = red.map((test) => {
    const { called = "", expected = "", got = "" } = test.facts ?? {};
    const text = test.isUnrun ? "not run" : `${got}\nexpected ${expected}\ncalled ${called}`;
    return [shortName(test.id), normaliseText(text, { root, subject: verdict.job.subject.path })];
  });
  return Object.fromEntries(entries);
}

/** Replaces what is never the same twice: paths, process ids, inode numbers, durations, identifiers. */
export function normaliseText(text: string, paths: { root: string; subject: string }): string {
  return text
    .replaceAll(paths.subject, "<file>")
    .replaceAll(`${paths.root}/`, "")
    // where the course lies is nobody's mistake; a longer name that begins alike is another place
    .replace(new RegExp(`${RegExp.escape(paths.root)}(?![\\w.-])`, "g"), "<path>")
    .replace(/<file>:\d+(:\d+)?/g, "<file>")
    .replace(/(?:\/private)?\/(?:tmp|var\/folders|dev\/shm)\/[^\s"'`,;:)\]]+/g, "<path>")
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "<id>")
    .replace(/\b(pid|process|port|thread|fd|child|inode) \d+/g, "$1 <n>")
    .replace(/\b(pipe|socket):\[\d+\]/g, "$1:[<n>]")
    .replace(/\b\d+(?:\.\d+)? (ms|s)\b/g, "<n> $1");
}

/** Merges two looks of the same program: numbers that differ become `<n>`. Undefined when more differs than numbers. */
export function mergeLooks(left: Look, right: Look): Look | undefined {
  const merged: Record<string, string> = {};
  if (Object.keys(left).length !== Object.keys(right).length) return undefined;
  for (const [id, text] of Object.entries(left)) {
    const other = right[id];
    const both = other === undefined ? undefined : mergeTexts(text, other);
    if (both === undefined) return undefined;
    merged[id] = both;
  }
  return merged;
}

/** Whether `look` is what `pattern` describes: the same red tests, the same words, `<n>` for any number. */
export function isLike(pattern: Look, look: Look): boolean {
  const merged = mergeLooks(pattern, look);
  return merged !== undefined &&
    Object.entries(pattern).every(([id, text]) => merged[id] === text);
}

function mergeTexts(left: string, right: string): string | undefined {
  if (left === right) return left;
  const [these, those] = [splitNumbers(left), splitNumbers(right)];
  if (these.length !== those.length) return undefined;
  const merged = these.map((part, index) => {
    if (part === those[index]) return part;
    return index % 2 === 1 ? "<n>" : undefined; // odd places hold numbers
  });
  return merged.includes(undefined) ? undefined : merged.join("");
}

function splitNumbers(text: string): string[] {
  return text.split(/(<n>|\d+)/);
}
