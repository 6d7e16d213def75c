export { lesson, type TestFacts } from "./lesson.ts";
export type { TestContext } from "./context.ts";
export type { Peer } from "./peer.ts";
export { check, checkRejects, checkThat, checkThrows } from "./check.ts";
export { inspectValue } from "./inspect.ts";
export { ManualClock } from "./clock.ts";
export { Random } from "./random.ts";
export { isGone, readProcess } from "./processes.ts";
export { waitUntil } from "./wait_until.ts";
