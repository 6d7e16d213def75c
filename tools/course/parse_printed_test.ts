import { assertEquals } from "@std/assert";
import { parsePrinted } from "./parse_printed.ts";

// from a real run
const OUTPUT = `------- pre-test output -------
this machine is slow now: deadlines x 3
----- pre-test output end -----
running 2 tests from ./tests/02_drain_both_ends_test.ts
T1 filter() returns what the child makes of its stdin ...
------- output -------
at import
no newline----- output end -----
T1 filter() returns what the child makes of its stdin ... FAILED (19ms)
T2 filter() moves 4 MiB ... ok (12ms)
T3 filter() takes 1 MiB of stderr ...
------- output -------
hello
----- output end -----
good bye
----- output end -----
T3 filter() takes 1 MiB of stderr ... ok (18ms)

 ERRORS 
`;

Deno.test("parsePrinted() gives each test what was printed while it ran, marks among it", () => {
  assertEquals([...parsePrinted(OUTPUT)], [
    ["T1 filter() returns what the child makes of its stdin", "at import\nno newline"],
    ["T3 filter() takes 1 MiB of stderr", "hello\n----- output end -----\ngood bye"],
  ]);
});

Deno.test("parsePrinted() keeps what was printed before a crash", () => {
  const crashed = OUTPUT.slice(0, OUTPUT.indexOf("good bye") + 4);
  assertEquals(
    parsePrinted(crashed).get("T3 filter() takes 1 MiB of stderr"),
    "hello\n----- output end -----\ngood",
  );
});

Deno.test("parsePrinted() leaves out what is no test's", () => {
  assertEquals(parsePrinted(OUTPUT.slice(0, OUTPUT.indexOf("T1"))).size, 0);
  assertEquals(parsePrinted("").size, 0);
});
