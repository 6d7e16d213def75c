import { assertEquals, assertThrows } from "@std/assert";
import { forbidSpinning, watchAtomics } from "./watch_atomics.ts";

Deno.test("watchAtomics() lets a hook act between two calls, on the watched memory only", () => {
  const words = new Int32Array(new SharedArrayBuffer(8));
  const other = new Int32Array(8);
  const seen: string[] = [];
  const unwatch = watchAtomics(words.buffer, {
    after: ({ method, byteOffset, args }, result) => {
      seen.push(`${method}@${byteOffset}(${args.join()}) is ${result}`);
      Atomics.add(words, 1, 10); // not watched, or it would never end
    },
  });
  Atomics.add(words, 1, 1);
  Atomics.load(words.subarray(1), 0);
  Atomics.add(other, 0, 1);
  unwatch();
  Atomics.load(words, 1);
  assertEquals(seen, ["add@4(1) is 0", "load@4() is 11"]);
  assertEquals([words[1], other[0]], [21, 1]);
});

Deno.test("watchAtomics() plays the sleeper where it is told to", () => {
  const words = new Int32Array(new SharedArrayBuffer(4));
  const seen: unknown[] = [];
  const unwatch = watchAtomics(words.buffer, {
    wait: ({ args }) => {
      seen.push(args);
      return "ok";
    },
  });
  assertEquals(Atomics.wait(words, 0, 0, 5), "ok");
  unwatch();
  assertEquals(Atomics.wait(words, 0, 0, 0), "timed-out");
  assertEquals(seen, [[0, 5]]);
});

Deno.test("forbidSpinning() ends a loop of looks, and lets one pass that sleeps", () => {
  const words = new Int32Array(new SharedArrayBuffer(4));
  const allow = forbidSpinning(words.buffer);
  try {
    for (let look = 0; look < 2000; look++) {
      Atomics.load(words, 0);
      if (look % 500 === 0) Atomics.wait(words, 0, 0, 0);
    }
    const spin = () => {
      for (;;) Atomics.load(words, 0);
    };
    assertThrows(spin, Error, "never sleeps");
  } finally {
    allow();
  }
});
