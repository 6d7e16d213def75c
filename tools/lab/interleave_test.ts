import { assertEquals } from "@std/assert";
import { type Entry, interleave } from "./interleave.ts";

const entry = (name: string): Entry => ({ name, failure: undefined });

Deno.test("interleave() gives everybody a turn in each round, and begins with another one", async () => {
  const order: string[] = [];
  await interleave(["a", "b", "c"].map(entry), {
    rounds: 3,
    run: ({ name }) => Promise.resolve(void order.push(name)),
  });
  assertEquals(order.join(""), "abc" + "bca" + "cab");
});

Deno.test("interleave() never again runs who has failed, and goes on with the rest", async () => {
  const order: string[] = [];
  await interleave(["a", "b"].map(entry), {
    rounds: 3,
    run(entry) {
      order.push(entry.name);
      if (entry.name === "a") entry.failure = "stalled";
      return Promise.resolve();
    },
  });
  assertEquals(order.join(""), "abbb");
});
