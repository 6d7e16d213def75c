import { displayLesson, type Lesson } from "../course/lesson.ts";
import { subjectOf } from "../course/job.ts";
import { firstFailure, type Verdict } from "../course/verdict.ts";
import { makeStyles, type Styles } from "../term/style.ts";
import { renderTable } from "../term/table.ts";
import { findPassages } from "./find_passages.ts";
import { parseHints } from "./hint.ts";
import { hashText, loadLearnerFile } from "./learner_file.ts";
import { loadLastVerdict } from "./last_verdict.ts";
import type { Session } from "./learn.ts";
import { listManPages } from "./next_steps.ts";
import { renderVerdict } from "./render_verdict.ts";

/** Six columns of indentation leave this much of 80. */
const PASSAGE_COLUMNS = 74;

/** What an explanation is made from. */
export interface WhyFacts {
  readonly lesson: Lesson;
  readonly root: string;
  /** Undefined when the lesson has not been run yet. */
  readonly last: { readonly at: string; readonly verdict: Verdict } | undefined;
  /** Whether the learner's file is another one since. */
  readonly isChanged: boolean;
  readonly readme: string;
  /** As in Question, Concept, Near code. */
  readonly hintTitles: readonly string[];
}

/** Explains the last failure of a lesson at length. */
export async function showWhy(session: Session, lesson: Lesson): Promise<number> {
  const facts = await loadWhy(session.root, lesson);
  session.io.out(renderWhy(facts, makeStyles(session.io.color)));
  return 0;
}

/** Loads what there is to say about the last run of a lesson. */
export async function loadWhy(root: string, lesson: Lesson): Promise<WhyFacts> {
  const [last, mine, readme, hints] = await Promise.all([
    loadLastVerdict(root, lesson),
    loadLearnerFile(root, lesson),
    Deno.readTextFile(`${root}/lessons/${lesson.folder}/README.md`).catch(() => ""),
    Deno.readTextFile(`${root}/lessons/${lesson.folder}/hints.md`).catch(() => ""),
  ]);
  const hash = mine.kind === "text" ? await hashText(mine.text) : "";
  const job = { lesson, subject: subjectOf(root, lesson, "learner") };
  return {
    lesson,
    root,
    last: last && { at: last.at, verdict: { ...last.verdict, job, output: "" } },
    isChanged: hash !== last?.fileHash,
    readme,
    hintTitles: parseHints(hints).map((tier) => tier.title),
  };
}

/** Renders why a lesson failed last: the failure, what the task says of it, and what to read. */
export function renderWhy(facts: WhyFacts, styles: Styles): string {
  const { lesson, last } = facts;
  const name = displayLesson(lesson);
  const run = `deno task learn run ${lesson.slug}`;
  if (last === undefined) return `${name} has not been run yet, so nothing failed: ${run}`;
  const { verdict } = last;
  if (verdict.status === "pass" || verdict.status === "skipped") {
    const since = facts.isChanged ? ` Your file has changed since: ${run}` : "";
    return `${name} did not fail in its last run.${since}`;
  }
  const blocks = [
    `${styles.bold(name)}, last run ${last.at.slice(0, 16).replace("T", " ")} UTC`,
    ...(facts.isChanged ? [styles.note(`Your file has changed since then; anew with ${run}`)] : []),
    renderVerdict(verdict, styles, facts.root),
    ...renderTask(facts, verdict, styles),
    renderReading(facts, verdict, styles),
  ];
  return blocks.join("\n\n");
}

function renderTask(facts: WhyFacts, verdict: Verdict, styles: Styles): string[] {
  const first = firstFailure(verdict);
  if (first?.facts?.problem !== undefined) return []; // no task speaks of a file that cannot be loaded
  const words = first === undefined
    ? verdict.cause
    : [first.name, first.facts?.called, first.facts?.expected, first.facts?.idea].join(" ");
  const passages = findPassages(facts.readme, words);
  if (passages.length === 0) return [];
  const body = passages.map((passage) => `    - ${wrapWords(passage).join("\n      ")}`).join("\n");
  return [`${styles.bold("  The task says")}\n${body}`];
}

/** Breaks a paragraph between words into lines that are comfortable to read. */
function wrapWords(text: string): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= PASSAGE_COLUMNS) {
      lines[lines.length - 1] += ` ${word}`;
    } else lines.push(word);
  }
  return lines;
}

function renderReading(facts: WhyFacts, verdict: Verdict, styles: Styles): string {
  const { lesson } = facts;
  const pages = listManPages(facts.readme);
  const hint = renderHintCommand(facts, verdict);
  const rows = [
    ...(hint === undefined ? [] : [["    hint", hint]]),
    ...(pages.length === 0 ? [] : [["    man", pages.join(", ")]]),
    ["    sheet", `deno task sheet ${lesson.slug}`],
    ["    task", `lessons/${lesson.folder}/README.md`],
  ];
  return `${styles.bold("  What to read")}\n${renderTable(rows)}`;
}

/** The command for the hint that fits; undefined for a file that cannot be loaded, which no hint is about. */
function renderHintCommand(facts: WhyFacts, verdict: Verdict): string | undefined {
  const failure = firstFailure(verdict)?.facts;
  if (failure?.problem !== undefined) return undefined;
  const tier = failure?.hint ?? 1;
  const title = facts.hintTitles[tier - 1];
  const command = `deno task learn hint ${facts.lesson.slug} --tier ${tier}`;
  return title === undefined ? command : `${command}   (${title})`;
}
