import { assertEquals, assertRejects } from "@std/assert";
import type { Outcome } from "./bot_api.ts";
import { callPatiently, type Patience, pauseOrStop } from "./call_patiently.ts";
import { PublishStop } from "./publish_stop.ts";

const LATER = { type: "later", waitMs: 3000, reason: "telegram asks to wait" } as const;
const UNKNOWN = { type: "unknown", reason: "closed" } as const;
const DONE = { type: "done", result: 7 } as const;

/** Calls with outcomes by script and a clock that does not run: gives what was waited for and said. */
async function play(
  outcomes: readonly Outcome<number>[],
  { isRepeatable = false, limitMs = 10_000 } = {},
) {
  const left = [...outcomes];
  const waits: number[] = [];
  const said: string[] = [];
  const patience: Patience = {
    limitMs,
    signal: new AbortController().signal,
    say: (text) => said.push(text),
    pause: (ms) => Promise.resolve(void waits.push(ms)),
  };
  const attempt = () => Promise.resolve(left.shift() ?? DONE);
  const end = await callPatiently(attempt, { act: "post a/1", isRepeatable, patience })
    .catch((error) => error instanceof PublishStop ? error : Promise.reject(error));
  return { end, waits, said, leftCount: left.length };
}

Deno.test("callPatiently() waits as long as telegram asks to, and says so", async () => {
  const { end, waits, said } = await play([LATER, LATER, DONE]);
  const line = "Waiting 3 s to post a/1: telegram asks to wait";
  assertEquals([end, waits, said], [DONE, [3000, 3000], [line, line]]);
});

Deno.test("callPatiently() stops before a wait that is too long, and says when to come back", async () => {
  const { end, waits } = await play([LATER, { ...LATER, waitMs: 7001 }, DONE]);
  assertEquals([end instanceof PublishStop, waits], [true, [3000]]);
  const text =
    "Cannot post a/1 now: telegram asks to wait.\nIt was not done. Run the same command again, " +
    "in 8 s at the earliest, or allow a longer wait with --wait.";
  assertEquals(end instanceof PublishStop ? end.message : end, text);
});

Deno.test("callPatiently() never repeats a call of which nobody knows whether it was done", async () => {
  assertEquals(await play([UNKNOWN, DONE]), { end: UNKNOWN, waits: [], said: [], leftCount: 1 });
});

Deno.test("callPatiently() repeats it twice when that does no harm", async () => {
  const { end, waits, leftCount } = await play([UNKNOWN, UNKNOWN, UNKNOWN, DONE], {
    isRepeatable: true,
  });
  assertEquals([end, waits, leftCount], [UNKNOWN, [1000, 1000], 1]);
});

Deno.test("callPatiently() gives a refusal as it is", async () => {
  const refused = { type: "refused", cause: "rights", reason: "403" } as const;
  assertEquals((await play([refused])).end, refused);
});

Deno.test("pauseOrStop() ends with 130 when Ctrl-C cuts the pause off", async () => {
  const stop = new AbortController();
  const pause = () => Promise.resolve(stop.abort());
  const patience: Patience = { limitMs: 0, signal: stop.signal, say: () => {}, pause };
  const { exitCode } = await assertRejects(
    () => pauseOrStop(patience, 1000),
    PublishStop,
    "Nothing is lost",
  );
  assertEquals(exitCode, 130);
});
