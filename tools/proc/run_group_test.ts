import { assert, assertEquals } from "@std/assert";
import { missingCapability } from "../../tests/harness/capabilities.ts";
import { isLeftOut } from "../../tests/harness/left_out.ts";
import { hasProc } from "../../tests/harness/processes.ts";
import { runGroup } from "./run_group.ts";

const sh = (script: string, options: { wallMs?: number; outputBytes?: number } = {}) =>
  runGroup(["sh", "-c", script], {
    cwd: "/",
    wallMs: () => options.wallMs ?? 10_000,
    ...(options.outputBytes === undefined ? {} : { outputBytes: options.outputBytes }),
  });

Deno.test("runGroup() gives exit code and both outputs of a program that ends", async () => {
  const { code, signal, stdout, stderr, killed, leftovers } = await sh(
    "echo out; echo err >&2; exit 3",
  );
  assertEquals([code, signal, stdout, stderr], [3, null, "out\n", "err\n"]);
  assertEquals([killed, leftovers], [undefined, []]);
});

Deno.test("runGroup() ends a program and its children when its time is up", async () => {
  const { killed, leftovers } = await sh("sleep 99 & wait", { wallMs: 200 });
  assertEquals([killed, leftovers], ["wall", []]);
});

Deno.test("runGroup() ends a program that stops itself", async () => {
  assertEquals((await sh("kill -STOP $$")).killed, hasProc() ? "stopped" : "wall");
});

Deno.test("runGroup() ends a program that prints too much and keeps the beginning", async () => {
  const { killed, stdout } = await sh("yes", { outputBytes: 10_000 });
  assertEquals([killed, stdout.length], ["output", 10_000]);
});

Deno.test({
  name: "runGroup() names and ends a child that left the group",
  ignore: isLeftOut(import.meta, missingCapability(["proc"])), // it is found through /proc
  fn: async () => {
    const { code, leftovers } = await sh("setsid sleep 98 & exit 0");
    assertEquals([code, leftovers], [0, ["sleep 98"]]);
  },
});

Deno.test("runGroup() ends a program when its signal is aborted", async () => {
  const signal = AbortSignal.abort();
  const { killed, ms } = await runGroup(["sleep", "99"], {
    cwd: "/",
    wallMs: () => 99_000,
    signal,
  });
  assertEquals(killed, "aborted");
  assert(ms < 50_000);
});

Deno.test({
  name: "runGroup() does not wait for a process without a tag that holds the output",
  ignore: isLeftOut(import.meta, missingCapability(["proc"])),
  fn: async () => {
    const { stdout, killed } = await sh("env -i setsid sleep 30 & echo $!");
    Deno.kill(Number(stdout), "SIGKILL"); // it is there: whoever has no tag cannot be found
    assertEquals(killed, undefined);
  },
});
