// What two processes do to one thing, as often as they can.
import { mapSharedFile } from "#lib/shared_memory.ts";
import { atomicCell, SharedCounter } from "../../../../solutions/12_atomic_counter/mod.ts";
import { withFileLock } from "../../../../solutions/13_file_lock/mod.ts";
import type { End } from "./channel.ts";
import { measureAct } from "./drive.ts";

/** An act of this process. */
export type Act = () => void | Promise<void>;

/** Makes the act of a process. */
export type MakeAct = (end: Pick<End, "dir">) => Act;

/** Adds 1 to a word of shared memory. */
export const counter: MakeAct = ({ dir }) => {
  const words = mapWords(dir);
  return () => void Atomics.add(words, 0, 1);
};

/** Lesson 12: the same through its counter. */
export const courseCounter: MakeAct = ({ dir }) => {
  const shared = new SharedCounter(atomicCell(mapWords(dir), 0));
  return () => void shared.increment();
};

/** Locks and unlocks a file that stays open. */
export const lock: MakeAct = ({ dir }) => {
  const file = Deno.openSync(`${dir}/lock`, { read: true, write: true, create: true });
  return () => {
    file.lockSync(true);
    file.unlockSync();
  };
};

/** Lesson 13: opens, locks and closes, as a program would. */
export const courseLock: MakeAct = ({ dir }) => () =>
  withFileLock(`${dir}/lock`, () => Promise.resolve());

/** Measures how often the leader can act: alone, or while the follower does the same. */
export async function leadAct(end: End, act: Act, measure: { name: string; budgetMs: number }) {
  if (measure.name === "solo") return await measureAct(measure.name, measure.budgetMs, act);
  const child = end.spawn();
  await child.stdout.getReader().read(); // it has begun
  await measureAct(measure.name, measure.budgetMs, act);
  child.kill("SIGKILL");
  await child.status;
}

/** Acts until the leader ends this process. */
export async function rivalAct(act: Act): Promise<never> {
  await act();
  Deno.stdout.writeSync(new Uint8Array(1));
  for (;;) {
    const acting = act();
    if (acting instanceof Promise) await acting;
  }
}

function mapWords(dir: string): Int32Array<ArrayBuffer> {
  return new Int32Array(mapSharedFile(`${dir}/memory`, 4).buffer);
}
