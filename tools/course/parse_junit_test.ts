import { assertEquals } from "@std/assert";
import { parseJunit } from "./parse_junit.ts";

Deno.test("parseJunit() reads names, failures and entities of Deno's own output", () => {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="deno test" tests="3" failures="2" errors="0" time="0.548">
    <testsuite name="./tests/c_test.ts" tests="3" disabled="0" errors="0" failures="2">
        <testcase name="T1 a &lt; b &amp; &quot;c&quot;" classname="./c_test.ts" time="0.019" line="5" col="6">
        </testcase>
        <testcase name="T2" classname="./c_test.ts" time="0.501" line="7" col="6">
            <failure message="Timed out after 500ms">Test timed out after 500ms.</failure>
        </testcase>
        <testcase name="T3" classname="./c_test.ts" time="0.000" line="8" col="6">
            <error message="Cancelled"/>
        </testcase>
    </testsuite>
</testsuites>`;
  assertEquals(parseJunit(xml), [
    { name: 'T1 a < b & "c"', failure: undefined },
    { name: "T2", failure: "Test timed out after 500ms." },
    { name: "T3", failure: "Cancelled" },
  ]);
});
