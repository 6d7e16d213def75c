import type { Problem } from "../course/problem.ts";

/** The keys of a sheet's front matter. */
export const FRONT_KEYS = ["title", "slug", "lesson", "summary", "practise", "tags"] as const;

/** One key of the front matter. */
export type FrontKey = typeof FRONT_KEYS[number];

/** What stands between the two `---` lines; a value is empty where it is missing. */
export interface FrontMatter extends Record<Exclude<FrontKey, "tags">, string> {
  readonly tags: readonly string[];
}

/** A page cut into front matter and the rest. */
export interface FrontMatterResult {
  readonly front: FrontMatter;
  /** The line of each key; 1 where it is missing. */
  readonly frontLines: Readonly<Record<FrontKey, number>>;
  readonly body: string;
  /** The line of the file that the body starts on. */
  readonly bodyLine: number;
  readonly problems: readonly Problem[];
}

/** Parses the `key: value` lines at the top of a sheet; `path` is for the messages. */
export function parseFrontMatter(markdown: string, path: string): FrontMatterResult {
  const lines = markdown.split("\n");
  const end = lines.indexOf("---", 1);
  if (lines[0] !== "---" || end < 0) {
    const problem = `a sheet starts with front matter: "---", then ${FRONT_KEYS.join(", ")}` +
      ' as "key: value" lines, then "---"';
    return makeResult(new Map(), {
      body: markdown,
      bodyLine: 1,
      problems: [{ place: `${path}:1`, problem }],
    });
  }
  const problems: Problem[] = [];
  const values = new Map<string, { value: string; line: number }>();
  for (const [index, text] of lines.slice(1, end).entries()) {
    const line = index + 2;
    const [, key = "", value = ""] = /^(\w+):(?: (.*))?$/.exec(text) ?? [];
    const problem = checkPair(key, value) ??
      (values.has(key) ? `"${key}" is here twice; keep one` : undefined);
    if (problem !== undefined) problems.push({ place: `${path}:${line}`, problem });
    if (!values.has(key)) values.set(key, { value: value.trim(), line });
  }
  for (const key of FRONT_KEYS.filter((key) => !values.has(key))) {
    problems.push({ place: `${path}:1`, problem: `the front matter lacks "${key}"; add a line` });
  }
  const body = lines.slice(end + 1).join("\n");
  return makeResult(values, { body, bodyLine: end + 2, problems });
}

function checkPair(key: string, value: string): string | undefined {
  if (!FRONT_KEYS.some((known) => known === key)) {
    return `this is not a line "key: value" with one of the keys ${FRONT_KEYS.join(", ")}`;
  }
  if (value.trim() === "") return `"${key}" is empty; give it a value`;
  // our parser would not mind, but GitHub reads front matter as YAML and shows an error box instead
  if (/: |:$| #|^[-?:,[\]{}#&*!|>'"%@`]/.test(value)) {
    return `"${key}" cannot be read as plain YAML, which GitHub does; avoid ": ", " #" and a sign at the start`;
  }
  return undefined;
}

function makeResult(
  values: ReadonlyMap<string, { value: string; line: number }>,
  rest: Pick<FrontMatterResult, "body" | "bodyLine" | "problems">,
): FrontMatterResult {
  const text = (key: FrontKey) => values.get(key)?.value ?? "";
  const line = (key: FrontKey) => values.get(key)?.line ?? 1;
  return {
    ...rest,
    front: {
      title: text("title"),
      slug: text("slug"),
      lesson: text("lesson"),
      summary: text("summary"),
      practise: text("practise"),
      tags: text("tags").split(",").map((tag) => tag.trim()).filter((tag) => tag !== ""),
    },
    frontLines: {
      title: line("title"),
      slug: line("slug"),
      lesson: line("lesson"),
      summary: line("summary"),
      practise: line("practise"),
      tags: line("tags"),
    },
  };
}
