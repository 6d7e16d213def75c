/** What comes out of a printer: a page of paper, or a picture for a chat. */
export type PrintForm = "pdf" | "png";

/** One page that is to be printed. */
export interface PrintJob {
  /** The page's file, absolute. */
  readonly page: string;
  /** Where the result goes, absolute. */
  readonly to: string;
  readonly form: PrintForm;
  /** Of a picture; paper is white. */
  readonly theme: "light" | "dark";
}

/** What a printer is given: the browser's program, and its jobs in turn. */
export interface PrintOrder {
  readonly browser: string;
  readonly jobs: readonly PrintJob[];
}
