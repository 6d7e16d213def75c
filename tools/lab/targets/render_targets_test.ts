import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fakeResults } from "./fake_results.ts";
import { renderComparison } from "./render_comparison.ts";
import { renderPage } from "./render_page.ts";
import { renderTargets } from "./render_targets.ts";

const MET = fakeResults({ ours: [10e6, 10e6, 10e6], theirs: [5e6, 5e6, 5e6] });
const MISSED = fakeResults({ ours: [100e6, 100e6, 100e6], theirs: [5e6, 5e6, 5e6] });

Deno.test("renderTargets() sets the target beside the ratio", () => {
  const text = renderTargets(MET);
  assertStringIncludes(text, "05 pipeline: head | cat | cat | wc\n");
  assertMatch(
    text,
    /solution +10\.0 ms +\/bin\/sh +5\.00 ms +0\.50x +0\.50x to 0\.50x +0\.3x +met/,
  );
  assertStringIncludes(text, "1 target: 1 met, 0 missed, 0 cannot say.");
});

Deno.test("renderTargets() says where to look for what is missed, and only for that", () => {
  assertMatch(renderTargets(MISSED), /05 pipeline: Each byte .*\n +deno task lab explain pipe\n/);
  assertEquals(/Where to look/.test(renderTargets(MET)), false);
});

Deno.test("renderTargets() says who is absent, and what has failed", () => {
  const text = renderTargets(MET);
  const absent = "Without Redis: there is no <redis>";
  const failed = "Not measured, or not in all rounds: 20 tcp_rpc, xmlrpc: stalled: ended after 2 s";
  assertStringIncludes(text, `${absent}\n${failed}`);
});

Deno.test("renderTargets() shows what we took where nobody is there to compare with", () => {
  const text = renderTargets(fakeResults({ ours: [10e6], theirs: [] }));
  assertMatch(text, /solution +10\.0 ms +\/bin\/sh +0\.3x +not measured/);
  assertStringIncludes(text, "1 target: 0 met, 0 missed, 0 cannot say, 1 not measured.");
});

Deno.test("renderTargets() says so when nothing could be judged", () => {
  const text = renderTargets(fakeResults({ ours: [], theirs: [] }));
  assertMatch(text, /^No target could be judged\./);
});

Deno.test("renderComparison() sets two runs side by side, and marks what may be chance", () => {
  assertMatch(renderComparison(MISSED, MET), /\/bin\/sh +0\.050x +0\.50x +missed +met/);
  assertMatch(renderComparison(MET, MET), /0\.50x +0\.50x \? +met +met/);
  const nothing = fakeResults({ ours: [], theirs: [] });
  assertEquals(renderComparison(nothing, MET), "Nothing of this run was measured on 2026-11-25");
});

Deno.test("renderPage() needs nothing from elsewhere, escapes what it is given, and has a dot for each target", () => {
  const page = renderPage(MISSED);
  assertEquals(/<script|<link|https?:|<redis>/.test(page), false);
  assertStringIncludes(page, "there is no &lt;redis&gt;");
  assertEquals(page.match(/<circle/g)?.length, 1);
  assertMatch(page, /<circle fill="var\(--python\)"/); // missed
});
