import { assertEquals, assertRejects } from "@std/assert";
import { makeLimitWaiter } from "./call_within_limits.ts";

type Answer = Awaited<ReturnType<Parameters<ReturnType<typeof makeLimitWaiter>>[0]>>;

const DONE = { ok: true, result: true } as const;
const limited = (retry_after?: number): Answer => ({
  ok: false,
  error_code: 429,
  description: "Too Many Requests",
  parameters: retry_after === undefined ? {} : { retry_after },
});
const BROKEN: Answer = { ok: false, error_code: 502, description: "Bad Gateway" };

/** Calls as often as there are answers to ask for, with pauses that are noted and not waited for. */
async function callThrough(script: readonly (Answer | Error)[], times = 1, limitMs = 60_000) {
  const waits: number[] = [];
  const said: string[] = [];
  const rest = [...script];
  const { signal } = new AbortController();
  const pause = (ms: number) => (waits.push(ms), Promise.resolve());
  const redact = (text: string) => text.replaceAll("7:secret", "[token]");
  const say = (text: string) => said.push(text);
  const wait = makeLimitWaiter({ limitMs, signal, say, pause, redact });
  const call = () => {
    const next = rest.shift() ?? DONE;
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  };
  const answers: unknown[] = [];
  for (let count = 0; count < times; count++) {
    answers.push(await wait(call as never, "getMe", {} as never).catch((error) => error));
  }
  return { answers, waits, said };
}

Deno.test("makeLimitWaiter() calls again when telegram says so, and says that it waits", async () => {
  assertEquals(await callThrough([limited(7), limited(), DONE]), {
    answers: [DONE],
    waits: [7_000, 2_000],
    said: [
      "Waiting 7 s to call getMe: Too Many Requests",
      "Waiting 2 s to call getMe: Too Many Requests",
    ],
  });
});

Deno.test("makeLimitWaiter() gives up when the waits together are longer than the limit", async () => {
  const { answers, waits } = await callThrough([limited(40), limited(21)]);
  assertEquals([answers, waits], [[limited(21)], [40_000]]);
});

Deno.test("makeLimitWaiter() tells a trouble once, without the token, and its end", async () => {
  const down = Object.assign(new Error("wrapped"), { error: new Error("down at /bot7:secret/") });
  const { answers, said } = await callThrough([down, down, BROKEN, DONE, DONE], 5);
  assertEquals(answers, [down, down, BROKEN, DONE, DONE]);
  assertEquals(said, [
    "No answer from telegram, trying again: down at /bot[token]/",
    "Telegram answers again.",
  ]);
});

Deno.test("makeLimitWaiter() leaves a limit and says nothing of a broken call after Ctrl-C", async () => {
  const said: string[] = [];
  const say = (text: string) => said.push(text);
  const wait = makeLimitWaiter({
    limitMs: 60_000,
    signal: AbortSignal.abort(),
    say,
    redact: (text) => text,
  });
  const call = (answer: Answer) =>
    wait((() => Promise.resolve(answer)) as never, "getMe", {} as never);
  assertEquals(await call(limited(50)), limited(50));
  const broken = () => Promise.reject(new Error("cut off"));
  await assertRejects(() => wait(broken as never, "getMe", {} as never), Error, "cut off");
  assertEquals(said, []);
});
