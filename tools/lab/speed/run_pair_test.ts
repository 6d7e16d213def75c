import { assertEquals } from "@std/assert";
import type { Contestant } from "./contestants.ts";
import { parseReport, runPair } from "./run_pair.ts";
import { type Measure, type Scenario, SCENARIOS } from "./scenarios.ts";

const MEASURE: Measure = { id: "rtt:64", kind: "rtt", byteCount: 64, window: 1 };

/** A contestant that is a shell script, in the scenario of pipes. */
function runScript(script: string, deadlineMs = 20_000) {
  const contestant: Contestant = {
    id: "c",
    name: "script",
    version: "sh",
    argv: ["sh", "-c", script],
    ways: {},
  };
  const scenario = SCENARIOS[0] as Scenario;
  return runPair({ contestant, scenario, measures: [MEASURE] }, { budgetMs: 1, deadlineMs });
}

Deno.test("runPair() ends a pair that stalls, and says so", async () => {
  assertEquals(await runScript("sleep 97 & sleep 98", 200), {
    failure: "stalled: ended after 0.2 s",
  });
});

Deno.test("runPair() says how a pair has failed", async () => {
  const traceback =
    "echo 'Traceback (most):' >&2; echo '  File' >&2; echo 'OSError: no' >&2; exit 1";
  assertEquals(await runScript(traceback), { failure: "exit code 1: OSError: no" });
  assertEquals(await runScript("exit 0"), { failure: "printed nothing about rtt:64" });
  assertEquals(await runScript("kill -9 $$"), { failure: "SIGKILL: " });
});

Deno.test("runPair() refuses a number behind which a process goes on", async () => {
  const result = await runScript("sleep 96 & echo rtt:64 1 1");
  assertEquals(result, { failure: "left a process behind: sleep 96" });
});

Deno.test("runPair() has temporary files made where they are removed with the rest", async () => {
  const result = await runScript(`[ "$TMPDIR" = "$1" ] && echo rtt:64 1 1`);
  assertEquals(result, { ns: new Map([["rtt:64", 1]]), counts: new Map([["rtt:64", 1]]) });
});

Deno.test("runPair() gives nanoseconds for each message", async () => {
  const result = await runScript("echo rtt:64 4 1000");
  assertEquals(result, { ns: new Map([["rtt:64", 250]]), counts: new Map([["rtt:64", 4]]) });
});

Deno.test("runPair() says which program is not there", async () => {
  const contestant: Contestant = { id: "c", name: "", version: "", argv: ["/no/lab"], ways: {} };
  const pair = { contestant, scenario: SCENARIOS[0] as Scenario, measures: [MEASURE] };
  assertEquals(await runPair(pair, { budgetMs: 1, deadlineMs: 1 }), {
    failure: "there is no /no/lab on this machine",
  });
});

Deno.test("parseReport() refuses lines without a count", () => {
  const failure = "printed nothing about rtt:64";
  assertEquals(parseReport("rtt:64 0 12\n", [MEASURE]), { failure });
  assertEquals(parseReport("rtt:64 1e3 12\nwords\n", [MEASURE]), { failure });
});
