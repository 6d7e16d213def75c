import { assertEquals } from "@std/assert";
import { describeWaitsByPs } from "./who_waits_ps.ts";

Deno.test("describeWaitsByPs() pairs the ends of a pipe by the addresses that lsof prints", () => {
  const ps = `  100     1 S+   -      deno test
  101   100 S    piperd cat
  102   101 T    -      sleep 1000
  200     1 S    -      unrelated
`;
  const lsof = "p100\nf7\nd0xaa\nn->0xbb\np101\nf0\nd0xbb\nn->0xaa\nf1\nd1,2\nn/dev/null\n";
  assertEquals(describeWaitsByPs({ ownPid: 100, ps, lsof }), [
    "child 101 (cat) is alive and asleep (state S, in piperd); the other end of its stdin is held by " +
    "your own process (fd 7) (from ps and lsof; untested on macOS)",
    "child 102 (sleep 1000) is stopped: it needs SIGCONT (from ps and lsof; untested on macOS)",
  ]);
});

Deno.test("describeWaitsByPs() has nothing to say when ps and lsof do not answer", () => {
  assertEquals(describeWaitsByPs({ ownPid: 100, ps: "", lsof: "" }), []);
});
