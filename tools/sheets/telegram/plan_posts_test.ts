import { assertEquals } from "@std/assert";
import { makeMessage } from "./channel_message.ts";
import { listOrphans, planPosts, renderStep } from "./plan_posts.ts";
import { parseState, type Posted } from "./posts_state.ts";

const message = (key: string, html = key) => makeMessage(key, { html, buttons: [] });
const stateOf = (messages: Record<string, Posted>) =>
  parseState(JSON.stringify({ format: 1, messages }));
const plan = (wanted: Parameters<typeof planPosts>[0], messages: Record<string, Posted>) =>
  planPosts(wanted, stateOf(messages)).map(renderStep);

Deno.test("planPosts() sends what is missing, edits what has changed and leaves the rest alone", () => {
  const [pipe, fifo, lock] = [message("pipe/1"), message("fifo/1"), message("lock/1")];
  const known = { "fifo/1": { id: 5, hash: "older" }, "lock/1": { id: 6, hash: lock.hash } };
  const steps = ["+ pipe/1", "~ fifo/1 (message 5)", "= lock/1 (message 6)"];
  assertEquals(plan([pipe, fifo, lock], known), steps);
});

Deno.test("planPosts() deletes what a shorter post leaves over, and nothing of posts that are not chosen", () => {
  const pipe = message("pipe/1");
  const known = {
    "pipe/1": { id: 4, hash: pipe.hash },
    "pipe/2": { id: 5, hash: "x" },
    "pipe-two/2": { id: 6, hash: "x" },
    "index": { id: 7, hash: "x" },
  };
  assertEquals(plan([pipe], known), ["= pipe/1 (message 4)", "- pipe/2 (message 5)"]);
});

Deno.test("planPosts() edits a message whose buttons alone have changed", () => {
  const button = { type: "copy", text: "Copy", copied: "deno task learn" } as const;
  const before = message("pipe/1");
  const after = makeMessage("pipe/1", { html: "pipe/1", buttons: [button] });
  assertEquals(plan([after], { "pipe/1": { id: 4, hash: before.hash } }), ["~ pipe/1 (message 4)"]);
});

Deno.test("listOrphans() names the messages of lessons that the course does not have", () => {
  const posted = { id: 1, hash: "" };
  const state = stateOf({
    "old/1": posted,
    "pipe/1": { ...posted, id: 2 },
    index: { ...posted, id: 3 },
  });
  assertEquals(listOrphans(state, ["pipe"]), ["old/1"]);
});
