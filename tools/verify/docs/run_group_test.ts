import { assertEquals } from "@std/assert";
import { runGroup } from "./run_group.ts";

const cwd = Deno.cwd();
const sh = (script: string, timeoutMs = 10_000) =>
  runGroup(["sh", "-c", script], { cwd, timeoutMs });

Deno.test("runGroup() gives exit code and both outputs of a program that ends", async () => {
  assertEquals(await sh("echo out; echo err >&2; exit 3"), {
    code: 3,
    isTimeout: false,
    output: "out\nerr\n",
    left: [],
  });
});

Deno.test("runGroup() ends a program and its children at the deadline", async () => {
  const { isTimeout, left } = await sh("sleep 99 & wait", 200);
  assertEquals([isTimeout, left], [true, []]);
});

Deno.test("runGroup() names a child that outlives its parent in a group of its own", async () => {
  const { code, left } = await sh("setsid sleep 98 & exit 0");
  assertEquals([code, left.map((line) => line.includes("sleep 98"))], [0, [true]]);
});

Deno.test("runGroup() keeps reading and cuts what it keeps when 4 MiB are printed", async () => {
  const { code, output } = await sh("head -c 4194304 /dev/zero");
  assertEquals([code, output.length < 1024 * 1024], [0, true]);
});
