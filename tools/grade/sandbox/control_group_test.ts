import { assertEquals } from "@std/assert";
import { besideLoops } from "../../proc/beside_loops.ts";
import { openControlGroup, probeControlGroups } from "./control_group.ts";

const groups = probeControlGroups();
const ignore = groups.pressure === undefined;
if (ignore) console.log("control_group_test.ts: one test is left out: no group says who waits");

Deno.test({
  name: "ControlGroup.watch() tells who has to wait from who only sleeps, on a busy machine",
  ignore,
  async fn() {
    await besideLoops(4 * navigator.hardwareConcurrency, async () => {
      const run = async (script: string) => {
        await using group = openControlGroup(groups);
        const [first = "", ...rest] = [...group.prefix, "/bin/sh", "-c", script];
        const watched = await group.watch(() => new Deno.Command(first, { args: rest }).output());
        return [new TextDecoder().decode(watched.result.stdout), watched.wasQuiet];
      };
      assertEquals(await run("echo asleep; exec sleep 3"), ["asleep\n", true]);
      assertEquals(await run("timeout 3 yes > /dev/null; echo awake"), ["awake\n", false]);
    });
  },
});
