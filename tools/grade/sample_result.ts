import type { GroupResult } from "../proc/run_group.ts";

/** A run that has ended by itself and said nothing, for tests to change in one place. */
export const ENDED: GroupResult = {
  code: 0,
  signal: null,
  stdout: "",
  stderr: "",
  killed: undefined,
  leftovers: [],
  ms: 1,
};
