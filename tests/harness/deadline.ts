// Deadlines are bounds on failure, never synchronisation: a correct solution waits for none of them.

/** The probe's time on an idle core of the machine this course was built on (2 cores, Debian 12), in ms. */
const PROBE_REFERENCE_MS = 10;
const FACTOR_MAX = 20;

/** From the soft deadline to the moment the harness takes the test away, by whatever means it needs; before the factor. */
export const FROZEN_AFTER_MS = 300;
/** More than the harness needs to close what the test has opened and to say why it hangs: Deno's own time-out says less. */
export const NATIVE_AFTER_MS = 2_000;
export const HARD_AFTER_MS = 4_000;

/** Tests do not start any more once their file has used this much time (times the factor). */
export const FILE_BUDGET_MS = 15_000;

/** Measures how slow this machine is now: 1 for the reference, at most 20. */
export function measureFactor(): number {
  const given = Number(Deno.env.get("IPC_SLOW") ?? "1");
  const start = performance.now();
  for (let run = 0; run < 3; run++) {
    try {
      new Deno.Command("true", { stdout: "null", stderr: "null" }).outputSync();
    } catch {
      break; // no `true` here: computing alone must do
    }
  }
  let sum = 0;
  for (let step = 0; step < 300_000; step++) sum = (sum + step) % 1_000_003;
  const ratio = (performance.now() - start + (sum < 0 ? 1 : 0)) / PROBE_REFERENCE_MS;
  const factor = Math.max(1, ratio, Number.isFinite(given) ? given : 1);
  return Math.min(FACTOR_MAX, Math.round(factor * 10) / 10);
}
