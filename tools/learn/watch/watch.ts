// `deno task learn` on a terminal: the tests run at each save, and the screen shows the verdict.
import { subjectOf } from "../../course/job.ts";
import { CourseError, type Lesson, lessonFile, testFile } from "../../course/lesson.ts";
import { diagnose } from "../../course/looks/diagnose.ts";
import { firstFailure, type Verdict } from "../../course/verdict.ts";
import { makeStyles } from "../../term/style.ts";
import { checkTests, checkTypes, describeUnreadable } from "../check_learner.ts";
import type { Session } from "../learn.ts";
import { editPlace } from "../render_verdict.ts";
import { rememberVerdict } from "../remember.ts";
import { resetLesson } from "../reset.ts";
import { undoLesson } from "../undo.ts";
import { findLesson } from "../../course/find_lesson.ts";
import { type Action, isGreen, nextLesson, openModel, pressKey, type WatchModel } from "./model.ts";
import { editAt, type QuietCommand, runQuietly } from "./commands.ts";
import type { Display } from "./display.ts";
import { loadPage } from "./load_page.ts";
import { openPlainDisplay } from "./plain_display.ts";
import { openScreenDisplay } from "./screen_display.ts";
import { TestRunner } from "./test_runner.ts";
import { type SavedPart, watchSaves } from "./watch_saves.ts";

const INTERRUPTED = 130;

/** Shows the course on the terminal until the learner quits; returns the exit code. */
export async function watchCourse(
  session: Session,
  lesson: Lesson,
  options: { isAutoNext: boolean },
): Promise<number> {
  const watch = new Watch(session, lesson, options);
  return await watch.ended;
}

class Watch {
  readonly #session: Session;
  readonly #isAutoNext: boolean;
  readonly #display: Display;
  readonly #ended = Promise.withResolvers<number>();
  #model: WatchModel;
  #runner: TestRunner;
  /** Ends what belongs to the open lesson: its watching, its type check. */
  #open = new AbortController();
  #checking = new AbortController();

  constructor(session: Session, lesson: Lesson, options: { isAutoNext: boolean }) {
    this.#session = session;
    this.#isAutoNext = options.isAutoNext;
    this.#model = openModel(lesson, session);
    this.#runner = this.#makeRunner(lesson);
    const events = { onKey: (key: string) => this.#press(key), onResize: () => this.#draw() };
    const { io, root } = session;
    this.#display = session.flags.plain
      ? openPlainDisplay(events, { root, io })
      : openScreenDisplay(events, { root, styles: makeStyles(io.color) });
    session.signal.addEventListener("abort", () => this.#quit(INTERRUPTED), { once: true });
    this.#try(() => this.#openLesson(lesson));
  }

  /** Settles when the learner has quit and nothing runs any more. */
  get ended(): Promise<number> {
    return this.#ended.promise;
  }

  /** Nothing may go wrong unheard while the screen is ours: the terminal comes back before the error is told. */
  #try(act: () => void | Promise<void>): void {
    const fail = async (error: unknown) => {
      this.#display.leave();
      this.#open.abort();
      await this.#runner.close();
      this.#ended.reject(error);
    };
    try {
      act()?.catch(fail);
    } catch (error) {
      fail(error);
    }
  }

  #change(change: Partial<WatchModel>): void {
    this.#model = { ...this.#model, ...change };
    this.#draw();
  }

