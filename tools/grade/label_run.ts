// The kernel's numbers are others in each run. In a report each has a label instead, in the order of appearance: texts of two
// runs can be compared, and say as much to a reader.

import { isOwnName } from "../proc/own_place.ts";

/** What is the same in all texts that one label function has seen. */
type Labels = Map<string, string>;

interface Pattern {
  /** Three groups: what stays before, the number or name, what stays behind. */
  readonly find: RegExp;
  readonly kind: Kind;
}

type Kind =
  | "process"
  | "pipe"
  | "socket"
  | "port"
  | "descriptor"
  | "queue"
  | "inode"
  | "path"
  | "id";

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
/** Folders whose entries have names of their own in each run. */
const TEMPORARY = "(?:/private)?/(?:var/)?tmp/|/var/folders/\\w+/\\w+/T/|/dev/(?:shm|mqueue)/";
const NAME = "[^\\s/\"'`,;:()\\[\\]<>]+";
const PATH = `${NAME}(?:/${NAME})*`;

const PATTERNS: readonly Pattern[] = [
  { kind: "path", find: group(TEMPORARY, PATH) },
  { kind: "path", find: group("\\bPOSIX queue /", NAME) },
  { kind: "id", find: group("", UUID) },
  { kind: "pipe", find: group("\\b", "pipe:\\[\\d+\\]") },
  { kind: "socket", find: group("\\b", "socket:\\[\\d+\\]") },
  { kind: "inode", find: group("\\binode:? ", "\\d+") },
  { kind: "queue", find: group("\\bSystem V queue ", "\\d+") },
  {
    kind: "process",
    find: group("\\b(?:grand)?child |\\b(?:process|parent|group|pid|tid):? ", "\\d+"),
  },
  { kind: "process", find: group("\\b(?:worker|thread) ", "\\d{2,}") }, // fewer digits count them
  { kind: "process", find: group("/proc/|\\bkill\\(-?", "\\d+") },
  { kind: "process", find: group("\\bpids\\b[^\\d\\n]{0,40}", "\\d+(?:(?:, | and )\\d+)*") },
  { kind: "process", find: group("\\bstill there is \\[ ", "\\d+(?:, \\d+)*") },
  { kind: "descriptor", find: group("\\b(?:fd|descriptor) ", "\\d+(?:, \\d+)*") },
  { kind: "port", find: group("\\b(?:\\d{1,3}\\.){3}\\d{1,3}:|\\blocalhost:|\\[::1?\\]:", "\\d+") },
  { kind: "port", find: group("\\bport:? ", "[1-9]\\d*") }, // 0 asks for any: no port of this run
];

/** How long the harness waits depends on how fast the machine is at that moment. */
const WAITED = /\bstill waiting after \d+(?:\.\d+)? s\b/g;

/** Finds all patterns in one pass, so that labels follow the order of appearance. */
const ANY = new RegExp(PATTERNS.map(({ find }) => find.source).join("|"), "gi");

/**
 * Replaces what is another in each run: process ids, numbers of pipes and sockets, descriptors, ports, temporary names and
 * measured times. The same number has the same label in all texts given.
 */
export function labelRun(texts: readonly string[]): string[] {
  const labels: Labels = new Map();
  return texts.map((text) =>
    text.replace(WAITED, "still waiting when its time was over").replace(
      ANY,
      (found, ...groups: unknown[]) => {
        const index = PATTERNS.findIndex((_, at) => groups[2 * at + 1] !== undefined);
        const pattern = PATTERNS[index];
        const [before = "", name = ""] = [groups[2 * index], groups[2 * index + 1]].map(String);
        if (pattern === undefined) return found;
        return before + label(pattern.kind, name, labels);
      },
    )
  );
}

function label(kind: Kind, name: string, labels: Labels): string {
  switch (kind) {
    case "process":
      return name.replace(/\d+/g, (pid) => number(kind, pid, labels, toLetters));
    case "descriptor":
      // 0 to 2 mean the same in every run
      return name.replace(/\d{2,}|[3-9]/g, (fd) => number(kind, fd, labels, toLowerLetters));
    case "pipe":
    case "socket":
      return `${kind} ${number(kind, name, labels, String)}`;
    case "queue":
    case "inode":
      return number(kind, name, labels, toLetters);
    case "port":
    case "id":
      return `${kind}-${number(kind, name, labels, String)}`;
    case "path":
      return name.split("/").map((part) =>
        isRandom(part) ? `temp-${number(kind, part, labels, String)}` : part
      ).join("/");
  }
}

/** Gives a name the label that it has, or the next of its kind. */
function number(
  kind: Kind,
  name: string,
  labels: Labels,
  render: (count: number) => string,
): string {
  const key = `${kind} ${name}`;
  const known = labels.get(key);
  if (known !== undefined) return known;
  const count = [...labels.keys()].filter((one) => one.startsWith(`${kind} `)).length + 1;
  const made = render(count);
  labels.set(key, made);
  return made;
}

/** As columns of a spreadsheet are called: A to Z, AA and so on. */
function toLetters(count: number): string {
  const rest = Math.floor((count - 1) / 26);
  return (rest > 0 ? toLetters(rest) : "") + String.fromCharCode(65 + (count - 1) % 26);
}

function toLowerLetters(count: number): string {
  return toLetters(count).toLowerCase();
}

/** Whether a name was made up by a program: a word that somebody has chosen tells something, and is kept. */
function isRandom(name: string): boolean {
  const isHex = /[0-9a-f]{6}/i.test(name) && /\d/.test(name);
  const isNumbered = isHex || /[0-9a-f]{8}/.test(name) || isOwnName(name);
  return isNumbered || name.endsWith("...") || /^tmp[._]?\w{6}/.test(name);
}

function group(before: string, name: string): RegExp {
  return new RegExp(`(${before})(${name})`);
}
