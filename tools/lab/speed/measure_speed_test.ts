import { assertEquals } from "@std/assert";
import { findContestants } from "./contestants.ts";
import { measureSpeed } from "./measure_speed.ts";
import type { Results } from "./results.ts";
import { SCENARIOS } from "./scenarios.ts";

const SIZES = { roundTrip: [1], flow: [64] };

function run(contestants: Awaited<ReturnType<typeof findContestants>>): Promise<Results> {
  return measureSpeed(contestants, {
    scenarios: SCENARIOS,
    sizes: SIZES,
    rounds: 2,
    budgetMs: 1,
    deadlineMs: 60_000,
  });
}

Deno.test("measureSpeed() gets two samples of every contestant in every scenario", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const contestants = await findContestants(dir);
    const { series, failures } = await run(contestants);
    const planned = contestants.present.flatMap(({ id, ways }) =>
      SCENARIOS.filter((scenario) => ways[scenario.id]).map((scenario) => `${scenario.id} ${id}`)
    );
    const found = new Set(
      series.filter(({ ns }) => ns.length === 2).map((one) => `${one.scenario} ${one.contestant}`),
    );
    for (const { scenario, contestant, reason } of failures) {
      // only what this machine has not; anything else is our fault
      assertEquals(
        [scenario, contestant, /FFI|no .* here|cannot load/.test(reason) ? "" : reason],
        [
          scenario,
          contestant,
          "",
        ],
      );
      found.add(`${scenario} ${contestant}`);
    }
    assertEquals([...found].sort(), planned.sort());
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
