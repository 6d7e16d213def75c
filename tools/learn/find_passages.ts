/** Words that every lesson is full of; they tell nothing about which passage is meant. */
const COMMON = new Set(
  ("after also because been before could does from given have into itself must never only other " +
    "should that their them then there these they this what when where which while will with without your")
    .split(" "),
);
const CODE_WEIGHT = 3;

/**
 * Finds the passages of a README's Task section that speak of what a failure says: at most `most`, in the README's
 * order. Words in `code` weigh more, because they are names.
 */
export function findPassages(readme: string, failure: string, most = 2): string[] {
  const wanted = collectWords(failure);
  const scored = splitTask(readme).map((passage, index) => ({
    passage,
    index,
    score: scorePassage(passage, wanted),
  }));
  const best = Math.max(CODE_WEIGHT, ...scored.map((one) => one.score));
  return scored
    .filter((one) => one.score >= CODE_WEIGHT && one.score > best / 2)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, most)
    .sort((a, b) => a.index - b.index)
    .map((one) => one.passage);
}

/** The list items and paragraphs of the Task section, each on one line, without code blocks and link targets. */
function splitTask(readme: string): string[] {
  const [, after = ""] = readme.split(/^## Task$/m);
  const [section = ""] = after.split(/^## /m);
  return section
    .replace(/^```[^]*?^```$/gm, "")
    .split(/\n\s*\n|\n(?=- )/)
    .map((part) => part.replace(/^- /, "").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1"))
    .map((part) => part.replace(/\s+/g, " ").trim())
    .filter((part) => !/^$|^\||:$/.test(part)); // no table, and no colon that leads to code left out
}

function scorePassage(passage: string, wanted: ReadonlySet<string>): number {
  const names = collectWords((passage.match(/`[^`]+`/g) ?? []).join(" "));
  let score = 0;
  for (const word of collectWords(passage)) {
    if (wanted.has(word)) score += names.has(word) ? CODE_WEIGHT : 1;
  }
  return score;
}

/** Words of four letters and more, without a plural or verbal s, so that "stages" meets "stage". */
function collectWords(text: string): Set<string> {
  const words = text.toLowerCase().match(/[a-z]{4,}/g) ?? [];
  return new Set(words.filter((word) => !COMMON.has(word)).map((word) => word.replace(/s$/, "")));
}
