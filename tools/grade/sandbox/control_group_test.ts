import { assertEquals } from "@std/assert";
import { isLeftOut } from "../../../tests/harness/left_out.ts";
import { besideLoops } from "../../proc/beside_loops.ts";
import { openControlGroup, probeControlGroups } from "./control_group.ts";

const groups = probeControlGroups();
const ignore = isLeftOut(
  import.meta,
  groups.pressure === undefined || groups.memory === undefined
    ? "needs control groups that count waits and limit memory"
    : undefined,
);

/** Runs this in a group; returns what it prints, whether it was quiet, and what it ran out of. */
async function run(script: string) {
  await using group = openControlGroup(groups);
  const [first = "", ...rest] = [...group.prefix, "/bin/sh", "-c", script];
  const watched = await group.watch(() => new Deno.Command(first, { args: rest }).output());
  const printed = new TextDecoder().decode(watched.result.stdout);
  return { printed, wasQuiet: watched.wasQuiet, usedUp: group.ranOutOf() };
}

/** As `run()`; returns what it prints, and whether it was quiet. */
async function watch(script: string): Promise<[string, boolean]> {
  const { printed, wasQuiet } = await run(script);
  return [printed, wasQuiet];
}

Deno.test({
  name: "ControlGroup.watch() tells who has to wait from who only sleeps, on a busy machine",
  ignore,
  async fn() {
    await besideLoops(4 * navigator.hardwareConcurrency, async () => {
      assertEquals(await watch("echo asleep; exec sleep 3"), ["asleep\n", true]);
      // one for each processor: the kernel may give the loops, one session, no more than one group's share (sched(7))
      const awake = "timeout 3 yes > /dev/null & ".repeat(navigator.hardwareConcurrency);
      assertEquals(await watch(`${awake} wait; echo awake`), ["awake\n", false]);
    });
  },
});

Deno.test({
  name: "ControlGroup.watch() says of who was filling the memory that it was not quiet",
  ignore,
  async fn() {
    // tail keeps all of a line; the sleep makes the wait for a processor a small part of the whole
    const fill = (size: string) => `head -c ${size} /dev/zero | tail -n 1 | wc -c; sleep 3`;
    assertEquals(await watch(fill("1M")), ["1048576\n", true]);
    assertEquals(await watch(fill("450M")), ["471859200\n", false]);
  },
});

Deno.test({
  name: "ControlGroup.ranOutOf() says what the kernel refused, memory or processes",
  ignore: ignore || isLeftOut(
    import.meta,
    groups.pids === undefined ? "needs control groups that limit processes" : undefined,
  ),
  async fn() {
    const start = (count: number) =>
      `for _ in $(seq ${count}); do sleep 60 > /dev/null 2>&1 & done 2> /dev/null`;
    assertEquals((await run(start(200))).usedUp, undefined);
    assertEquals((await run(start(300))).usedUp, "processes");
    assertEquals((await run("head -c 2G /dev/zero | tail -n 1 | wc -c")).usedUp, "memory");
  },
});
