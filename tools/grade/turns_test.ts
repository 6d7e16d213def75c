import { assertEquals, assertRejects } from "@std/assert";
import { Turns } from "./turns.ts";

/** Work that says when it begins and ends, and ends when it is told. */
function makeWork(log: string[], name: string) {
  const gate = Promise.withResolvers<void>();
  const work = async () => {
    log.push(`${name} begins`);
    await gate.promise;
    log.push(`${name} ends`);
    return name;
  };
  return { work, end: gate.resolve, fail: gate.reject };
}

const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

Deno.test("Turns lets work go on side by side", async () => {
  const [turns, log] = [new Turns(), [] as string[]];
  const [a, b] = [makeWork(log, "a"), makeWork(log, "b")];
  const both = Promise.all([turns.together(a.work), turns.together(b.work)]);
  await settle();
  assertEquals(log, ["a begins", "b begins"]);
  b.end();
  a.end();
  assertEquals(await both, ["a", "b"]);
});

Deno.test("Turns.alone() waits for what came before, and holds back what comes after", async () => {
  const [turns, log] = [new Turns(), [] as string[]];
  const [before, alone, after] = ["before", "alone", "after"].map((name) => makeWork(log, name));
  if (before === undefined || alone === undefined || after === undefined) throw new Error();
  const all = Promise.all([
    turns.together(before.work),
    turns.alone(alone.work),
    turns.together(after.work),
  ]);
  for (const one of [after, alone, before]) {
    await settle();
    one.end();
  }
  await all;
  const order = ["before", "alone", "after"].flatMap((name) => [`${name} begins`, `${name} ends`]);
  assertEquals(log, order);
});

Deno.test("Turns goes on after work that failed, and whoever asked for it hears of it", async () => {
  const [turns, log] = [new Turns(), [] as string[]];
  const [bad, good] = [makeWork(log, "bad"), makeWork(log, "good")];
  const failing = turns.alone(bad.work);
  const next = turns.alone(good.work);
  bad.fail(new RangeError("no"));
  good.end();
  await assertRejects(() => failing, RangeError, "no");
  assertEquals(await next, "good");
});
