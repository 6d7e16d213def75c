import type { Lesson } from "../../course/lesson.ts";

/** What comes out of a printer: a page of paper, or a picture for a chat. */
export type PrintForm = "pdf" | "png";

/** One page that is to be printed. */
export interface PrintJob {
  /** The page's file, absolute. */
  readonly page: string;
  /** Where the result goes, absolute. */
  readonly to: string;
}

/** What a printer is given: the browser's program, and its jobs in turn. */
export interface PrintOrder {
  readonly browser: string;
  readonly form: PrintForm;
  /** Of pictures; paper is white. */
  readonly theme: "light" | "dark";
  readonly jobs: readonly PrintJob[];
}

/** What is to be printed, and where to. */
export interface PrintRequest {
  readonly root: string;
  readonly lessons: readonly Lesson[];
  readonly form: PrintForm;
  /** Absolute: the file, or with `isAll` the folder of the files. */
  readonly to: string;
  readonly isAll: boolean;
  readonly theme: "light" | "dark";
  /** The browser's program, where the user has named it. */
  readonly browser: string | undefined;
}
