import type { Capability } from "../../../tests/harness/capabilities.ts";
import { CALL_ROWS } from "./call_rows.ts";
import { MEMORY_ROWS } from "./memory_rows.ts";
import { STREAM_ROWS } from "./stream_rows.ts";

/** Who has a program: the course, or what it is compared with. */
export type ContestantId = "course" | "python" | "c" | "sh" | "redis";

/** What a lesson should reach, and against whom. */
export interface Row {
  /** The folder of the lesson, as in `04_length_frames`. */
  readonly lesson: string;
  readonly name: string;
  readonly measures: readonly Measure[];
  readonly players: readonly Player[];
  readonly targets: readonly Target[];
  /** The mechanism that `lab explain` tells more about; undefined when no call of the kernel is in it. */
  readonly mechanism?: string;
  /** What makes the time of the course, for who wants to make it less. */
  readonly look: string;
  readonly needs?: readonly Capability[];
}

/** What is measured: the time for one of its units. */
export interface Measure {
  /** What a peer is asked for, as in `flow:64:1024`. */
  readonly id: string;
  readonly name: string;
}

/** Somebody's way of doing it. */
export interface Player {
  /** Its name within the row. */
  readonly id: string;
  readonly by: ContestantId;
  /** What its peer calls it. */
  readonly mechanism: string;
  readonly what: string;
}

/** `ours` should be `atLeast` times as fast as `theirs`. */
export interface Target {
  readonly ours: string;
  readonly theirs: string;
  /** The id of a measure. */
  readonly measure: string;
  readonly atLeast: number;
}

/** All targets, in the order of the lessons. */
export const ROWS: readonly Row[] = [...STREAM_ROWS, ...MEMORY_ROWS, ...CALL_ROWS]
  .sort((a, b) => a.lesson < b.lesson ? -1 : 1);

/** Finds the row of a lesson by its folder, its slug or its number, as in `04_length_frames`, `length-frames`, `4`. */
export function findRow(name: string): Row | undefined {
  const wanted = name.replaceAll("-", "_");
  return ROWS.find(({ lesson }) =>
    lesson === wanted || lesson.slice(3) === wanted ||
    (/^\d+$/.test(wanted) && Number(lesson.slice(0, 2)) === Number(wanted))
  );
}
