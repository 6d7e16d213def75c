// The contract of tests/observed/: what is checked about a lesson from outside the process that runs its module.
// A lesson's own tests share their process with the code under test; an observed case does not. Its input is
// made outside, the module is used inside, and what was seen there is judged outside again.
import type { Random } from "./random.ts";

/** A value that survives JSON: all that crosses the border between inside and outside. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** One input, and the fact it is about, as in `4 MiB pass through three stages`. */
export interface ObservedCase<Input extends Json> {
  readonly name: string;
  readonly input: Input;
}

/** What both sides share while a case runs. */
export interface Place {
  /** An empty directory of this case: for FIFOs, sockets and files that both sides know by name. */
  readonly dir: string;
  /** Aborted when the case's time is over. */
  readonly signal: AbortSignal;
}

/** What a module in tests/observed/ exports; `Module` is the stub's type. */
export interface ObservedLesson<
  Module,
  Input extends Json = Json,
  Seen extends Json = Json,
  Outside extends Json = Json,
> {
  /** Makes at least two cases, from random values that nobody can know before. */
  cases(random: Random): readonly ObservedCase<Input>[];
  /** Uses the module under test, inside: nothing that it returns or throws is trusted. */
  observe(module: Module, input: Input, place: Place): Promise<Seen>;
  /** Acts outside as the other end of the channel, while `observe()` runs; returns what it saw. */
  attend?(input: Input, place: Place): Promise<Outside>;
  /**
   * Judges outside: undefined when all is well, else what is wrong, for the learner. `seen` comes from inside and may
   * be anything of type Json; to trip over its shape is the same as to say that it is wrong.
   */
  judge(input: Input, seen: Seen, outside: Outside | undefined): string | undefined;
}
