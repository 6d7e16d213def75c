import { makeOwnPlace } from "../proc/own_place.ts";
import type { Lesson } from "./lesson.ts";
import { Side, type SideOptions } from "./side.ts";

/** How many wait at a time: each of them is a whole Deno. */
const MAX_IDLE = 8;

/**
 * Other ends of observed cases that have served one run and wait for the next of their lesson: to start one takes longer
 * than most runs do, and it never meets the module under test.
 */
export class OtherEnds implements AsyncDisposable {
  /** Those that wait, oldest first. */
  readonly #idle: { readonly lesson: string; readonly side: Side }[] = [];
  readonly #dir: string;

  private constructor(dir: string) {
    this.#dir = dir;
  }

  static async open(): Promise<OtherEnds> {
    return new OtherEnds(await makeOwnPlace());
  }

  /** Lends one for a run of this lesson; starts it when none waits. */
  async take(lesson: Lesson, launch: SideOptions["launch"]): Promise<Side> {
    const index = this.#idle.findLastIndex((one) => one.lesson === lesson.folder);
    const [waiting] = index < 0 ? [] : this.#idle.splice(index, 1);
    // no limit for its life: each of its answers has one, and so has the wait for its end
    return waiting?.side ??
      await Side.open("attend", { launch, dir: this.#dir, wallMs: Infinity });
  }

  /** Takes it back after a run; who is lost, or one too many, is ended. */
  async giveBack(lesson: Lesson, side: Side): Promise<void> {
    if (side.isLost) return void await side.end(0);
    this.#idle.push({ lesson: lesson.folder, side });
    if (this.#idle.length > MAX_IDLE) await this.#idle.shift()?.side.end(0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#idle.splice(0).map(({ side }) => side.end(0)));
    await Deno.remove(this.#dir, { recursive: true });
  }
}
