import type { Lesson } from "../../course/lesson.ts";
import type { Verdict } from "../../course/verdict.ts";
import { filterLessons } from "../list.ts";
import { type Progress, progressOf } from "../progress.ts";

/** What the body of the screen shows. */
export type View = "verdict" | "page" | "list" | "reset";
/** Pages of text that are shown in the body on request. */
export type PageName = "hint" | "sheet" | "compare" | "why" | "help";
/** Which lessons the list shows. */
export type Filter = "all" | "open" | "solved";

/** Everything that the screen shows; each change makes a new one. */
export interface WatchModel {
  readonly lessons: readonly Lesson[];
  readonly progress: Progress;
  readonly lesson: Lesson;
  readonly isRunning: boolean;
  /** For how long the tests have been running. */
  readonly seconds: number;
  /** The last verdict of this lesson; undefined before the first. */
  readonly verdict: Verdict | undefined;
  /** Why there is no verdict: the file cannot even be read. */
  readonly problem: string | undefined;
  /** What the compiler says: undefined before it was asked, empty when it is content. */
  readonly types: "checking" | { readonly errors: string } | undefined;
  readonly view: View;
  /** Title and text of the page, in view "page". */
  readonly page: { readonly name: PageName; readonly text: string };
  /** First line of the body that is shown. */
  readonly scroll: number;
  /** What the list is searched for. */
  readonly search: string;
  readonly filter: Filter;
  /** Index among the lessons that the list shows. */
  readonly selected: number;
  /** One sentence about the last key, until the next one. */
  readonly notice: string;
}

/** What a key asks of the world outside the model. */
export type Action =
  | { readonly type: "quit" | "run" | "reset" | "undo" | "edit" | "suspend" }
  | { readonly type: "open"; readonly lesson: Lesson }
  | { readonly type: "page"; readonly name: PageName };

/** The model at the start, or after another lesson was opened. */
export function openModel(
  lesson: Lesson,
  course: { lessons: readonly Lesson[]; progress: Progress },
): WatchModel {
  return {
    ...course,
    lesson,
    isRunning: false,
    seconds: 0,
    verdict: undefined,
    problem: undefined,
    types: undefined,
    view: "verdict",
    page: { name: "help", text: "" },
    scroll: 0,
    search: "",
    filter: "all",
    selected: 0,
    notice: "",
  };
}

/** Whether the last verdict says that the lesson is solved, as its file stands. */
export function isGreen({ verdict, isRunning }: WatchModel): boolean {
  return !isRunning && (verdict?.status === "pass" || verdict?.status === "skipped");
}

/** The lesson after this one that is not solved yet, else the first unsolved one; undefined when all are. */
export function nextLesson({ lessons, lesson, progress }: WatchModel): Lesson | undefined {
  const isOpen = (one: Lesson) => progressOf(progress, one.slug).solvedAt === undefined;
  const later = lessons.slice(lessons.indexOf(lesson) + 1).find(isOpen);
  return later ?? lessons.find((one) => one !== lesson && isOpen(one));
}

/** The lessons that the list shows. */
export function listedLessons(model: WatchModel): Lesson[] {
  const { filter, search } = model;
  return filterLessons(model, { search, ...(filter === "all" ? {} : { state: filter }) });
}

/** Answers a key: the changed model, and what else must be done. */
export function pressKey(before: WatchModel, key: string): [WatchModel, Action?] {
  if (key === "ctrl-c" || key === "ctrl-d") return [before, { type: "quit" }];
  if (key === "ctrl-z") return [before, { type: "suspend" }];
  const model = { ...before, notice: "" };
  switch (model.view) {
    case "list":
      return pressInList(model, key);
    case "reset":
      if (key === "y") return [{ ...model, view: "verdict" }, { type: "reset" }];
      return [{ ...model, view: "verdict", notice: "Nothing was changed." }];
    case "page":
    case "verdict":
      return pressInText(model, key);
  }
}

const SCROLLS: Record<string, number> = {
  up: -1,
  down: 1,
  k: -1,
  j: 1,
  pageup: -10,
  pagedown: 10,
  " ": 10,
  home: -Infinity,
  end: Infinity,
};

function pressInText(model: WatchModel, key: string): [WatchModel, Action?] {
  const by = SCROLLS[key];
  if (by !== undefined) {
    const scroll = Math.min(Math.max(0, model.scroll + by), Number.MAX_SAFE_INTEGER);
    return [{ ...model, scroll }];
  }
  switch (key) {
    case "q":
      return [model, { type: "quit" }];
    case "escape":
    case "backspace":
      return [{ ...model, view: "verdict", scroll: 0 }];
    case "r":
      return [{ ...model, view: "verdict", scroll: 0 }, { type: "run" }];
    case "l":
      return [{
        ...model,
        view: "list",
        search: "",
        filter: "all",
        selected: indexOfLesson(model),
      }];
    case "x":
      return [{ ...model, view: "reset" }];
    case "u":
      return [model, { type: "undo" }];
    case "e":
      return [model, { type: "edit" }];
    case "h":
      return [model, { type: "page", name: "hint" }];
    case "c":
      return [model, { type: "page", name: "sheet" }];
    case "w":
      return [model, { type: "page", name: "why" }];
    case "?":
      return [model, { type: "page", name: "help" }];
    case "s":
      if (isGreen(model)) return [model, { type: "page", name: "compare" }];
      return [{ ...model, notice: "The solution is shown once your own is green." }];
    case "n":
      return pressNext(model);
    default:
      return [model];
  }
}

function pressNext(model: WatchModel): [WatchModel, Action?] {
  if (!isGreen(model)) {
    return [{ ...model, notice: "Not green yet. To leave it for later: l, then choose a lesson." }];
  }
  const lesson = nextLesson(model);
  if (lesson === undefined) return [{ ...model, notice: "Every lesson is solved. Well done!" }];
  return [model, { type: "open", lesson }];
}

function pressInList(model: WatchModel, key: string): [WatchModel, Action?] {
  const listed = listedLessons(model);
  const select = (index: number) => Math.max(0, Math.min(index, listed.length - 1));
  const by = key.length === 1 ? undefined : SCROLLS[key]; // letters belong to the search
  if (by !== undefined) return [{ ...model, selected: select(model.selected + by) }];
  switch (key) {
    case "escape":
      return [{ ...model, view: "verdict", scroll: 0 }];
    case "return":
    case "enter": {
      const lesson = listed[select(model.selected)];
      if (lesson === undefined) return [model];
      if (lesson !== model.lesson) return [model, { type: "open", lesson }];
      return [{ ...model, view: "verdict", scroll: 0 }];
    }
    case "tab": {
      const filter = { all: "open", open: "solved", solved: "all" }[model.filter] as Filter;
      return [{ ...model, filter, selected: 0 }];
    }
    case "backspace":
      return [{ ...model, search: model.search.slice(0, -1), selected: 0 }];
    default:
      if (key.length !== 1) return [model];
      return [{ ...model, search: model.search + key, selected: 0 }];
  }
}

function indexOfLesson({ lessons, lesson }: WatchModel): number {
  return lessons.indexOf(lesson);
}