  #draw(): void {
    this.#model = { ...this.#model, scroll: this.#display.show(this.#model) };
  }

  #press(key: string): void {
    this.#try(async () => {
      const named = key.length > 1 && this.#session.flags.plain
        ? findLesson(this.#session.lessons, key)
        : undefined;
      if (named !== undefined && "lesson" in named) return await this.#openLesson(named.lesson);
      const [model, action] = pressKey(this.#model, key);
      this.#change(model);
      if (action !== undefined) await this.#act(action, key);
    });
  }

  async #act(action: Action, key: string): Promise<void> {
    switch (action.type) {
      case "quit":
        return await this.#quit(key === "ctrl-c" ? INTERRUPTED : 0);
      case "run":
        return await this.#run();
      case "open":
        return await this.#openLesson(action.lesson);
      case "edit":
        return await this.#edit();
      case "suspend":
        return this.#suspend();
      case "reset":
        return await this.#notice(resetLesson);
      case "undo":
        return await this.#notice(undoLesson);
      case "page": {
        const { columns } = this.#display.size;
        const page = { name: action.name, columns };
        const { text, progress } = await loadPage(this.#withProgress(), this.#model, page);
        await this.#session.save(progress);
        return this.#change({
          view: "page",
          page: { name: action.name, text },
          scroll: 0,
          progress,
        });
      }
    }
  }

  #withProgress(): Session {
    return { ...this.#session, progress: this.#model.progress };
  }

  #makeRunner(lesson: Lesson): TestRunner {
    const { root } = this.#session;
    return new TestRunner({ lesson, subject: subjectOf(root, lesson, "learner") }, root);
  }

  async #openLesson(lesson: Lesson): Promise<void> {
    const { root, lessons } = this.#session;
    this.#open.abort();
    this.#open = new AbortController();
    const old = this.#runner;
    this.#runner = this.#makeRunner(lesson);
    this.#change(openModel(lesson, { lessons, progress: this.#model.progress }));
    await old.close();
    try {
      watchSaves({
        lessonDir: `${root}/lessons/${lesson.folder}`,
        courseDirs: [`${root}/lessons/lib`, `${root}/tests`],
        onSave: (part) => this.#try(() => this.#saved(part)),
        signal: this.#open.signal,
      });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#change({ notice: `Saves cannot be watched (${why}): press r to run the tests.` });
    }
    await this.#run();
  }

  async #saved(part: SavedPart): Promise<void> {
    if (part === "course") await this.#runner.discard();
    await this.#run();
  }

  /** Runs the tests on the file as it is; a later call takes the place of an earlier one. */
  async #run(): Promise<void> {
    const { root } = this.#session;
    const { lesson } = this.#model;
    const runner = this.#runner;
    this.#checking.abort();
    await checkTests(root, lesson);
    const problem = await describeUnreadable(root, lesson);
    if (problem !== undefined) {
      return this.#change({ problem, isRunning: false, verdict: undefined });
    }
    this.#change({ isRunning: true, seconds: 0, problem: undefined, types: undefined });
    const text = await readText(`${root}/${lessonFile(lesson)}`);
    const run = await this.#countSeconds(runner.run());
    if (run === undefined || runner !== this.#runner) return;
    // the system need not tell of every save: a verdict on older text is none
    if (text !== await readText(`${root}/${lessonFile(lesson)}`)) return await this.#run();
    const verdict = await diagnose(root, run);
    if (runner !== this.#runner) return; // another lesson was opened meanwhile
    if (verdict.status === "infra") {
      throw new CourseError(testFile(lesson), `does not run: ${verdict.cause.split("\n")[0]}`);
    }
    const view = this.#model.view === "page" ? "verdict" : this.#model.view;
    this.#change({ verdict, isRunning: false, view, scroll: 0 }); // first of all: somebody waits for it
    this.#change({ progress: await rememberVerdict(this.#withProgress(), verdict, text ?? "") });
    if (runner !== this.#runner) return;
    const next = nextLesson(this.#model);
    if (this.#isAutoNext && isGreen(this.#model) && next !== undefined) {
      return await this.#openLesson(next);
    }
    runner.prepare();
    await this.#checkTypes(lesson, verdict);
  }

  /** Shows that time passes, while a program waits for its deadline. */
  async #countSeconds<T>(run: Promise<T>): Promise<T> {
    let seconds = 0;
    const timer = setInterval(() => this.#change({ seconds: ++seconds }), 1_000);
    return await run.finally(() => clearInterval(timer));
  }

  /** Asks the compiler, beside the verdict: it takes longer than the tests. */
  async #checkTypes(lesson: Lesson, verdict: Verdict): Promise<void> {
    const isSaid = firstFailure(verdict)?.facts?.problem === "syntax"; // the compiler would say it again
    if (!this.#session.flags.check || isSaid) return;
    this.#change({ types: "checking" });
    this.#checking = new AbortController();
    const signal = AbortSignal.any([this.#checking.signal, this.#open.signal]);
    const errors = await checkTypes(this.#session.root, lesson, signal);
    if (!signal.aborted && this.#model.verdict === verdict) {
      this.#change({ types: { errors: errors ?? "" } });
    }
  }

  async #edit(): Promise<void> {
    const { lesson, verdict } = this.#model;
    const place = await editPlace(lesson, verdict, this.#session.root);
    this.#change({ notice: await editAt(place, this.#session.root, this.#display) });
  }

  async #notice(command: QuietCommand): Promise<void> {
    this.#change({ notice: await runQuietly(command, this.#withProgress(), this.#model.lesson) });
  }

  /** Ctrl-Z: the shell has the terminal until it says `fg`. */
  #suspend(): void {
    this.#display.leave();
    Deno.kill(0, "SIGTSTP"); // the whole job; this line is left when it goes on
    this.#display.enter();
    this.#draw();
  }

  async #quit(code: number): Promise<void> {
    this.#open.abort();
    this.#display.leave();
    await this.#runner.close();
    this.#ended.resolve(code);
  }
}

function readText(path: string): Promise<string | undefined> {
  return Deno.readTextFile(path).catch(() => undefined);
}
